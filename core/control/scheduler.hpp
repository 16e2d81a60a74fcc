#pragma once
/// Tasks on one thread, one visible operation at a time, in the order that an oracle picks.

#include <array>
#include <exception>
#include <functional>
#include <memory>
#include <memory_resource>
#include <span>
#include <vector>

#include "core/control/fiber.hpp"
#include "core/control/oracle.hpp"
#include "core/log/deviations.hpp"

namespace reckon {

/// A task that waits for what never comes.
struct Waiting {
    TaskId task = 0;
    Made operation;
};

/// A task that stopped for good, and what it stood before.
struct Stopped {
    Stop at;
    Made before;
};

/// How a controlled run ended.
enum class RunEnd : std::uint8_t {
    complete,  ///< All tasks have finished, but for those that were to stop.
    deadlock,  ///< Some task waits for what never comes.
    too_long,  ///< The bound on operations was hit.
    stopped,   ///< The oracle ended it.
};

[[nodiscard]] constexpr std::string_view word(RunEnd end) {
    switch (end) {
        case RunEnd::complete: return "complete";
        case RunEnd::deadlock: return "deadlock";
        case RunEnd::too_long: return "too long";
        case RunEnd::stopped: return "stopped";
    }
    return "?";
}

/// What a scheduler writes down of a run.
struct RunTrace {
    Schedule schedule;
    std::vector<Made> made;
    std::vector<Waiting> waiting;  ///< After a deadlock: each task that waits.
    std::vector<Stopped> stopped;  ///< In the order in which they stopped.

    /// Keeps the memory.
    void clear();

    /// Of the stops asked for, those to which the run came.
    [[nodiscard]] std::vector<Stop> stops() const;
};

struct RunLimits {
    std::uint64_t operations_max = 1'000'000;
    /// Tasks that stop for good, as a worker that crashed; each at most once. One that finishes
    /// with that operation, or before, does not stop.
    std::vector<Stop> stops;
    std::int64_t clock_start_ms = clock_start_usual_ms;
};

/// Threads  One; the tasks are fibers on it. A thread has one scheduler at work at a time.
/// Order    The scheduler stands just before each task's next visible operation, from the start; a
///          task that is picked makes it and goes on to its next.
/// Shape    A task that waits for mail or for something to pop has finished when all others have:
///          it is then told that there is nothing, and makes no other operation.
/// Errors   What a task throws, run() throws once all others have unwound.
/// Cost     Two switches an operation; no allocation after the first runs. Fibers and their stacks
///          are kept from run to run.
class Scheduler {
public:
    using Body = std::function<void()>;

    /// `consumer`: the task that waits where there is nothing to pop; others find nothing.
    explicit Scheduler(std::size_t tasks, TaskId consumer = nobody);
    ~Scheduler();
    Scheduler(const Scheduler&) = delete;
    Scheduler& operator=(const Scheduler&) = delete;

    /// The one at work on this thread.
    [[nodiscard]] static Scheduler& current() { return *current_; }

    /// While one of these lives, objects of a ControlledSync belong to this scheduler.
    class AtWork {
    public:
        AtWork(Scheduler& scheduler, std::pmr::memory_resource& memory);
        ~AtWork() { current_ = nullptr; }
        AtWork(const AtWork&) = delete;
        AtWork& operator=(const AtWork&) = delete;
    };

    [[nodiscard]] ObjectId new_object(ObjectFamily family) {
        return objects_[static_cast<std::size_t>(family)]++;
    }

    /// For what lives no longer than the run.
    [[nodiscard]] std::pmr::memory_resource* memory() const { return memory_; }

    /// A task stands before this operation until it is picked; it then makes it. Outside a task,
    /// nothing.
    void visible(const Operation& operation);

    /// Whether the running task is the one that waits for something to pop.
    [[nodiscard]] bool runs_consumer() const { return running_ != nobody && running_ == consumer_; }

    /// What the running task does from here on belongs to this step of it; see Made.
    void step_begins(std::uint32_t step);

    /// The clock, as it stands after a reading. Units: milliseconds.
    [[nodiscard]] std::int64_t read_clock(bool may_step_back);

    /// Runs all tasks to their end.
    RunEnd run(std::span<const Body> bodies, Oracle& oracle, const RunLimits& limits,
               RunTrace& trace);

private:
    /// Thrown in a task that will never be picked again, so that its stack unwinds.
    struct Abandoned {};

    void serve(TaskId task);
    void resume(TaskId task);
    void begin(const RunLimits& limits);
    void stop_where_due(TaskId task);
    [[nodiscard]] bool only_waits_for_more() const;
    void note_waiting();
    RunEnd end(RunEnd how);

    static thread_local inline Scheduler* current_ = nullptr;

    TaskId consumer_;
    std::vector<std::unique_ptr<Fiber>> fibers_;
    Moment moment_;
    std::span<const Body> bodies_;
    TaskId running_ = nobody;
    std::array<ObjectId, object_family_count> objects_{};
    std::pmr::memory_resource* memory_ = nullptr;
    bool ending_ = false;  // Of the scheduler itself.
    bool abandoning_ = false;
    Oracle* oracle_ = nullptr;
    std::exception_ptr thrown_;
    std::int64_t clock_ms_ = 0;
    RunTrace* trace_ = nullptr;
};

}  // namespace reckon
