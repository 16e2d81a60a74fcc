#pragma once
/// Controlled runs of one scenario under one strategy, the strategy's types erased.

#include "core/control/scheduler.hpp"
#include "core/log/history.hpp"
#include "core/log/log.hpp"

namespace reckon {

/// What one controlled run left behind.
///
/// Shape  The history has the order of all publishes.
struct ControlledRecording : RunTrace {
    RunEnd end = RunEnd::complete;
    Log log;
    History history;
};

/// Threads  One; another runner may be at work on another thread.
/// Shape    What run returns is valid until the next run.
/// Errors   None; a deadlock and a run that is too long are ends like others. What was published
///          and recorded by then is in the history and the log.
/// Cost     No allocation after the first runs, but for what a strategy allocates by its nature.
class ControlledRunner {
public:
    virtual ~ControlledRunner() = default;

    virtual const ControlledRecording& run(Oracle& oracle, const RunLimits& limits) = 0;

    [[nodiscard]] virtual TaskCounts tasks() const = 0;
};

}  // namespace reckon
