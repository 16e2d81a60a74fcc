#pragma once
/// Results in words and tables, for people.

#include <span>

#include "core/report/table.hpp"
#include "core/trial/hunt.hpp"
#include "core/trial/matrix.hpp"

namespace reckon {

/// The matrix: what each log was worth, what went wrong, what it cost.
[[nodiscard]] std::string matrix_text(const Matrix& matrix, const MatrixOptions& options, Ink ink);

/// One trial: its verdict check by check, and its cost.
[[nodiscard]] std::string trial_text(const StrategyRecord& strategy, const Scenario& scenario,
                                     const FreeRunOptions& options, const Trial& trial, Ink ink);

/// A recorded run, judged: as trial_text, without what the run cost. There is a verdict.
[[nodiscard]] std::string checked_text(const StrategyRecord& strategy, const Scenario& scenario,
                                       const Trial& trial, Ink ink);

/// What became of the failing run of a hunt.
struct KeptRun {
    bool asked = false;     ///< Somebody wanted it kept.
    std::string file;       ///< Empty: it was not.
    std::string again;      ///< The command line of the hunt, as a shell takes it.
    bool explained = true;  ///< Its first divergence is shown.
};

/// What a hunt found, or did not, and how to go on.
[[nodiscard]] std::string hunt_text(const StrategyRecord& strategy, const Scenario& scenario,
                                    const HuntOptions& options, const Hunt& hunt,
                                    const KeptRun& kept, Ink ink);

/// The strategies with their claims.
[[nodiscard]] std::string strategies_text(std::span<const StrategyRecord> strategies, Ink ink);

}  // namespace reckon
