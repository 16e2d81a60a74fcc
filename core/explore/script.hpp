#pragma once
/// A schedule that is followed as far as it fits, operation by operation: what a smaller scenario
/// is run by.

#include <algorithm>
#include <map>
#include <vector>

#include "core/control/controlled_runner.hpp"

namespace reckon {

/// The operations of a run in their order, what the clock showed each task in each of its steps,
/// and which tasks stopped for good.
struct Script {
    std::vector<Made> cues;
    std::map<std::pair<TaskId, std::uint32_t>, std::int64_t> clock;
    std::vector<Stop> stops;
    std::int64_t clock_start_ms = clock_start_usual_ms;

    [[nodiscard]] static Script of(const ControlledRecording& run);
};

/// Follows a script: at a cue its task makes that operation, if it stands before it. A task that is
/// still in an earlier step catches up first; a cue of which the operation is gone is passed over,
/// as is one whose task cannot move. After the last cue the usual task goes on.
///
/// So a task never runs ahead, even where it now makes fewer operations than in the script.
///
/// Shape  For one run.
class FollowScript final : public Oracle {
public:
    explicit FollowScript(const Script& script) : script_{script} {}

    TaskId pick(const Moment& moment) override {
        for (; next_ < script_.cues.size(); ++next_) {
            const Made& cue = script_.cues[next_];
            if (cue.task >= moment.task_count() || !moment.is_able(cue.task)) continue;
            const Made next = moment.next(cue.task);
            if (next.step > cue.step || (next.step == cue.step && next != cue)) continue;
            if (next == cue) ++next_;
            step_ = next.step;
            return cue.task;
        }
        const TaskId usual = moment.usual();
        step_ = moment.next(usual).step;
        return usual;
    }

    std::int64_t read_clock(TaskId task, std::int64_t last_ms, bool may_step_back) override {
        const auto found = script_.clock.find({task, step_});
        if (found == script_.clock.end()) return last_ms;
        return may_step_back ? found->second : std::max(last_ms, found->second);
    }

private:
    const Script& script_;
    std::size_t next_ = 0;
    std::uint32_t step_ = 0;
};

inline Script Script::of(const ControlledRecording& run) {
    Script script{.cues = run.made,
                  .clock = {},
                  .stops = run.stops(),
                  .clock_start_ms = run.schedule.clock_start_ms};
    std::size_t readings = 0;
    for (const Made& made : run.made) {
        if (!reads_clock(made.kind)) continue;
        script.clock[{made.task, made.step}] = run.schedule.readings[readings++];
    }
    return script;
}

}  // namespace reckon
