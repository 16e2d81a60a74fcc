#pragma once
/// Holds a log and its replay against what happened. Knows no strategy.

#include "core/check/verdict.hpp"
#include "core/log/history.hpp"
#include "core/log/log.hpp"
#include "core/replay/replay.hpp"

namespace reckon {

/// The six checks, and whether the run was serializable.
///
/// Threads  Any; a pure function.
/// Shape    `replayed` is what replay(scenario, log) returned. Strict is judged on all observed
///          global states and never undecided for their small number; see require_observed.
/// Errors   None. A check that would pass its bound is undecided.
/// Cost     Linear in events, reads and observed states times ships. Strict of a partial order also
///          in ships, once more; see LogOrder.
[[nodiscard]] Verdict judge(const Scenario& scenario, const History& run, const Log& log,
                            const Result<Replay>& replayed);

}  // namespace reckon
