#pragma once
/// An exploration in words.

#include "core/explore/exploration.hpp"
#include "core/report/table.hpp"

namespace reckon {

/// How to go on from a failure.
struct HowToRepeat {
    std::string command;  ///< A shell's line up to the schedule, that repeats it.
    bool asked = false;   ///< Somebody wanted the case kept.
    std::string kept;     ///< The file of the case; empty: none was written.
};

/// What was run, what came of each check, what that shows, and the first failure.
[[nodiscard]] std::string exploration_text(const StrategyRecord& strategy, const Scenario& scenario,
                                           const ExploreOptions& options,
                                           const Exploration& exploration,
                                           const HowToRepeat& repeat, Ink ink);

}  // namespace reckon
