#pragma once
/// A free run and what became of it, as JSON.

#include "core/report/json.hpp"

namespace reckon {

/// The run's part: the scenario, how it was run, and the trial.
void add_free_run(Json& result, const StrategyRecord& strategy, const Scenario& scenario,
                  const FreeRunOptions& options, const Trial& trial);

}  // namespace reckon
