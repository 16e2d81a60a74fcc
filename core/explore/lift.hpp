#pragma once
/// From a run in the wild to a schedule that repeats it.

#include "core/control/strategy_record.hpp"
#include "core/log/deviations.hpp"

namespace reckon {

/// A run that the controlled scheduler has made again.
struct Lifted {
    ControlledRecording run;
    Deviations schedule;
};

/// Either the run, or why there is none.
struct Lift {
    std::optional<Lifted> lifted;
    /// No order of whole operations, one after another, explains the run: operations that wait for
    /// each other in a circle, in words. Under sequentially consistent publication that cannot be.
    std::string circle;
};

/// Makes the controlled scheduler repeat a free run: the same versions read, the same causes, the
/// same log, through every global state that was observed.
///
/// The history says which version each deref returned and in which order mail arrived; the log in
/// which order the strategy's shared objects were used, and, where its stamps are readings of a
/// clock, what the clock said. Each is a condition on what must have been done before an operation;
/// the tasks go on as they allow.
///
/// Order   A compare-and-swap that was retried in the wild succeeds at once: how often it failed
///         is not recorded, and leaves no trace in log or history.
/// Errors  A log that lacks an event: what a strategy loses depends on what no log has. A run that
///         comes out differently all the same: then the recording is not of this strategy.
/// Cost    Linear in visible operations, and in observed states times ships.
[[nodiscard]] Result<Lift> lift(const StrategyRecord& strategy, const Scenario& scenario,
                                const Bounds& bounds, const History& history, const Log& log);

}  // namespace reckon
