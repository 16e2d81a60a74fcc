#pragma once
/// Results as JSON: one schema for all commands, documented in this folder's README.

#include <nlohmann/json.hpp>

#include "core/trial/hunt.hpp"
#include "core/trial/matrix.hpp"

namespace reckon {

using Json = nlohmann::ordered_json;

/// Counted up whenever a field changes its name or its meaning.
inline constexpr int results_schema = 1;

/// What every result begins with: command, version, schema, and where it comes from.
[[nodiscard]] Json results_head(std::string_view command, std::string_view command_line);

[[nodiscard]] Json to_json(const Claims& claims);
[[nodiscard]] Json to_json(const StrategyRecord& strategy);
[[nodiscard]] Json checks_json(const Verdict& verdict);
[[nodiscard]] Json to_json(const Matrix& matrix);

/// The scenario's part of a result: scenario, class, seed, ships, sources, work_ns.
void add_scenario(Json& result, const Scenario& scenario);

/// The verdict's part: grade, faithful, checks, serializable, cycle, observed_cuts.
void add_verdict(Json& result, const Verdict& verdict);

/// The hunt's part: how long it was, and what it found. The grade and checks are those of the run
/// that failed; if none did, the conjunction over all runs.
void add_hunt(Json& result, const Hunt& hunt, Required required);

/// What a trial showed: strategy, events, claim, the verdict's part, unsent_hails, what replaying
/// and judging took.
void add_judged(Json& result, const StrategyRecord& strategy, const Scenario& scenario,
                const Trial& trial);

/// The trial's part: grade, claim, checks, serializable, and what it cost.
void add_trial(Json& result, const StrategyRecord& strategy, const Scenario& scenario,
               const Trial& trial);

}  // namespace reckon
