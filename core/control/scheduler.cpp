#include "core/control/scheduler.hpp"

#include <cassert>
#include <utility>

namespace reckon {

void RunTrace::clear() {
    schedule.tasks.clear();
    schedule.readings.clear();
    made.clear();
    waiting.clear();
    stopped.clear();
}

std::vector<Stop> RunTrace::stops() const {
    std::vector<Stop> met;
    for (const Stopped& each : stopped) met.push_back(each.at);
    return met;
}

Scheduler::AtWork::AtWork(Scheduler& scheduler, std::pmr::memory_resource& memory) {
    assert(current_ == nullptr && "one scheduler a thread at a time");
    current_ = &scheduler;
    scheduler.objects_.fill(0);
    scheduler.memory_ = &memory;
}

Scheduler::Scheduler(std::size_t tasks, TaskId consumer) : consumer_{consumer} {
    moment_.tasks_.resize(tasks);
    moment_.able_.reserve(tasks);
    for (TaskId id = 0; id < tasks; ++id) {
        fibers_.push_back(std::make_unique<Fiber>([this, id] {
            while (!ending_) {
                serve(id);
                fibers_[id]->leave();  // Until the next run.
            }
        }));
    }
}

Scheduler::~Scheduler() {
    ending_ = true;
    for (auto& fiber : fibers_) fiber->resume();
}

void Scheduler::serve(TaskId task) {
    try {
        bodies_[task]();
    } catch (const Abandoned&) {
        assert(abandoning_);
    } catch (...) {
        thrown_ = std::current_exception();
    }
    moment_.tasks_[task].finished = true;
}

void Scheduler::resume(TaskId task) {
    running_ = task;
    fibers_[task]->resume();
    running_ = nobody;
}

void Scheduler::visible(const Operation& operation) {
    if (running_ == nobody) return;
    if (!abandoning_) {
        const TaskId self = running_;
        moment_.tasks_[self].pending = operation;
        fibers_[self]->leave();
    }
    if (!abandoning_) return;
    // A lock is given back by a destructor, which must not throw; nor must anything throw while a
    // stack unwinds already.
    const bool quiet = operation.kind == OperationKind::unlock || std::uncaught_exceptions() > 0;
    if (!quiet) throw Abandoned{};
}

void Scheduler::step_begins(std::uint32_t step) {
    if (running_ != nobody) moment_.tasks_[running_].step = step;
}

std::int64_t Scheduler::read_clock(bool may_step_back) {
    if (running_ != nobody && !abandoning_) {
        const std::int64_t shown = oracle_->read_clock(running_, clock_ms_, may_step_back);
        assert((may_step_back || shown >= clock_ms_) && "this clock never steps back");
        clock_ms_ = shown;
        trace_->schedule.readings.push_back(shown);
    }
    return trace_->schedule.clock_start_ms + clock_ms_;
}

void Scheduler::begin(const RunLimits& limits) {
    clock_ms_ = 0;
    trace_->clear();
    trace_->schedule.clock_start_ms = limits.clock_start_ms;
    moment_.last_ = nobody;
    moment_.hint_ = 0;
    for (TaskId id = 0; id < fibers_.size(); ++id) {
        moment_.tasks_[id] = {.finished = false};
    }
    for (const Stop& stop : limits.stops) moment_.tasks_[stop.task].stops_after = stop.steps;
    for (TaskId id = 0; id < fibers_.size(); ++id) {
        resume(id);
        stop_where_due(id);
    }
}

void Scheduler::stop_where_due(TaskId task) {
    Moment::Task& it = moment_.tasks_[task];
    if (it.steps != it.stops_after || it.finished) return;
    it.stopped = true;
    trace_->stopped.push_back({{task, it.steps}, moment_.next(task)});
}

bool Scheduler::only_waits_for_more() const {
    for (const Moment::Task& task : moment_.tasks_) {
        if (!task.finished && !task.stopped && !waits_for_more(task.pending.kind)) return false;
    }
    return true;
}

void Scheduler::note_waiting() {
    for (TaskId id = 0; id < fibers_.size(); ++id) {
        if (moment_.is_under_way(id)) trace_->waiting.push_back({id, moment_.next(id)});
    }
}

RunEnd Scheduler::run(std::span<const Body> bodies, Oracle& oracle, const RunLimits& limits,
                      RunTrace& trace) {
    assert(bodies.size() == fibers_.size() && current_ == this);
    bodies_ = bodies;
    oracle_ = &oracle;
    trace_ = &trace;
    begin(limits);
    for (;;) {
        moment_.able_known_ = false;
        if (!moment_.any_able()) {
            return end(only_waits_for_more() ? RunEnd::complete : RunEnd::deadlock);
        }
        if (trace_->made.size() == limits.operations_max) return end(RunEnd::too_long);
        const TaskId picked = oracle.pick(moment_);
        if (picked == nobody) return end(RunEnd::stopped);
        assert(moment_.is_able(picked));
        trace_->schedule.tasks.push_back(picked);
        trace_->made.push_back(moment_.next(picked));
        moment_.last_ = picked;
        ++moment_.tasks_[picked].steps;
        resume(picked);
        if (thrown_) {
            end(RunEnd::stopped);
            std::rethrow_exception(std::exchange(thrown_, nullptr));
        }
        stop_where_due(picked);
    }
}

/// Lets every task that is left come to its end: those that wait for more are told that no more
/// will come; the others are thrown out of what they were doing.
RunEnd Scheduler::end(RunEnd how) {
    if (how == RunEnd::deadlock) note_waiting();
    for (TaskId id = 0; id < fibers_.size(); ++id) {
        const Moment::Task& task = moment_.tasks_[id];
        const bool told = how == RunEnd::complete && !task.stopped;
        if (task.finished) continue;
        abandoning_ = !told;
        resume(id);
        assert((!told || task.finished) && "after an empty pop a drain makes no other operation");
        while (!task.finished) resume(id);
        abandoning_ = false;
    }
    return how;
}

}  // namespace reckon
