#include "core/explore/guide.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "core/check/words.hpp"
#include "core/explore/task_words.hpp"

namespace reckon {
namespace {

bool takes_place(OperationKind kind) {
    // At the unlock, not the lock: what is appended under it is there for others only then.
    return kind == OperationKind::unlock || kind == OperationKind::push ||
           kind == OperationKind::offer || kind == OperationKind::exchange;
}

}  // namespace

Guide::Guide(const Scenario& scenario, const History& history, const Log& log,
             TimeOfStamp time_of_stamp)
    : scenario_{scenario},
      history_{history},
      log_{log},
      tells_time_{time_of_stamp != nullptr},
      total_{!log.is_partial() && log.recorded() && !tells_time_},
      ships_(history.ships.size()),
      next_waiter_(history.ships.size(), nobody),
      waits_to_read_(history.ships.size()) {
    for (ShipId id = 0; id < ships_.size(); ++id) {
        const ShipHistory& told = history.ships[id];
        ships_[id].reads_left.resize(told.last() + std::size_t{1});
        ships_[id].first_waiter.assign(told.last() + std::size_t{1}, nobody);
        ships_[id].entry.resize(told.last());
        for (const Event& event : told.events) {
            if (!event.cause.is_plan()) ships_[id].mail.push_back(event.dot.version);
        }
    }
    for (const ShipHistory& told : history.ships) {
        for (const Dot read : told.reads) ++ships_[read.ship].reads_left[read.version];
    }
    for (std::uint32_t i = 0; i < log.events.size(); ++i) {
        const Dot dot = log.events[i].dot;
        ships_[dot.ship].entry[dot.version - 1] = i;
    }
    if (total_) {
        position_.resize(ships_.size());
        for (ShipId id = 0; id < ships_.size(); ++id) position_[id].resize(ships_[id].entry.size());
        for (const std::uint32_t entry : sequence_of(log)) {
            const Dot dot = log.events[entry].dot;
            position_[dot.ship][dot.version - 1] = static_cast<std::uint32_t>(sequence_.size());
            sequence_.push_back(dot);
        }
        placed_.resize(sequence_.size());
    }
    if (tells_time_) {
        std::ranges::transform(std::get<ByStamp>(log.order).stamps, std::back_inserter(reading_),
                               time_of_stamp);
        by_time_.resize(reading_.size());
        std::iota(by_time_.begin(), by_time_.end(), 0U);
        std::ranges::stable_sort(by_time_, {}, [&](std::uint32_t i) { return reading_[i]; });
        if (!reading_.empty()) clock_start_ms_ = static_cast<std::int64_t>(reading_[by_time_[0]]);
    }
    reach_cuts();
}

TaskId Guide::pick(const Moment& moment) {
    if (!begun_) {
        begun_ = true;
        for (TaskId task = 0; task < moment.task_count(); ++task) wake(task);
    }
    const auto takes = [&](TaskId task) {
        if (task >= moment.task_count()) return false;  // There may be no drain.
        if (!moment.is_able(task) || !may(moment.next(task))) return false;
        picked_ = moment.next(task);
        commit(picked_);
        return true;
    };
    const TaskId last = moment.last();
    if (last != nobody && takes(last)) return last;
    while (!awake_.empty()) {
        const TaskId task = awake_.front();
        awake_.pop_front();
        if (takes(task)) return task;
    }
    why_ = circle(moment);
    return nobody;
}

std::int64_t Guide::read_clock(TaskId task, std::int64_t last_ms, bool) {
    if (!tells_time_) return last_ms;
    return static_cast<std::int64_t>(reading(task, picked_.step)) - clock_start_ms_;
}

bool Guide::may(const Made& next) {
    switch (next.kind) {
        case OperationKind::deref: return may_deref(next);
        case OperationKind::publish: return may_publish(next);
        case OperationKind::send: return may_send(next);
        case OperationKind::receive:
        case OperationKind::pop:
        case OperationKind::take:
        case OperationKind::poll:
        case OperationKind::unlock: return true;
        case OperationKind::read_stepping_clock:
        case OperationKind::read_clock: return may_read_clock(next);
        default: return in_log_order(next);
    }
}

/// The earliest reading that is left, if the clock never steps back; else any of the history's.
bool Guide::may_read_clock(const Made& next) const {
    if (!tells_time_) return true;
    if (next.task >= ships_.size() || next.step > history_.ships[next.task].last()) return false;
    if (next.kind == OperationKind::read_stepping_clock) return true;
    return readings_ < by_time_.size() &&
           reading(next.task, next.step) == reading_[by_time_[readings_]];
}

bool Guide::may_deref(const Made& next) {
    Ship& self = ships_[next.task];
    const ShipHistory& told = history_.ships[next.task];
    const bool told_of =
        next.step <= told.last() && self.reads_made < told.reads_end[next.step - 1];
    if (!told_of) return false;
    const Dot read = told.reads[self.reads_made];
    if (read.ship != next.object) return false;
    Ship& other = ships_[read.ship];
    if (other.published == read.version) return true;
    if (!waits_to_read_[next.task]) {
        waits_to_read_[next.task] = true;
        next_waiter_[next.task] = std::exchange(other.first_waiter[read.version], next.task);
    }
    return false;
}

bool Guide::may_publish(const Made& next) {
    const Ship& self = ships_[next.task];
    if (next.step > history_.ships[next.task].last()) return false;
    if (self.reads_left[next.step - 1] > 0) return false;
    if (next_cut_ < history_.observed.size() &&
        next.step > history_.observed[next_cut_][next.task]) {
        cut_waiters_.push_back(next.task);
        return false;
    }
    return true;
}

Cause Guide::expected(const Ship& ship, ShipId id) const {
    return ship.sent < ship.mail.size() ? history_.ships[id].event(ship.mail[ship.sent]).cause
                                        : Cause{};
}

TaskId Guide::sender(Cause cause) const {
    if (cause.is_hail()) return cause.sender().ship;
    return static_cast<TaskId>(ships_.size()) + cause.source_index();
}

bool Guide::may_send(const Made& next) const {
    const bool hails = next.task < ships_.size();
    const Cause cause =
        hails ? Cause::hail({next.task, next.step})
              : Cause::source(next.task - static_cast<TaskId>(ships_.size()), next.step - 1);
    return expected(ships_[next.object], next.object) == cause;
}

bool Guide::in_log_order(const Made& next) const {
    if (!total_) return true;
    if (next.task >= ships_.size() || next.step > position_[next.task].size()) return false;
    return position_[next.task][next.step - 1] <= next_place_;
}

void Guide::commit(const Made& next) {
    switch (next.kind) {
        case OperationKind::deref: {
            Ship& self = ships_[next.task];
            const Dot read = history_.ships[next.task].reads[self.reads_made++];
            if (--ships_[read.ship].reads_left[read.version] == 0) wake(read.ship);
            break;
        }
        case OperationKind::publish: commit_publish(next); break;
        case OperationKind::send: {
            Ship& to = ships_[next.object];
            ++to.sent;
            wake(next.object);
            if (to.sent < to.mail.size()) wake(sender(expected(to, next.object)));
            break;
        }
        case OperationKind::read_clock:
        case OperationKind::read_stepping_clock:
            ++readings_;
            wake_next_readings();
            break;
        case OperationKind::unlock:
            if (!total_) {
                for (TaskId task = 0; task < ships_.size(); ++task) wake(task);
            }
            break;
        default: break;
    }
    if (takes_place(next.kind)) take_place_in_log(next);
}

void Guide::commit_publish(const Made& next) {
    Ship& self = ships_[next.task];
    ++self.published;
    wake_reader_of(self, self.published);
    if (next_cut_ < history_.observed.size()) {
        --missing_of_cut_;
        reach_cuts();
    }
}

void Guide::wake_reader_of(Ship& ship, Version version) {
    for (TaskId task = ship.first_waiter[version]; task != nobody;
         task = std::exchange(next_waiter_[task], nobody)) {
        waits_to_read_[task] = false;
        wake(task);
    }
    ship.first_waiter[version] = nobody;
}

/// Goes on to the next observed state that is still to be reached.
void Guide::reach_cuts() {
    while (next_cut_ < history_.observed.size()) {
        const Cut& cut = history_.observed[next_cut_];
        if (missing_of_cut_ == 0) {
            for (ShipId id = 0; id < cut.size(); ++id) {
                missing_of_cut_ += cut[id] - std::min(cut[id], ships_[id].published);
            }
        }
        if (missing_of_cut_ > 0) return;
        ++next_cut_;
        for (const TaskId task : cut_waiters_) wake(task);
        cut_waiters_.clear();
    }
}

void Guide::take_place_in_log(const Made& next) {
    // The drain, if there is one, takes what was pushed before there is no more room.
    if (next.kind != OperationKind::unlock) {
        wake(static_cast<TaskId>(ships_.size() + scenario_.sources.size()));
    }
    if (!total_) return;
    placed_[position_[next.task][next.step - 1]] = true;
    while (next_place_ < placed_.size() && placed_[next_place_]) ++next_place_;
    if (next_place_ < sequence_.size()) wake(sequence_[next_place_].ship);
}

std::uint64_t Guide::reading(TaskId ship, Version version) const {
    return reading_[ships_[ship].entry[version - 1]];
}

/// At the first reading of a later time, all that read that time.
void Guide::wake_next_readings() {
    if (readings_ >= by_time_.size()) return;
    const std::uint64_t now = reading_[by_time_[readings_]];
    if (reading_[by_time_[readings_ - 1]] == now) return;
    for (std::size_t i = readings_; i < by_time_.size() && reading_[by_time_[i]] == now; ++i) {
        wake(log_.events[by_time_[i]].dot.ship);
    }
}

}  // namespace reckon
