#pragma once
/// Keeping a run in a recording file.

#include "cli/command.hpp"
#include "core/control/strategy_record.hpp"

namespace reckon {

/// Errors  As write_recording; the run has a history.
[[nodiscard]] std::optional<Error> keep(const Session& session, const std::string& file,
                                        const StrategyRecord& strategy, Publication publication,
                                        const Scenario& scenario, const Recording& recording);

}  // namespace reckon
