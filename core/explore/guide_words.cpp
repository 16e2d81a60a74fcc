// Why a guide could not go on: who waits for whom.

#include <fmt/format.h>

#include <algorithm>

#include "core/check/words.hpp"
#include "core/explore/guide.hpp"
#include "core/explore/task_words.hpp"

namespace reckon {

/// An event, still to come, that reads this version of the ship.
std::optional<Guide::Obstacle> Guide::reader_left(TaskId ship, Version version) const {
    for (ShipId other = 0; other < ships_.size(); ++other) {
        const ShipHistory& told = history_.ships[other];
        for (std::size_t i = ships_[other].reads_made; i < told.reads.size(); ++i) {
            if (told.reads[i] != Dot{ship, version}) continue;
            const auto reader = std::ranges::upper_bound(told.reads_end, i);
            const auto by = static_cast<Version>(reader - told.reads_end.begin() + 1);
            return Obstacle{
                other, fmt::format("{} is published after {} has read {}",
                                   name(scenario_, {ship, version + 1}),
                                   name(scenario_, {other, by}), name(scenario_, {ship, version}))};
        }
    }
    return std::nullopt;
}

/// What this task waits for.
std::optional<Guide::Obstacle> Guide::obstacle(const Moment& moment, TaskId task) const {
    if (!moment.is_under_way(task)) return std::nullopt;
    const Made next = moment.next(task);
    const auto event = [&] { return name(scenario_, {next.task, next.step}); };
    switch (next.kind) {
        case OperationKind::deref: {
            const ShipHistory& told = history_.ships[task];
            if (ships_[task].reads_made >= told.reads.size()) return std::nullopt;
            const Dot read = told.reads[ships_[task].reads_made];
            return Obstacle{read.ship, fmt::format("{} reads {} after it is published", event(),
                                                   name(scenario_, read))};
        }
        case OperationKind::publish: {
            if (auto reader = reader_left(task, next.step - 1)) return reader;
            if (next_cut_ >= history_.observed.size()) return std::nullopt;
            const Cut& cut = history_.observed[next_cut_];
            for (ShipId id = 0; id < cut.size(); ++id) {
                if (ships_[id].published >= cut[id]) continue;
                return Obstacle{id, fmt::format("{} is published after the global state {} was "
                                                "observed",
                                                event(), text(scenario_, cut))};
            }
            return std::nullopt;
        }
        case OperationKind::send:
        case OperationKind::receive: {
            const ShipId to = next.kind == OperationKind::send ? next.object : task;
            const Cause cause = expected(ships_[to], to);
            if (cause.is_none()) return std::nullopt;
            return Obstacle{sender(cause), fmt::format("the mail of {} arrives in its order",
                                                       scenario_.ships[to].name)};
        }
        case OperationKind::read_clock:
            if (readings_ >= by_time_.size()) return std::nullopt;
            return Obstacle{log_.events[by_time_[readings_]].dot.ship,
                            fmt::format("{} reads the clock after {}", event(),
                                        name(scenario_, log_.events[by_time_[readings_]].dot))};
        default:
            if (!total_ || next_place_ >= sequence_.size()) return std::nullopt;
            return Obstacle{sequence_[next_place_].ship,
                            fmt::format("{} stands in the log after {}", event(),
                                        name(scenario_, sequence_[next_place_]))};
    }
}

std::string Guide::circle(const Moment& moment) const {
    std::vector<Obstacle> way;
    std::vector<TaskId> tasks;
    for (TaskId start = 0; start < moment.task_count() && tasks.empty(); ++start) {
        if (obstacle(moment, start)) tasks.push_back(start);
    }
    while (!tasks.empty()) {
        const auto next = obstacle(moment, tasks.back());
        // A task that waits for itself alone waits for something else: this is no such run.
        if (!next || next->task == tasks.back()) return "";
        way.push_back(*next);
        const auto met = std::ranges::find(tasks, next->task);
        if (met != tasks.end()) {
            std::string words;
            for (auto i = met - tasks.begin(); i < static_cast<std::ptrdiff_t>(way.size()); ++i) {
                words += (words.empty() ? "" : "; ") + way[static_cast<std::size_t>(i)].words;
            }
            return words;
        }
        tasks.push_back(next->task);
    }
    return "";
}

}  // namespace reckon
