#pragma once
/// Making a case, and making it happen again.

#include "core/check/verdict.hpp"
#include "core/control/strategy_record.hpp"
#include "core/explore/case.hpp"

namespace reckon {

/// A run that followed a schedule to the letter, judged.
struct Reproduced {
    ControlledRecording run;
    Verdict verdict;
};

/// Runs a scenario by a schedule.
///
/// Errors  A schedule that does not fit: the place is the operation, counted from 1; the value what
///         cannot be done then, and what could.
[[nodiscard]] Result<Reproduced> run_by(const StrategyRecord& strategy, const Scenario& scenario,
                                        const Bounds& bounds, const Deviations& schedule);

/// A run that followed a schedule as far as it fits.
struct ReproducedInPart {
    Reproduced reproduced;
    std::size_t skipped = 0;  ///< Switches and readings that did not fit.
};

/// Runs a scenario by a schedule, and passes over what does not fit.
[[nodiscard]] ReproducedInPart run_by_what_fits(const StrategyRecord& strategy,
                                                const Scenario& scenario, const Bounds& bounds,
                                                const Deviations& schedule);

/// A case of that run.
[[nodiscard]] Case case_of(const StrategyRecord& strategy, const Scenario& scenario,
                           const Deviations& schedule, const Reproduced& reproduced);

/// Runs a case, and holds what comes of it against what it expects.
///
/// Errors  As run_by. Operations, checks or a divergence other than expected: the code has changed
///         since the case was made.
[[nodiscard]] Result<Reproduced> reproduce(const StrategyRecord& strategy, const Case& wanted);

}  // namespace reckon
