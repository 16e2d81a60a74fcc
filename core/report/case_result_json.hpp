#pragma once
/// What came of a case, as JSON; this folder's README lists the fields.

#include "core/report/case_result_text.hpp"
#include "core/report/json.hpp"

namespace reckon {

/// What a case is of: its scenario, strategy, claim and schedule.
void add_case(Json& result, const StrategyRecord& strategy, const Case& failure);

/// The part of a result on a case that was run again.
void add_reproduced(Json& result, const StrategyRecord& strategy, const Case& failure,
                    const Repetition& repetition);

/// The part of a result on a case that was shrunk. The scenario's fields are those of the smallest.
void add_shrunk(Json& result, const StrategyRecord& strategy, const Case& before,
                const Shrunk& shrunk);

}  // namespace reckon
