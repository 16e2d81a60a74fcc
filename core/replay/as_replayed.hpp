#pragma once
/// The run that a log tells of, as a history.

#include "core/log/history.hpp"
#include "core/replay/replay.hpp"

namespace reckon {

/// What happened if the log is to be believed: its events, with the states and reads of its replay.
/// Nothing is observed.
///
/// Shape  Of a log that could be replayed.
/// Cost   Linear in events and reads.
[[nodiscard]] History as_replayed(const Scenario& scenario, const Log& log, const Replay& replay);

}  // namespace reckon
