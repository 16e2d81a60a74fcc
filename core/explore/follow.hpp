#pragma once
/// Repeating a schedule: oracles that follow one, and one that writes down how it deviates.

#include <optional>
#include <string>
#include <unordered_map>

#include "core/control/controlled_runner.hpp"
#include "core/log/deviations.hpp"
#include "core/world/scenario.hpp"

namespace reckon {

/// Follows a schedule operation by operation; where it ends, or does not fit, the run stops.
class FollowSchedule final : public Oracle {
public:
    explicit FollowSchedule(const Schedule& schedule) : schedule_{schedule} {}

    TaskId pick(const Moment& moment) override {
        if (made_ == schedule_.tasks.size()) return nobody;
        const TaskId task = schedule_.tasks[made_];
        if (task >= moment.task_count() || !moment.is_able(task)) return nobody;
        ++made_;
        return task;
    }

    std::int64_t read_clock(TaskId, std::int64_t last_ms, bool) override {
        return read_ < schedule_.readings.size() ? schedule_.readings[read_++] : last_ms;
    }

private:
    const Schedule& schedule_;
    std::size_t made_ = 0;
    std::size_t read_ = 0;
};

/// What to do with a deviation that does not fit.
enum class Fit : std::uint8_t {
    strict,   ///< The run ends there.
    lenient,  ///< It is skipped, and counted.
};

/// Follows deviations; between them, and after the last, the usual task goes on, or, if there is
/// one, another oracle says who does.
///
/// Shape   For one run.
/// Errors  A deviation does not fit if its task cannot move then, if the run never comes to its
///         key, or if it would turn back a clock that never steps back.
class FollowDeviations final : public Oracle {
public:
    FollowDeviations(const Deviations& deviations, Fit fit, Oracle* then_continue = nullptr);

    TaskId pick(const Moment& moment) override;
    std::int64_t read_clock(TaskId task, std::int64_t last_ms, bool may_step_back) override;

    [[nodiscard]] const Deviations& deviations() const { return deviations_; }

    /// A deviation that did not fit.
    struct Misfit {
        std::uint64_t operation = 0;  ///< How many had been made.
        TaskId task = 0;              ///< Which cannot move.
        std::vector<TaskId> able;     ///< Which could.
    };
    [[nodiscard]] const std::optional<Misfit>& misfit() const { return misfit_; }

    /// After the run: deviations that were skipped, or to whose key the run never came.
    [[nodiscard]] std::size_t skipped(const ControlledRecording& run) const;

    /// Those.
    [[nodiscard]] Deviations unused(const ControlledRecording& run) const;

private:
    [[nodiscard]] static std::uint64_t key(TaskId task, std::uint32_t steps) {
        return (std::uint64_t{task} << 32U) | steps;
    }

    const Deviations& deviations_;
    Fit fit_;
    Oracle* then_continue_;
    std::unordered_map<std::uint64_t, std::uint32_t> switches_;  // By key: index.
    std::unordered_map<std::uint64_t, std::uint32_t> clock_;
    std::vector<bool> switched_;
    std::vector<bool> read_;
    std::size_t used_ = 0;
    std::size_t skipped_ = 0;
    std::uint64_t made_ = 0;
    const Moment* moment_ = nullptr;
    std::optional<Misfit> misfit_;
};

/// What did not fit in a run that followed deviations strictly, if anything: the place is the
/// operation, counted from 1.
[[nodiscard]] std::optional<Error> misfit_of(const Scenario& scenario, const TaskCounts& tasks,
                                             const FollowDeviations& followed,
                                             const ControlledRecording& run);

/// Passes another oracle's answers on, and writes down where they deviate.
class RecordDeviations final : public Oracle {
public:
    explicit RecordDeviations(Oracle& oracle) : oracle_{oracle} {}

    TaskId pick(const Moment& moment) override;
    std::int64_t read_clock(TaskId task, std::int64_t last_ms, bool may_step_back) override;

    /// Of the run so far; its stops are the run's own affair.
    [[nodiscard]] const Deviations& deviations() const { return deviations_; }

private:
    Oracle& oracle_;
    Deviations deviations_;
    std::uint32_t own_step_ = 0;  // Of the task that is making its operation.
};

}  // namespace reckon
