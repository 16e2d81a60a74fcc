#pragma once
/// Every class of equivalent schedules, depth first: partial-order reduction.

#include <vector>

#include "core/explore/search.hpp"

namespace reckon {

/// Two schedules are equivalent if they order all dependent operations alike; then they have the
/// same log, the same history and the same verdict. Of each class one schedule is run to its end. A
/// run that turns out to be able to repeat others only is stopped.
///
/// Shape   `publishes_depend` where strict is judged, for the order of publishes then counts.
/// Cost    A run costs its length times the operations that it does not share with the one before.
/// Source  Abdulla, Aronis, Jonsson and Sagonas 2014, doi:10.1145/2535838.2535845 (source sets,
/// with
///         sleep sets); Flanagan and Godefroid 2005 for what waits: a lock that is held is not
///         tried, and races of locks are looked for between one lock and the next, beyond the
///         unlock between them.
class Reduced final : public Search {
public:
    explicit Reduced(bool publishes_depend) : publishes_depend_{publishes_depend} {}

    TaskId pick(const Moment& moment) override;
    std::int64_t read_clock(TaskId task, std::int64_t last_ms, bool may_step_back) override;
    bool next(const ControlledRecording& run) override;
    void limit(std::size_t depth) override { limit_ = depth; }
    std::unique_ptr<Search> beyond() const override;

private:
    static constexpr std::size_t no_limit = SIZE_MAX;

    /// A state of the run, and what has been tried from it.
    struct Node {
        TaskMask able = 0;
        TaskMask sleep = 0;          // What a run from here would only repeat.
        TaskMask backtrack = 0;      // What is to be tried from here.
        TaskMask done = 0;           // Of it, what has been.
        Made made;                   // What was tried last.
        std::uint32_t own_step = 0;  // Of its task, counted from 1.
        ClockChoice clock;
    };

    using Clock = std::uint32_t*;  // Per task, how many of its operations come before.

    [[nodiscard]] Made* pending(std::size_t depth) { return &pending_[depth * tasks_]; }
    [[nodiscard]] Clock clock(std::size_t depth) { return &clocks_[depth * tasks_]; }

    [[nodiscard]] bool depends(const Made& a, const Made& b) const;
    [[nodiscard]] bool before(std::size_t earlier, const std::uint32_t* clock) const;
    bool extend(const Moment& moment);
    void take(std::size_t depth, TaskId task);
    [[nodiscard]] TaskMask sleep_after(std::size_t depth);
    void join(Clock into, std::size_t depth);
    void find_races(std::size_t end, const Made& made, Clock into);
    void join_enabling(std::size_t end, const Made& made, Clock into);
    void reverse(std::size_t earlier, std::size_t end, TaskId task, const std::uint32_t* later);

    bool publishes_depend_;
    std::size_t tasks_ = 0;
    std::vector<Node> nodes_;
    std::vector<Made> pending_;          // By node and task.
    std::vector<std::uint32_t> clocks_;  // By node and task: happens-before of what was made.
    std::vector<std::size_t> racing_;
    std::vector<std::size_t> between_;
    std::size_t depth_ = 0;
    std::size_t limit_ = no_limit;
    std::size_t fixed_ = 0;
};

}  // namespace reckon
