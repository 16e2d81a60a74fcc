#include "core/trial/matrix.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/statistics/univariate_statistics.hpp>

namespace reckon {
namespace {

Result<Scenario> scenario_for(InteractionClass interaction, std::uint64_t seed,
                              const MatrixOptions& options) {
    Knobs knobs = find_preset(word(interaction))->knobs();
    knobs.ships = options.ships;
    knobs.orders = options.orders;
    knobs.source_orders = options.orders;
    knobs.work_ns = options.work_ns;
    knobs.seed = seed;
    return generate(knobs);
}

Result<Cell> run_cell(const StrategyRecord& strategy, InteractionClass interaction,
                      const MatrixOptions& options) {
    Cell cell{.strategy = &strategy,
              .interaction = interaction,
              .claim = strategy.claims.on(interaction)};
    const auto enough = [&] {
        return cell.runs >= options.runs &&
               (cell.verdict.observed >= options.least_observed || cell.runs >= options.runs_max);
    };
    while (!enough()) {
        const auto scenario = scenario_for(interaction, options.seed + cell.runs, options);
        if (!scenario) return fail(scenario.error());
        const auto bounds = bounds_of(*scenario);
        const auto trial = conduct(strategy, *scenario, *bounds, options.run);
        if (!trial) return fail(trial.error());
        const Verdict& verdict = *trial->verdict;
        ++cell.runs;
        if (faithfulness(verdict) != Outcome::holds) ++cell.failed_runs;
        if (verdict.serializable.outcome != Outcome::holds) ++cell.not_serializable;
        cell.verdict.merge(verdict);
    }
    cell.verdict.require_observed(options.least_observed);
    cell.promise = judge_claim(cell.verdict, cell.claim);
    return cell;
}

/// What is priced: a strategy, or the baseline with another setting of the runtime.
struct Contender {
    std::string_view name;
    const StrategyRecord* strategy;
    FreeRunOptions run;
};

struct Samples {
    std::vector<double> ns;
    std::vector<double> ratios;
    std::vector<double> finish;
    double bytes = 0;
};

double median(std::vector<double> values) {
    return boost::math::statistics::median(values);
}

std::optional<double> spread(std::vector<double> values) {
    if (values.size() < CostRow::spread_rounds) return std::nullopt;
    return boost::math::statistics::interquartile_range(values) / median(values);
}

CostRow price(const Contender& contender, const Samples& samples) {
    return {.name = contender.name,
            .ns_per_event = median(samples.ns),
            .spread = spread(samples.ns),
            .ratio_to_none = median(samples.ratios),
            .ratio_spread = spread(samples.ratios),
            .finish_ns_per_event = median(samples.finish),
            .bytes_per_event = samples.bytes};
}

class Pricing {
public:
    Pricing(const MatrixOptions& options, const StrategyRecord& baseline) : options_{options} {
        FreeRunOptions bare = options.run;
        bare.batch = FreeRunOptions{}.batch;
        bare.keep_history = false;
        bare.observe_every_us = 0;
        contenders_.push_back({baseline.name, &baseline, bare});
        for (const StrategyRecord* strategy : options.strategies) {
            if (strategy != &baseline) contenders_.push_back({strategy->name, strategy, bare});
        }
        strategies_ = contenders_.size();
        contenders_.push_back({"none, history kept", &baseline, bare});
        contenders_.back().run.keep_history = true;
        const bool sequential = bare.publication == Publication::sequential;
        contenders_.push_back({sequential ? "none, release" : "none, seq_cst", &baseline, bare});
        contenders_.back().run.publication =
            sequential ? Publication::release : Publication::sequential;
    }

    std::optional<Error> run(Matrix& matrix, const Scenario& scenario, std::size_t steps_done,
                             std::size_t steps_total) {
        const auto bounds = bounds_of(scenario);
        matrix.cost_events = bounds->total_events;
        std::vector<Samples> samples(contenders_.size());
        // Each round starts with another contender: whatever drifts, drifts for all alike.
        for (std::uint32_t round = 0; round < options_.rounds; ++round) {
            options_.progress(steps_done + round, steps_total, "pricing");
            for (std::size_t i = 0; i < contenders_.size(); ++i) {
                const std::size_t turn = (i + round) % contenders_.size();
                const Contender& contender = contenders_[turn];
                const auto recorded =
                    contender.strategy->free_run(scenario, *bounds, contender.run);
                if (!recorded) return recorded.error();
                const Cost& cost = recorded->cost;
                samples[turn].ns.push_back(cost.ns_per_event());
                samples[turn].finish.push_back(cost.finish_ns_per_event());
                samples[turn].bytes = cost.bytes_per_event();
            }
            for (Samples& sample : samples) {
                sample.ratios.push_back(sample.ns.back() / samples[0].ns.back());
            }
        }
        for (std::size_t i = 0; i < contenders_.size(); ++i) {
            auto& rows = i < strategies_ ? matrix.costs : matrix.runtime;
            rows.push_back(price(contenders_[i], samples[i]));
        }
        return std::nullopt;
    }

private:
    const MatrixOptions& options_;
    std::vector<Contender> contenders_;
    std::size_t strategies_ = 0;
};

/// Errors  As generate() has it, at the options that belong to pricing.
Result<Scenario> scenario_to_price(const MatrixOptions& options) {
    Knobs knobs{.name = "depart and follow",
                .ships = options.cost_ships,
                .orders = options.cost_orders,
                .seed = options.seed};
    knobs.shares[static_cast<std::size_t>(OrderKind::depart)] = 1;
    knobs.shares[static_cast<std::size_t>(OrderKind::follow)] = 1;
    auto scenario = generate(knobs);
    if (!scenario && scenario.error().place == "--ships") scenario.error().place = "--cost-ships";
    if (!scenario && scenario.error().place == "--orders") scenario.error().place = "--cost-orders";
    return scenario;
}

}  // namespace

Result<Matrix> run_matrix(const MatrixOptions& options) {
    const auto baseline =
        std::ranges::find(options.strategies, Role::baseline, &StrategyRecord::role);
    std::vector<const StrategyRecord*> judged;
    std::ranges::copy_if(options.strategies, std::back_inserter(judged),
                         [](const auto* s) { return s->role != Role::baseline; });
    const bool priced = baseline != options.strategies.end() && options.rounds > 0;
    const std::size_t cells = judged.size() * options.classes.size();
    const std::size_t total = cells + (priced ? options.rounds : 0);

    auto priced_scenario = scenario_to_price(options);  // First: a bad knob costs no waiting.
    if (priced && !priced_scenario) return fail(std::move(priced_scenario.error()));

    Matrix matrix;
    for (const StrategyRecord* strategy : judged) {
        for (const InteractionClass interaction : options.classes) {
            options.progress(matrix.cells.size(), total, strategy->name);
            auto cell = run_cell(*strategy, interaction, options);
            if (!cell) return fail(std::move(cell.error()));
            matrix.cells.push_back(std::move(*cell));
        }
    }
    if (priced) {
        Pricing pricing{options, **baseline};
        if (auto error = pricing.run(matrix, *priced_scenario, cells, total))
            return fail(std::move(*error));
    }
    options.progress(total, total, "done");
    return matrix;
}

}  // namespace reckon
