#include "core/experiment/experiment.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <set>

#include "core/run/free_run_options.hpp"
#include "core/world/json_node.hpp"
#include "core/world/preset.hpp"
#include "core/world/strict_json.hpp"

namespace reckon {
namespace {

constexpr std::uint32_t any_count = Limits::events;

std::string text(const JsonNode& node, const char* what) {
    std::string text = node.string(what);
    if (text.empty()) node.reject(what);
    return text;
}

/// The values of an axis, each once; one that is not there has the one value `usual`.
template <class T, class Read>
std::vector<T> axis(const JsonNode& axes, const char* key, T usual, Read read) {
    if (!axes.has(key)) return {std::move(usual)};
    const JsonNode values = axes[key];
    std::vector<T> taken;
    std::set<std::string> seen;
    for (const JsonNode& value : values.array("values")) {
        if (!seen.insert(value.json().dump()).second) value.reject("each value once");
        taken.push_back(read(value));
    }
    if (taken.empty()) values.reject("a value or more");
    return taken;
}

std::vector<std::optional<std::uint32_t>> numbers(const JsonNode& axes, const char* key,
                                                  std::uint32_t low, std::uint32_t high) {
    return axis<std::optional<std::uint32_t>>(axes, key, std::nullopt, [&](const JsonNode& value) {
        return static_cast<std::uint32_t>(value.integer(low, high));
    });
}

std::vector<std::string> strategies_of(const JsonNode& axes,
                                       std::span<const std::string_view> known) {
    const JsonNode named = axes["strategy"];
    if (named.json() == "all") return {known.begin(), known.end()};
    return axis<std::string>(axes, "strategy", "", [&](const JsonNode& value) {
        const std::string name = value.string("the name of a strategy");
        if (std::ranges::find(known, name) == known.end()) {
            value.reject(fmt::format("one of {}", fmt::join(known, ", ")));
        }
        return name;
    });
}

/// Appends to each cell each of the values: the last axis varies first.
template <class T, class Values>
void multiply(std::vector<ExperimentCell>& cells, T ExperimentCell::*part, const Values& values) {
    std::vector<ExperimentCell> product;
    product.reserve(cells.size() * values.size());
    for (const ExperimentCell& cell : cells) {
        for (const auto& value : values) {
            product.push_back(cell);
            product.back().*part = value;
        }
    }
    cells = std::move(product);
}

std::vector<ExperimentCell> cells_of(const JsonNode& axes,
                                     std::span<const std::string_view> strategies) {
    axes.object({"strategy", "scenario", "ships", "orders", "sources", "work_ns", "workers",
                 "history", "seed"});
    std::vector<ExperimentCell> cells{{}};
    const auto vary = [&](auto ExperimentCell::*part, const auto& values) {
        const std::uint64_t count = std::uint64_t{cells.size()} * values.size();
        if (count > Experiment::runs_max) {
            axes.reject(fmt::format("at most {} cells", Experiment::runs_max));
        }
        multiply(cells, part, values);
    };
    vary(&ExperimentCell::scenario, axis<std::string>(axes, "scenario", "convoy", [](auto& value) {
        return text(value, "a preset, or the name of a scenario file");
    }));
    vary(&ExperimentCell::ships, numbers(axes, "ships", 1, Limits::ships));
    vary(&ExperimentCell::orders, numbers(axes, "orders", 0, any_count));
    vary(&ExperimentCell::sources, numbers(axes, "sources", 0, Limits::sources));
    vary(&ExperimentCell::work_ns, numbers(axes, "work_ns", 0, Limits::work_ns));
    vary(&ExperimentCell::workers, axis<std::uint32_t>(axes, "workers", 2, [](auto& value) {
        return static_cast<std::uint32_t>(value.integer(1, FreeRunOptions::workers_max));
    }));
    vary(&ExperimentCell::history,
         axis<bool>(axes, "history", true, [](auto& value) { return value.boolean(); }));
    vary(&ExperimentCell::seed, axis<std::uint64_t>(axes, "seed", 1, [](auto& value) {
        return value.integer(0, UINT64_MAX);
    }));
    vary(&ExperimentCell::strategy, strategies_of(axes, strategies));
    return cells;
}

Experiment read(const JsonNode& root, std::span<const std::string_view> strategies) {
    root.is("experiment");
    root.object({"reckon", "version", "name", "question", "axes", "repetitions", "order_seed",
                 "batch", "observe_us"});
    Experiment experiment{.name = root["name"].name(),
                          .question = text(root["question"], "what is to be found out"),
                          .cells = cells_of(root["axes"], strategies)};
    const auto number = [&](const char* key, std::uint32_t& value, std::uint64_t low,
                            std::uint64_t high) {
        if (root.has(key)) value = static_cast<std::uint32_t>(root[key].integer(low, high));
    };
    number("repetitions", experiment.repetitions, 1, 10'000);
    number("batch", experiment.batch, 1, FreeRunOptions::batch_max);
    number("observe_us", experiment.observe_us, 0, FreeRunOptions::observe_max_us);
    if (root.has("order_seed")) experiment.order_seed = root["order_seed"].integer(0, UINT64_MAX);
    if (experiment.cells.size() * experiment.repetitions > Experiment::runs_max) {
        root["axes"].reject(fmt::format("at most {} runs", Experiment::runs_max));
    }
    return experiment;
}

}  // namespace

nlohmann::ordered_json to_json(const ExperimentCell& cell) {
    nlohmann::ordered_json json{{"strategy", cell.strategy}, {"scenario", cell.scenario}};
    const auto add = [&](const char* key, const auto& value) {
        if (value) json[key] = *value;
    };
    add("ships", cell.ships);
    add("orders", cell.orders);
    add("sources", cell.sources);
    add("work_ns", cell.work_ns);
    json["workers"] = cell.workers;
    json["history"] = cell.history;
    json["seed"] = cell.seed;
    return json;
}

std::string place_of(const Experiment& experiment, const ExperimentCell& cell, const char* axis) {
    const nlohmann::ordered_json value = to_json(cell);
    if (!value.contains(axis)) return "/axes";
    // Cells are multiplied in the order of an axis' values, so they come first in that order.
    std::vector<nlohmann::ordered_json> before;
    for (const ExperimentCell& other : experiment.cells) {
        const nlohmann::ordered_json others = to_json(other).at(axis);
        if (others == value.at(axis)) break;
        if (std::ranges::find(before, others) == before.end()) before.push_back(others);
    }
    return fmt::format("/axes/{}/{}", axis, before.size());
}

Result<Experiment> parse_experiment(std::string_view text,
                                    std::span<const std::string_view> strategies) {
    const auto json = parse_strict(text, "an experiment in JSON");
    if (!json) return fail(json.error());
    try {
        return read(JsonNode{*json, ""}, strategies);
    } catch (Error& error) {
        return fail(std::move(error));
    }
}

std::vector<ExperimentRun> runs_of(const Experiment& experiment) {
    boost::random::mt19937_64 random{experiment.order_seed};
    std::vector<std::uint32_t> cells(experiment.cells.size());
    for (std::uint32_t i = 0; i < cells.size(); ++i) cells[i] = i;
    std::vector<ExperimentRun> runs;
    for (std::uint32_t repetition = 0; repetition < experiment.repetitions; ++repetition) {
        // By hand, for std::shuffle draws differently in each library.
        for (std::size_t i = cells.size(); i > 1; --i) {
            const std::size_t j =
                boost::random::uniform_int_distribution<std::size_t>{0, i - 1}(random);
            std::swap(cells[i - 1], cells[j]);
        }
        for (const std::uint32_t cell : cells) runs.push_back({cell, repetition});
    }
    return runs;
}

}  // namespace reckon
