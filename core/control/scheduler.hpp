#pragma once
/// Tasks on one thread, one visible operation at a time, in the order that an oracle picks.

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "core/control/fiber.hpp"
#include "core/control/operation.hpp"

namespace reckon {

/// Who goes next, and what the clock does. Asked in every run the same questions in the same order,
/// as long as the answers are the same.
class Oracle {
public:
    virtual ~Oracle() = default;

    /// One of `able`, the tasks that can move, which is sorted and not empty. `pending[task]` is
    /// the operation that a task stands before.
    [[nodiscard]] virtual TaskId pick(std::span<const TaskId> able,
                                      std::span<const Operation> pending) = 0;

    [[nodiscard]] virtual Tick tick(bool may_step_back) = 0;
};

/// A task that waits for what never comes.
struct Waiting {
    TaskId task;
    Operation operation;
};

/// How a controlled run ended.
enum class RunEnd : std::uint8_t {
    complete,
    deadlock,  ///< Some task waits for what never comes.
    too_long,  ///< The bound on steps was hit.
};

/// Threads  One; the tasks are fibers on it. A thread has one scheduler at work at a time.
/// Order    The scheduler stands just before each task's next visible operation, from the start; a
///          task that is picked makes it and goes on to its next.
/// Shape    A task that waits for mail or for something to pop has finished when all others have.
/// Cost     Two switches an operation. Fibers and their stacks are kept from run to run.
class Scheduler {
public:
    using Body = std::function<void()>;

    explicit Scheduler(std::size_t tasks);
    ~Scheduler();
    Scheduler(const Scheduler&) = delete;
    Scheduler& operator=(const Scheduler&) = delete;

    /// The one at work on this thread.
    [[nodiscard]] static Scheduler& current() { return *current_; }

    /// While one of these lives, objects of a ControlledSync belong to this scheduler.
    class AtWork {
    public:
        explicit AtWork(Scheduler& scheduler);
        ~AtWork() { current_ = nullptr; }
        AtWork(const AtWork&) = delete;
        AtWork& operator=(const AtWork&) = delete;
    };

    [[nodiscard]] ObjectId new_object() { return objects_++; }

    /// A task stands before this operation until it is picked; it then makes it. Outside a task,
    /// nothing.
    void visible(const Operation& operation);

    /// The clock, as it stands after a reading. Units: milliseconds.
    [[nodiscard]] std::int64_t read_clock(bool may_step_back);

    /// Runs all tasks to their end, and appends each operation to `made`.
    RunEnd run(std::span<const Body> bodies, Oracle& oracle, std::uint64_t steps_max,
               std::vector<Made>& made);

    /// What was picked in the last run.
    [[nodiscard]] const Schedule& schedule() const { return schedule_; }

    /// After a deadlock: who waits for what.
    [[nodiscard]] const std::vector<Waiting>& waiting() const { return waiting_; }

private:
    /// Thrown in a task that will never be picked again, so that its stack unwinds.
    struct Abandoned {};

    struct Task {
        std::unique_ptr<Fiber> fiber;
        bool finished = true;
    };

    void serve(TaskId task);
    void resume(TaskId task);
    [[nodiscard]] bool only_waits_for_more() const;
    void close(bool abandon);

    static thread_local inline Scheduler* current_ = nullptr;
    static constexpr TaskId nobody = 0xffff'ffffU;

    std::vector<Task> tasks_;
    std::vector<Operation> pending_;
    std::vector<TaskId> able_;
    std::span<const Body> bodies_;
    TaskId running_ = nobody;
    ObjectId objects_ = 0;
    bool ending_ = false;  // Of the scheduler itself.
    bool abandoning_ = false;
    Oracle* oracle_ = nullptr;
    std::int64_t clock_ms_ = 0;
    Schedule schedule_;
    std::vector<Waiting> waiting_;
};

}  // namespace reckon
