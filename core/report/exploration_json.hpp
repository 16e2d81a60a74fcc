#pragma once
/// An exploration as JSON; this folder's README lists the fields.

#include "core/explore/exploration.hpp"
#include "core/report/json.hpp"

namespace reckon {

/// The exploration's part of a result: how much was run, what came of it, and the first failure.
void add_exploration(Json& result, const StrategyRecord& strategy, const Scenario& scenario,
                     const ExploreOptions& options, const Exploration& exploration);

}  // namespace reckon
