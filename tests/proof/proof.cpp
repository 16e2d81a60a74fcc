#include "tests/proof/proof.hpp"

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <thread>

#include "tests/proof/small_scenarios.hpp"

namespace reckon {
namespace {

constexpr std::uint64_t strict_events_max = 3;

struct Reach {
    std::string_view strategy;
    std::uint64_t events;
};

// By measurement, so that all takes less than an hour of one core.
constexpr std::array reaches{Reach{"atom", 6}, Reach{"timestamp", 6}, Reach{"optimistic", 5},
                             Reach{"hybrid", 5}};
constexpr std::uint64_t reach_without_claim = 4;

/// What is kept of an exploration: little, for there are hundreds of thousands.
struct Kept {
    std::uint64_t classes = 0;
    std::array<bool, 6> broken{};
    bool strict_judged = false;
    bool claim_broken = false;
    bool cut = false;
    bool left_out = false;
    double seconds = 0;
    std::unique_ptr<Broken> failure;
    std::string trouble;
};

Kept examine(const StrategyRecord& strategy, std::span<const Scenario> scenarios, std::size_t index,
             const ProofOptions& proof) {
    const Scenario& scenario = scenarios[index];
    const Fidelity claim = strategy.claims.on(interaction_class(scenario));
    if (events_of(scenario) > proof.events_max.value_or(events_reach(strategy, claim))) {
        Kept none;
        none.left_out = true;
        return none;
    }
    ExploreOptions options;
    options.schedules_max = proof.schedules_max;
    options.judge_strict = claim == Fidelity::strict || small_enough_for_strict(scenario);
    options.count_all = true;
    options.required = required_by(claim);
    Kept kept{.strict_judged = options.judge_strict};
    const auto explored = explore(strategy, scenario, bounds_of(scenario).value(), options);
    if (!explored) {
        kept.trouble = explored.error().message();
        kept.cut = true;
        return kept;
    }
    const Exploration& found = *explored;
    kept.classes = found.schedules;
    kept.seconds = found.seconds;
    kept.cut = !found.exhausted || found.too_long > 0;
    std::uint64_t most = 0;
    for (std::size_t i = 0; i < all_checks.size(); ++i) {
        kept.broken[i] = found.fails[i] > 0;
        if (!options.required[i]) continue;
        kept.claim_broken = kept.claim_broken || kept.broken[i];
        kept.cut = kept.cut || found.undecided[i] > 0;
        most = std::max(most, found.fails[i]);
    }
    if (found.deadlocks > 0) {
        kept.claim_broken = true;  // No log is worth a ship that never sails on.
        kept.trouble = "a deadlock: " + found.first_deadlock;
    }
    if (found.first_failure) {
        kept.failure = std::make_unique<Broken>(Broken{index, most, *found.first_failure});
    }
    return kept;
}

void add(ProofCell& cell, Kept&& kept) {
    if (kept.left_out) {
        ++cell.left_out;
        return;
    }
    ++cell.scenarios;
    cell.strict_judged += kept.strict_judged ? 1 : 0;
    cell.classes += kept.classes;
    cell.classes_max = std::max(cell.classes_max, kept.classes);
    for (std::size_t i = 0; i < all_checks.size(); ++i) cell.broken[i] += kept.broken[i] ? 1 : 0;
    cell.claim_broken += kept.claim_broken ? 1 : 0;
    cell.cut += kept.cut ? 1 : 0;
    cell.seconds += kept.seconds;
    if (kept.failure && !cell.first_broken) cell.first_broken = std::move(*kept.failure);
    if (cell.first_trouble.empty()) cell.first_trouble = std::move(kept.trouble);
}

/// The explorations, by strategy and scenario.
std::vector<Kept> explore_all(std::span<const Scenario> scenarios, const ProofOptions& options) {
    const std::size_t total = options.strategies.size() * scenarios.size();
    std::vector<Kept> kept(total);
    std::atomic<std::size_t> next{0};
    std::mutex telling;
    std::size_t done = 0;  // Guarded by telling.
    const auto work = [&] {
        for (;;) {
            const std::size_t taken = next.fetch_add(1);
            if (taken >= total) return;
            // The last scenarios are the longest: first, so that no core ends up alone with one.
            const std::size_t scenario = scenarios.size() - 1 - taken / options.strategies.size();
            const std::size_t strategy = taken % options.strategies.size();
            kept[strategy * scenarios.size() + scenario] =
                examine(*options.strategies[strategy], scenarios, scenario, options);
            const std::scoped_lock guard{telling};
            options.progress(++done, total);
        }
    };
    std::vector<std::thread> others;
    for (std::uint32_t job = 1; job < options.jobs; ++job) others.emplace_back(work);
    work();
    for (std::thread& other : others) other.join();
    return kept;
}

}  // namespace

bool small_enough_for_strict(const Scenario& scenario) {
    return events_of(scenario) <= strict_events_max;
}

std::uint64_t events_reach(const StrategyRecord& strategy, Fidelity claim) {
    if (claim == Fidelity::nothing) return reach_without_claim;
    const auto* reach = std::ranges::find(reaches, strategy.name, &Reach::strategy);
    return reach == reaches.end() ? UINT64_MAX : reach->events;
}

std::vector<ProofCell> prove(std::span<const Scenario> scenarios, const ProofOptions& options) {
    std::vector<Kept> kept = explore_all(scenarios, options);
    std::vector<ProofCell> cells;
    for (std::size_t strategy = 0; strategy < options.strategies.size(); ++strategy) {
        for (const InteractionClass interaction : interaction_classes) {
            ProofCell cell;
            cell.strategy = options.strategies[strategy];
            cell.interaction = interaction;
            for (std::size_t i = 0; i < scenarios.size(); ++i) {
                if (interaction_class(scenarios[i]) != interaction) continue;
                add(cell, std::move(kept[strategy * scenarios.size() + i]));
            }
            if (cell.scenarios + cell.left_out > 0) cells.push_back(std::move(cell));
        }
    }
    return cells;
}

}  // namespace reckon
