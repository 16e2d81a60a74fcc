#pragma once
/// The check strict: does the replay go through every observed global state?

#include "core/check/log_order.hpp"
#include "core/check/verdict.hpp"
#include "core/replay/replay.hpp"

namespace reckon {

/// Of a complete log.
///
/// A total order goes through a global state if the events of its cut are the first that it has. A
/// partial order does, in each of its linear extensions, if each last event of the cut comes before
/// each first event beyond it. The states must be those of the run as well, and the cuts must come
/// in the order in which they were observed.
///
/// Errors  Undecided if the log's order is too large a question; see LogOrder.
[[nodiscard]] Finding judge_strict(const Scenario& scenario, const History& run,
                                   const Replay& replayed, LogOrder& order);

}  // namespace reckon
