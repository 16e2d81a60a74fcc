#pragma once
/// An experiment: a question, the cells that it looks at, and how often each is run.

#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/world/error.hpp"

namespace reckon {

/// One combination of what is varied. What is none is as the scenario's preset or file has it.
struct ExperimentCell {
    std::string strategy;
    std::string scenario;  ///< A preset, or a file as the experiment names it.
    std::optional<std::uint32_t> ships;
    std::optional<std::uint32_t> orders;
    std::optional<std::uint32_t> sources;
    std::optional<std::uint32_t> work_ns;
    std::uint32_t workers = 2;
    bool history = true;
    std::uint64_t seed = 1;

    friend bool operator==(const ExperimentCell&, const ExperimentCell&) = default;
};

/// The cell as results have it: what is varied and what is not, by name.
[[nodiscard]] nlohmann::ordered_json to_json(const ExperimentCell& cell);

struct Experiment {
    std::string name;
    std::string question;
    std::vector<ExperimentCell> cells;
    std::uint32_t repetitions = 9;
    std::uint64_t order_seed = 1;  ///< Of the order of the runs.
    std::uint32_t batch = 64;
    std::uint32_t observe_us = 50;  ///< Of runs with a history.

    static constexpr std::uint64_t runs_max = 1'000'000;
};

/// Where a cell's value of an axis stands in the experiment's file, as a JSON pointer; the axes, if
/// the cell has none of its own.
[[nodiscard]] std::string place_of(const Experiment& experiment, const ExperimentCell& cell,
                                   const char* axis);

/// Reads an experiment; `strategies` are those that there are.
///
/// Errors  As parse_strict; what this folder's README does not allow: the place is the JSON
///         pointer. More than runs_max runs.
[[nodiscard]] Result<Experiment> parse_experiment(std::string_view text,
                                                  std::span<const std::string_view> strategies);

/// One run of a cell, counted from 0.
struct ExperimentRun {
    std::uint32_t cell;
    std::uint32_t repetition;
};

/// Order  Repetition by repetition, in each the cells in another order drawn from the seed: what
///        drifts while the experiment goes on drifts for all cells alike.
[[nodiscard]] std::vector<ExperimentRun> runs_of(const Experiment& experiment);

}  // namespace reckon
