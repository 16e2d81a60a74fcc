#pragma once
/// Controlled runs of one scenario under one strategy, the strategy's types erased.

#include <vector>

#include "core/control/scheduler.hpp"
#include "core/log/history.hpp"
#include "core/log/log.hpp"

namespace reckon {

struct ControlledRecording {
    RunEnd end;
    Log log;
    History history;  ///< With every global state observed.
    Schedule schedule;
    std::vector<Made> made;
    std::vector<Waiting> waiting;  ///< After a deadlock: each task that waits.
};

/// Threads  One.
/// Shape    What run returns is valid until the next run.
/// Errors   None; a deadlock and a run that is too long are ends like others. What was published
/// and
///          recorded by then is in the history and the log.
class ControlledRunner {
public:
    virtual ~ControlledRunner() = default;

    virtual const ControlledRecording& run(Oracle& oracle, std::uint64_t steps_max) = 0;
};

}  // namespace reckon
