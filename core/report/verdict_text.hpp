#pragma once
/// A verdict in words, check by check.

#include "core/check/verdict.hpp"
#include "core/control/strategy_record.hpp"
#include "core/report/table.hpp"

namespace reckon {

/// A tick, a cross or a question mark.
[[nodiscard]] std::string mark(Outcome outcome, Ink ink);

/// A line per check with its witness, then the grade, the claim, and whether the run was
/// serializable.
[[nodiscard]] std::string verdict_text(const StrategyRecord& strategy, const Scenario& scenario,
                                       const Verdict& verdict, Ink ink);

}  // namespace reckon
