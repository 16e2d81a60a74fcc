#pragma once
/// All strategies on all interaction classes: what each one's log was worth, and what it cost.

#include <functional>

#include "core/trial/trial.hpp"
#include "core/world/preset.hpp"

namespace reckon {

struct MatrixOptions {
    std::vector<const StrategyRecord*> strategies;
    std::vector<InteractionClass> classes{interaction_classes.begin(), interaction_classes.end()};
    std::uint64_t seed = 1;  ///< Of the first run of each cell; each further run's is one higher.

    // The runs that are judged: short, with some work in each order, so that derefs and publishes
    // of different ships fall between each other, and an observer finds moments of calm.
    std::uint32_t ships = 8;
    std::uint32_t orders = 200;
    std::uint32_t work_ns = 1000;
    FreeRunOptions run{.batch = 8, .observe_every_us = 20};
    std::uint32_t runs = 25;             ///< A cell, at least.
    std::uint32_t runs_max = 400;        ///< A cell, at most, while too little was observed.
    std::uint64_t least_observed = 100;  ///< Global states, below which strict is undecided.

    // The runs that are priced: depart and follow, no work, no history, no observer.
    // Long, for a run of a few milliseconds measures the operating system's scheduler.
    std::uint32_t rounds = 9;
    std::uint32_t cost_ships = 16;
    std::uint32_t cost_orders = 40'000;

    /// Called before each step with the steps done, those there are, and what comes.
    std::function<void(std::size_t, std::size_t, std::string_view)> progress = [](auto, auto,
                                                                                  auto) {};
};

/// One strategy on one interaction class.
struct Cell {
    const StrategyRecord* strategy;
    InteractionClass interaction;
    Fidelity claim;
    Verdict verdict;  ///< The conjunction over the runs.
    Outcome promise;  ///< Whether the claim held, of what it promises.
    std::uint32_t runs = 0;
    std::uint32_t failed_runs = 0;       ///< Not replayed faithfully.
    std::uint32_t not_serializable = 0;  ///< Runs whose dependency graph has a cycle.
};

/// Units  Nanoseconds of wall time an event. Medians over the rounds; spread is the interquartile
///        range as a share of the median, none below spread_rounds.
struct CostRow {
    std::string_view name;
    double ns_per_event;
    std::optional<double> spread;
    double ratio_to_none;  ///< Median of the ratios within one round.
    std::optional<double> ratio_spread;
    double finish_ns_per_event;  ///< The strategy's work after the ships have stopped, beside.
    double bytes_per_event;

    static constexpr std::size_t spread_rounds = 4;
};

struct Matrix {
    std::vector<Cell> cells;
    std::vector<CostRow> costs;     ///< A row per strategy.
    std::vector<CostRow> runtime;   ///< The price of what the runtime itself can do otherwise.
    std::uint64_t cost_events = 0;  ///< In each priced run.
};

/// Errors  A knob out of bounds, as generate() has it.
[[nodiscard]] Result<Matrix> run_matrix(const MatrixOptions& options);

}  // namespace reckon
