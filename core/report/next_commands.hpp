#pragma once
/// The commands that go on from a run that was not replayed faithfully.

#include <string>
#include <string_view>

#include "core/control/strategy_record.hpp"

namespace reckon {

struct FailedRun {
    const StrategyRecord& strategy;
    const Scenario& scenario;
    bool lifts = true;     ///< A schedule repeats it, as far as is known.
    bool lacks = false;    ///< Its log lacks events.
    std::string kept;      ///< The recording that it is in; empty: it is in none.
    std::string again{};   ///< The command line that keeps another, as a shell takes it.
    std::string hunted{};  ///< One that goes on until one fails, if `again` need not.
};

/// To tell, shrink and repeat the run, once it is kept; of one that no schedule repeats, to find
/// one that a schedule does.
[[nodiscard]] std::string next_commands(const FailedRun& run);

/// "x.case.json" for "x.reckon".
[[nodiscard]] std::string case_beside(std::string_view recording);

}  // namespace reckon
