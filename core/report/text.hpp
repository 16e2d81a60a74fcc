#pragma once
/// Results in words and tables, for people.

#include <span>

#include "core/report/table.hpp"
#include "core/trial/matrix.hpp"

namespace reckon {

/// The matrix: what each log was worth, what went wrong, what it cost.
[[nodiscard]] std::string matrix_text(const Matrix& matrix, const MatrixOptions& options, Ink ink);

/// One trial: its verdict check by check, and its cost.
[[nodiscard]] std::string trial_text(const StrategyRecord& strategy, const Scenario& scenario,
                                     const FreeRunOptions& options, const Trial& trial, Ink ink);

/// The strategies with their claims.
[[nodiscard]] std::string strategies_text(std::span<const StrategyRecord> strategies, Ink ink);

}  // namespace reckon
