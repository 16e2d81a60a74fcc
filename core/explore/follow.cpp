#include "core/explore/follow.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "core/explore/task_words.hpp"

namespace reckon {

FollowDeviations::FollowDeviations(const Deviations& deviations, Fit fit, Oracle* then_continue)
    : deviations_{deviations},
      fit_{fit},
      then_continue_{then_continue},
      switched_(deviations.switches.size()),
      read_(deviations.clock.size()) {
    for (std::uint32_t i = 0; i < deviations.switches.size(); ++i) {
        const Switch& at = deviations.switches[i];
        switches_.emplace(key(at.after, at.steps), i);
    }
    for (std::uint32_t i = 0; i < deviations.clock.size(); ++i) {
        const ClockReading& at = deviations.clock[i];
        clock_.emplace(key(at.task, at.step), i);
    }
}

TaskId FollowDeviations::pick(const Moment& moment) {
    moment_ = &moment;
    const TaskId last = moment.last();
    const auto found = switches_.find(key(last, last == nobody ? 0 : moment.steps(last)));
    ++made_;
    if (found != switches_.end()) {
        switched_[found->second] = true;
        const TaskId next = deviations_.switches[found->second].next;
        if (next < moment.task_count() && moment.is_able(next)) {
            ++used_;
            return next;
        }
        if (fit_ == Fit::strict) {
            const auto able = moment.able();
            misfit_ = {made_ - 1, next, {able.begin(), able.end()}};
            return nobody;
        }
        ++skipped_;
    }
    const bool all_used = used_ + skipped_ == deviations_.switches.size();
    return all_used && then_continue_ != nullptr ? then_continue_->pick(moment) : moment.usual();
}

std::int64_t FollowDeviations::read_clock(TaskId task, std::int64_t last_ms, bool may_step_back) {
    const auto found = clock_.find(key(task, moment_->steps(task)));
    if (found == clock_.end()) {
        const bool all_used = used_ + skipped_ == deviations_.switches.size();
        return all_used && then_continue_ != nullptr
                   ? then_continue_->read_clock(task, last_ms, may_step_back)
                   : last_ms;
    }
    const std::int64_t ms = deviations_.clock[found->second].ms;
    const bool fits = may_step_back || ms >= last_ms;
    if (fits) read_[found->second] = true;
    return fits ? ms : last_ms;
}

std::size_t FollowDeviations::skipped(const ControlledRecording& run) const {
    const Deviations rest = unused(run);
    return skipped_ + rest.switches.size() + rest.clock.size() + rest.stops.size();
}

Deviations FollowDeviations::unused(const ControlledRecording& run) const {
    Deviations rest;
    for (std::size_t i = 0; i < switched_.size(); ++i) {
        if (!switched_[i]) rest.switches.push_back(deviations_.switches[i]);
    }
    for (std::size_t i = 0; i < read_.size(); ++i) {
        if (!read_[i]) rest.clock.push_back(deviations_.clock[i]);
    }
    std::unordered_set<TaskId> stopped;
    for (const Stopped& each : run.stopped) stopped.insert(each.at.task);
    for (const Stop& stop : deviations_.stops) {
        if (!stopped.contains(stop.task)) rest.stops.push_back(stop);
    }
    return rest;
}

std::optional<Error> misfit_of(const Scenario& scenario, const TaskCounts& tasks,
                               const FollowDeviations& followed, const ControlledRecording& run) {
    if (const auto& misfit = followed.misfit()) {
        return Error{fmt::format("schedule, operation {}", misfit->operation + 1),
                     fmt::format("{}, which cannot move then", task_name(scenario, misfit->task)),
                     task_names(scenario, misfit->able)};
    }
    Deviations unused = followed.unused(run);
    if (!unused.stops.empty()) {
        const Stop& stop = unused.stops.front();
        return Error{"schedule", one_line({.stops = {stop}}, tasks),
                     fmt::format("a stop before the last of the {} operations of {}",
                                 std::ranges::count(run.made, stop.task, &Made::task),
                                 task_name(scenario, stop.task))};
    }
    if (!unused.switches.empty()) unused.switches.resize(1);
    if (!unused.clock.empty()) unused.clock.resize(unused.switches.empty() ? 1 : 0);
    if (unused.switches.empty() && unused.clock.empty()) return std::nullopt;
    return Error{
        fmt::format("schedule, operation {}", run.made.size() + 1),
        fmt::format("{} is left over: {}", one_line(unused, tasks),
                    unused.switches.empty() ? "the clock is not read there, or would step back"
                                            : "its task does not come so far"),
        "a schedule of this scenario under this strategy"};
}

TaskId RecordDeviations::pick(const Moment& moment) {
    const TaskId picked = oracle_.pick(moment);
    if (picked == nobody) return nobody;
    const TaskId last = moment.last();
    if (picked != moment.usual()) {
        deviations_.switches.push_back({last, last == nobody ? 0 : moment.steps(last), picked});
    }
    own_step_ = moment.steps(picked) + 1;
    return picked;
}

std::int64_t RecordDeviations::read_clock(TaskId task, std::int64_t last_ms, bool may_step_back) {
    const std::int64_t shown = oracle_.read_clock(task, last_ms, may_step_back);
    if (shown != last_ms) deviations_.clock.push_back({task, own_step_, shown});
    return shown;
}

}  // namespace reckon
