#pragma once
/// Who makes the next visible operation, and what the clock says: the one question and the one
/// answer by which a controlled run is steered.

#include <cassert>
#include <span>
#include <vector>

#include "core/control/operation.hpp"

namespace reckon {

/// What an oracle sees when it is asked: where each task stands.
class Moment {
public:
    [[nodiscard]] TaskId task_count() const { return static_cast<TaskId>(tasks_.size()); }

    /// The tasks that can move now, lowest first. Worked out when asked.
    [[nodiscard]] std::span<const TaskId> able() const {
        if (!able_known_) {
            able_.clear();
            for (TaskId id = 0; id < tasks_.size(); ++id) {
                if (is_able(id)) able_.push_back(id);
            }
            able_known_ = true;
        }
        return able_;
    }

    [[nodiscard]] bool is_able(TaskId task) const {
        const Task& it = tasks_[task];
        return !it.finished && !it.stopped && it.pending.is_ready();
    }

    /// Whether the task still stands before an operation, be it one that it cannot make now.
    [[nodiscard]] bool is_under_way(TaskId task) const {
        return !tasks_[task].finished && !tasks_[task].stopped;
    }

    [[nodiscard]] const Operation& pending(TaskId task) const { return tasks_[task].pending; }

    /// The pending operation, as it would be made.
    [[nodiscard]] Made next(TaskId task) const {
        const Operation& pending = tasks_[task].pending;
        // A letter is received for the step that begins with it.
        const bool opens = pending.kind == OperationKind::receive;
        return {task, pending.kind, pending.object, tasks_[task].step + (opens ? 1U : 0U)};
    }

    /// How many operations the task has made.
    [[nodiscard]] std::uint32_t steps(TaskId task) const { return tasks_[task].steps; }

    /// Who made the last operation; nobody before the first.
    [[nodiscard]] TaskId last() const { return last_; }

    /// What the rule "go on with the same task, else with the lowest that can move" picks. There
    /// must be one that can.
    [[nodiscard]] TaskId usual() const {
        if (last_ != nobody && is_able(last_)) return last_;
        assert(!able().empty());
        return able().front();
    }

private:
    friend class Scheduler;

    struct Task {
        Operation pending;
        std::uint32_t steps = 0;
        std::uint32_t step = 0;  // See Made::step.
        std::uint32_t stops_after = UINT32_MAX;
        bool finished = true;
        bool stopped = false;
    };

    [[nodiscard]] bool any_able() const {
        if (last_ != nobody && is_able(last_)) return true;
        if (able_known_) return !able_.empty();
        // From where the last search ended, so that tasks that have finished cost little.
        for (TaskId i = 0; i < tasks_.size(); ++i) {
            if (is_able(hint_)) return true;
            hint_ = hint_ + 1 == tasks_.size() ? 0 : hint_ + 1;
        }
        return false;
    }

    std::vector<Task> tasks_;
    TaskId last_ = nobody;
    mutable std::vector<TaskId> able_;
    mutable bool able_known_ = false;
    mutable TaskId hint_ = 0;
};

/// Threads  One.
/// Order    In every run it is asked the same questions in the same order, as long as it gives the
///          same answers.
class Oracle {
public:
    virtual ~Oracle() = default;

    /// A task that can move; at least one can. Nobody: the run ends here.
    [[nodiscard]] virtual TaskId pick(const Moment& moment) = 0;

    /// What the clock shows the task that was picked; last_ms is what it showed at the reading
    /// before, 0 at the first. Units: milliseconds since the clock's start.
    [[nodiscard]] virtual std::int64_t read_clock(TaskId task, std::int64_t last_ms,
                                                  bool may_step_back) = 0;
};

}  // namespace reckon
