#include "core/explore/task_words.hpp"

#include <fmt/format.h>

namespace reckon {

std::string task_name(const Scenario& scenario, TaskId task) {
    const std::size_t ships = scenario.ships.size();
    if (task < ships) return scenario.ships[task].name;
    if (task < ships + scenario.sources.size()) return fmt::format("source {}", task - ships);
    return "the drain";
}

std::string task_names(const Scenario& scenario, std::span<const TaskId> tasks) {
    std::string names;
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        const bool last = i + 1 == tasks.size();
        names += i == 0 ? "" : last ? " or " : ", ";
        names += task_name(scenario, tasks[i]);
    }
    return names;
}

std::string operation_words(const Scenario& scenario, const Made& made) {
    switch (made.kind) {
        case OperationKind::deref:
            return fmt::format("look at {}", scenario.ships[made.object].name);
        case OperationKind::publish:
            return fmt::format("publish {}@{}", task_name(scenario, made.task), made.step);
        case OperationKind::send:
            return fmt::format("send {} an order", scenario.ships[made.object].name);
        case OperationKind::receive: return "receive an order";
        case OperationKind::load:
        case OperationKind::store:
        case OperationKind::exchange:
            return fmt::format("{} the strategy's atomic {}", word(made.kind), made.object);
        case OperationKind::lock:
        case OperationKind::unlock:
            return fmt::format("{} the strategy's mutex {}", word(made.kind), made.object);
        case OperationKind::push: return "push on the strategy's queue";
        case OperationKind::pop: return "pop from the strategy's queue";
        case OperationKind::offer: return "offer to the strategy's ring";
        case OperationKind::take: return "take from the strategy's ring";
        case OperationKind::poll: return "take what there may be from the strategy's queue";
        case OperationKind::read_clock:
        case OperationKind::read_stepping_clock: return "read the clock";
    }
    return "?";
}

std::string waiting_words(const Scenario& scenario, std::span<const Waiting> waiting) {
    std::string words;
    for (const Waiting& each : waiting) {
        words +=
            fmt::format("{}{} waits to {}", words.empty() ? "" : "; ",
                        task_name(scenario, each.task), operation_words(scenario, each.operation));
    }
    return words;
}

}  // namespace reckon
