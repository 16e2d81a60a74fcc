#pragma once
/// From a controlled run to the story of what went wrong in it.

#include "core/explore/reproduce.hpp"
#include "core/report/story.hpp"

namespace reckon {

/// Each visible operation in words, beside what the replay of the log does; the edge that the
/// replay does not keep; the cycle, if the run has one; and what a log would have had to say.
///
/// Cost  Linear in operations and events, but for replaying and judging.
[[nodiscard]] Story tell_story(const StrategyRecord& strategy, const Scenario& scenario,
                               const Reproduced& reproduced);

/// A task's name where tasks of all kinds are named: as task_name, but a ship that is called like a
/// source or the drain has "ship" before it, and no two tasks have one name.
[[nodiscard]] std::string lane_name(const Scenario& scenario, TaskId task);

}  // namespace reckon
