#pragma once
/// Tasks and visible operations in words.

#include <string>

#include "core/control/controlled_runner.hpp"
#include "core/world/scenario.hpp"

namespace reckon {

/// "Emma", "source 0", "the drain".
[[nodiscard]] std::string task_name(const Scenario& scenario, TaskId task);

/// "Emma, Berta or source 0".
[[nodiscard]] std::string task_names(const Scenario& scenario, std::span<const TaskId> tasks);

/// What a task is about to do: "look at Berta", "publish Emma@1", "lock", "receive an order".
[[nodiscard]] std::string operation_words(const Scenario& scenario, const Made& made);

/// "Emma waits to lock; Berta waits to receive an order".
[[nodiscard]] std::string waiting_words(const Scenario& scenario, std::span<const Waiting> waiting);

}  // namespace reckon
