#include "core/control/scheduler.hpp"

#include <algorithm>
#include <cassert>
#include <exception>

namespace reckon {
namespace {

/// The clock at the start of every controlled run: any moment serves, as long as it is the same.
constexpr std::int64_t clock_start_ms = 1'000'000'000'000;

}  // namespace

Scheduler::AtWork::AtWork(Scheduler& scheduler) {
    assert(current_ == nullptr && "one scheduler a thread at a time");
    current_ = &scheduler;
    scheduler.objects_ = 0;
}

Scheduler::Scheduler(std::size_t tasks) : tasks_(tasks), pending_(tasks) {
    able_.reserve(tasks);
    for (TaskId id = 0; id < tasks; ++id) {
        tasks_[id].fiber = std::make_unique<Fiber>([this, id] {
            while (!ending_) {
                serve(id);
                tasks_[id].fiber->leave();  // Until the next run.
            }
        });
    }
}

Scheduler::~Scheduler() {
    ending_ = true;
    for (Task& task : tasks_) task.fiber->resume();
}

void Scheduler::serve(TaskId task) {
    try {
        bodies_[task]();
    } catch (const Abandoned&) {
        assert(abandoning_);
    }
    tasks_[task].finished = true;
}

void Scheduler::resume(TaskId task) {
    running_ = task;
    tasks_[task].fiber->resume();
    running_ = nobody;
}

void Scheduler::visible(const Operation& operation) {
    if (running_ == nobody) return;
    if (!abandoning_) {
        pending_[running_] = operation;
        tasks_[running_].fiber->leave();
    }
    if (!abandoning_) return;
    // A lock is given back by a destructor, which must not throw; nor must anything throw while a
    // stack unwinds already.
    const bool quiet = operation.kind == OperationKind::unlock || std::uncaught_exceptions() > 0;
    if (!quiet) throw Abandoned{};
}

std::int64_t Scheduler::read_clock(bool may_step_back) {
    if (running_ == nobody || abandoning_) return clock_ms_;
    const Tick tick = oracle_->tick(may_step_back);
    schedule_.ticks.push_back(tick);
    if (tick == Tick::forward) ++clock_ms_;
    if (tick == Tick::back) --clock_ms_;
    return clock_ms_;
}

bool Scheduler::only_waits_for_more() const {
    for (TaskId id = 0; id < tasks_.size(); ++id) {
        const OperationKind kind = pending_[id].kind;
        const bool more = kind == OperationKind::receive || kind == OperationKind::pop;
        if (!tasks_[id].finished && !more) return false;
    }
    return true;
}

RunEnd Scheduler::run(std::span<const Body> bodies, Oracle& oracle, std::uint64_t steps_max,
                      std::vector<Made>& made) {
    assert(bodies.size() == tasks_.size() && current_ == this);
    bodies_ = bodies;
    oracle_ = &oracle;
    clock_ms_ = clock_start_ms;
    schedule_.tasks.clear();
    schedule_.ticks.clear();
    waiting_.clear();
    for (TaskId id = 0; id < tasks_.size(); ++id) {
        tasks_[id].finished = false;
        resume(id);
    }
    for (;;) {
        able_.clear();
        for (TaskId id = 0; id < tasks_.size(); ++id) {
            if (!tasks_[id].finished && pending_[id].is_ready()) able_.push_back(id);
        }
        if (able_.empty()) {
            const bool complete = only_waits_for_more();
            close(!complete);
            return complete ? RunEnd::complete : RunEnd::deadlock;
        }
        if (schedule_.tasks.size() == steps_max) {
            close(true);
            return RunEnd::too_long;
        }
        const TaskId picked = oracle.pick(able_, pending_);
        assert(std::ranges::binary_search(able_, picked));
        schedule_.tasks.push_back(picked);
        made.push_back({picked, pending_[picked].kind, pending_[picked].object});
        resume(picked);
    }
}

/// Lets every task that is left come to its end: those that wait are told that no more will come,
/// or all are thrown out of what they were doing.
void Scheduler::close(bool abandon) {
    abandoning_ = abandon;
    for (TaskId id = 0; id < tasks_.size(); ++id) {
        if (tasks_[id].finished) continue;
        if (abandon) waiting_.push_back({id, pending_[id]});
        while (!tasks_[id].finished) resume(id);
    }
    abandoning_ = false;
}

}  // namespace reckon
