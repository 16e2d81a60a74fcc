#include "core/explore/renumber.hpp"

#include <optional>

namespace reckon {
namespace {

class Renumbering {
public:
    Renumbering(const History& history, const Kept& kept) : history_{history}, kept_{kept} {
        for (const bool stays : kept.ships) ships_.push_back(stays ? ship_count_++ : 0);
        for (const bool stays : kept.sources) sources_.push_back(stays ? source_count_++ : 0);
        for (ShipId ship = 0; ship < history.ships.size(); ++ship) {
            auto& steps = steps_.emplace_back();
            std::uint32_t next = 0;
            for (const Event& event : history.ships[ship].events) {
                steps.push_back(stays(event.dot) ? ++next : 0);
            }
            steps.push_back(++next);  // The step under way when the run ended.
        }
        for (const auto& issues : kept.issues) {
            auto& steps = issued_.emplace_back();
            std::uint32_t next = 0;
            for (const bool stays : issues) steps.push_back(stays ? ++next : 0);
        }
    }

    /// None if it is gone.
    std::optional<TaskId> task(TaskId task) const {
        const auto ships = static_cast<TaskId>(kept_.ships.size());
        const auto sources = static_cast<TaskId>(kept_.sources.size());
        if (task < ships) {
            if (!kept_.ships[task]) return std::nullopt;
            return ships_[task];
        }
        if (task < ships + sources) {
            if (!kept_.sources[task - ships]) return std::nullopt;
            return ship_count_ + sources_[task - ships];
        }
        return ship_count_ + source_count_;
    }

    std::optional<Made> operation(const Made& made) const {
        const auto who = task(made.task);
        if (!who) return std::nullopt;
        Made moved{*who, made.kind, made.object, step(made)};
        if (made.step != 0 && moved.step == 0) return std::nullopt;
        switch (made.kind) {
            case OperationKind::deref:
            case OperationKind::publish:
            case OperationKind::send:
            case OperationKind::receive:
                if (!kept_.ships[made.object]) return std::nullopt;
                moved.object = ships_[made.object];
                break;
            default: break;
        }
        return moved;
    }

    /// The new number of a step; 0 if it is gone.
    std::uint32_t step(const Made& made) const {
        if (made.step == 0) return 0;
        const auto ships = static_cast<TaskId>(kept_.ships.size());
        const auto& steps = made.task < ships ? steps_[made.task] : issued_[made.task - ships];
        return made.step <= steps.size() ? steps[made.step - 1] : 0;
    }

private:
    bool stays(Dot dot) const {
        const Cause cause = history_.event(dot).cause;
        if (!kept_.ships[dot.ship]) return false;
        if (cause.is_hail()) return stays(cause.sender());
        if (cause.is_source()) return kept_.issues[cause.source_index()][cause.index()];
        return kept_.plans[dot.ship][cause.index()];
    }

    const History& history_;
    const Kept& kept_;
    TaskId ship_count_ = 0;
    TaskId source_count_ = 0;
    std::vector<TaskId> ships_;
    std::vector<TaskId> sources_;
    std::vector<std::vector<std::uint32_t>> steps_;   // By ship and version - 1.
    std::vector<std::vector<std::uint32_t>> issued_;  // By source and index.
};

}  // namespace

Script renumbered(const Script& script, const History& history, const Kept& kept) {
    const Renumbering numbers{history, kept};
    Script smaller{.cues = {}, .clock = {}, .stops = {}, .clock_start_ms = script.clock_start_ms};
    for (const Made& cue : script.cues) {
        if (const auto moved = numbers.operation(cue)) smaller.cues.push_back(*moved);
    }
    for (const auto& [at, ms] : script.clock) {
        const Made reading{at.first, OperationKind::read_clock, 0, at.second};
        if (const auto moved = numbers.operation(reading)) {
            smaller.clock[{moved->task, moved->step}] = ms;
        }
    }
    for (const Stop& stop : script.stops) {
        const auto task = numbers.task(stop.task);
        if (!task) continue;
        // A task that stopped had made as many operations as it was to.
        const auto made = std::ranges::count(smaller.cues, *task, &Made::task);
        smaller.stops.push_back({*task, static_cast<std::uint32_t>(made)});
    }
    return smaller;
}

}  // namespace reckon
