#pragma once
/// An oracle that goes through schedules one after another, until there are no more.

#include <memory>

#include "core/control/controlled_runner.hpp"

namespace reckon {

/// Threads  One.
/// Shape    run; next(); run; next(); … as long as next() is true. A run that the oracle itself
///          stops is none of the schedules: it was cut short because it would only repeat others,
///          or because it passes the depth to which the search is limited.
/// Errors   A strategy that its schedule does not determine: see diverged().
class Search : public Oracle {
public:
    /// After a run: sets out for another schedule; false if there is none.
    [[nodiscard]] virtual bool next(const ControlledRecording& run) = 0;

    /// Below `depth` operations every alternative is tried, and runs stop there: so that what lies
    /// beyond each can be searched apart.
    virtual void limit(std::size_t depth) = 0;

    /// A search of all that lies beyond the last run, which stopped at the limit; or of that one
    /// run, if it came to its end before.
    [[nodiscard]] virtual std::unique_ptr<Search> beyond() const = 0;

    /// Whether a run stood elsewhere than one before did after the same answers: it was stopped
    /// then, and the search is at its end.
    [[nodiscard]] bool diverged() const { return diverged_; }

protected:
    void diverge() { diverged_ = true; }

private:
    bool diverged_ = false;
};

/// The tasks that can be told apart in a mask.
inline constexpr TaskId search_tasks_max = 64;

using TaskMask = std::uint64_t;

[[nodiscard]] constexpr TaskMask bit(TaskId task) {
    return TaskMask{1} << task;
}

[[nodiscard]] inline TaskMask able_mask(const Moment& moment) {
    TaskMask mask = 0;
    for (const TaskId task : moment.able()) mask |= bit(task);
    return mask;
}

/// What the clock shows when it is read: it stands, ticks, or, if it may, steps back.
struct ClockChoice {
    std::uint8_t taken = 0;
    std::uint8_t count = 1;

    [[nodiscard]] std::int64_t read(std::int64_t last_ms, bool may_step_back) {
        count = may_step_back ? 3 : 2;
        return last_ms + (taken == 2 ? -1 : taken);
    }

    [[nodiscard]] bool another() {
        if (taken + 1 >= count) return false;
        ++taken;
        return true;
    }
};

}  // namespace reckon
