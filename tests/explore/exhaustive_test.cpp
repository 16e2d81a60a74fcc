// Goal: on small scenarios each claim is a proof, and each claim is exact: what a strategy does not
// claim on a class, some schedule of a scenario of that class breaks.
// Method: every schedule of visible operations, judged by all six checks; in a controlled run every
// global state is observed, so strict is decided. Histories are held against the scenario.

#include <fmt/format.h>

#include "core/explore/exhaustive.hpp"

#include "core/explore/exploration.hpp"
#include "core/explore/judged_run.hpp"
#include "serializers/list.hpp"
#include "tests/catch.hpp"
#include "tests/explore/menus.hpp"
#include "tests/run/truth.hpp"

namespace reckon {
namespace {

Exploration every(const StrategyRecord& strategy, const Scenario& scenario, bool reduce) {
    ExploreOptions options;
    options.reduce = reduce;
    options.count_all = true;
    options.required = required_by(strategy.claims.on(interaction_class(scenario)));
    const auto found = explore(strategy, scenario, *bounds_of(scenario), options);
    REQUIRE(found);
    return *found;
}

/// What was claimed, which check fails and how, on what schedule; empty if none does.
std::string broken_claim(const StrategyRecord& strategy, const Scenario& scenario,
                         const Exploration& found) {
    if (!found.first_failure) return "";
    ExploreOptions options;
    const InteractionClass c = interaction_class(scenario);
    const Fidelity claim = strategy.claims.on(c);
    options.required = required_by(claim);
    const Check check = telling_check(*found.first_failure, options);
    return fmt::format("{} claims {} on {}, too much: {} fails on {} of {} schedules, as on {}: {}",
                       strategy.name, word(claim), word(c), word(check),
                       found.fails[static_cast<std::size_t>(check)], found.schedules,
                       one_line(found.first_failure->deviations, strategy.tasks(scenario)),
                       found.first_failure->verdict[check].witness);
}

std::uint64_t schedules_of(std::string_view strategy, const Scenario& scenario) {
    const Exploration found = every(*find_strategy(strategy), scenario, false);
    CHECK(found.exhausted);
    CHECK(found.pruned == 0);
    return found.schedules;
}

}  // namespace

TEST_CASE("a follow beside a departure has as many schedules as its operations can interleave") {
    CHECK(schedules_of("deps", convoy_2()) == 3);  // deref, publish / publish
    CHECK(schedules_of("lamport", convoy_2()) == 3);
    CHECK(schedules_of("mpsc", convoy_2()) == 10);  // deref, publish, push / publish, push
    CHECK(schedules_of("mutex", convoy_2()) == 2);  // whoever takes the lock first
}

TEST_CASE("each claim holds on every schedule, and is exact") {
    for (const StrategyRecord& strategy : strategies()) {
        if (strategy.role == Role::baseline) continue;
        DYNAMIC_SECTION(strategy.name) {
            std::array<std::array<std::uint64_t, 6>, 4> fails{};  // By class and check.
            for (const Scenario& scenario : menus()) {
                const auto interaction = static_cast<std::size_t>(interaction_class(scenario));
                const Exploration found = every(strategy, scenario, true);
                INFO(strategy.name << " on " << word(interaction_class(scenario)) << ", "
                                   << found.schedules << " schedules");
                CHECK(found.exhausted);
                CHECK(found.deadlocks == 0);
                CHECK(found.undecided == std::array<std::uint64_t, 6>{});
                CHECK(broken_claim(strategy, scenario, found) == "");
                for (std::size_t i = 0; i < 6; ++i) fails[interaction][i] += found.fails[i];
            }
            for (const InteractionClass c : interaction_classes) {
                const Fidelity claim = strategy.claims.on(c);
                const auto& of_class = fails[static_cast<std::size_t>(c)];
                const auto broken = [&](Check check) {
                    return of_class[static_cast<std::size_t>(check)] > 0;
                };
                INFO(word(c) << ", claims " << word(claim));
                // A claim of nothing is a ring's or a clock's that needs longer runs to fail.
                if (claim == Fidelity::nothing || claim == Fidelity::strict) continue;
                CHECK(broken(Check::strict));
                if (claim == Fidelity::faithful) continue;
                CHECK((broken(Check::view) || claim == Fidelity::view));
                CHECK((broken(Check::causal) || claim == Fidelity::causal));
            }
        }
    }
}

TEST_CASE("histories are true, whatever the schedule") {
    for (const StrategyRecord& strategy : strategies()) {
        for (const Scenario& scenario : menus()) {
            const Bounds bounds = *bounds_of(scenario);
            const auto runner = strategy.controlled(scenario, bounds);
            Exhaustive all;
            std::string problem;
            for (bool more = true; more && problem.empty();) {
                const ControlledRecording& run = runner->run(all, {});
                History history = run.history;
                model::observe_all(history);
                problem = untruth(scenario, history);
                more = all.next(run);
            }
            INFO(strategy.name);
            CHECK(problem == "");
        }
    }
}

TEST_CASE("a bound on preemptions leaves schedules out, and says so") {
    const StrategyRecord& mpsc = *find_strategy("mpsc");
    const Bounds bounds = *bounds_of(convoy_2());
    std::uint64_t before = 0;
    for (std::uint32_t preemptions = 0; preemptions <= 4; ++preemptions) {
        ExploreOptions options{.preemptions = preemptions, .count_all = true};
        const auto found = explore(mpsc, convoy_2(), bounds, options);
        REQUIRE(found);
        CHECK_FALSE(found->exhausted);
        CHECK(found->schedules >= before);
        before = found->schedules;
        if (preemptions == 0) CHECK(found->schedules == 2);  // One ship, then the other.
    }
    CHECK(before == 10);
}

TEST_CASE("a run that is too long ends and says so") {
    const Scenario scenario = model::serve({{follow, follow}, {depart, depart}});
    const Bounds bounds = *bounds_of(scenario);
    for (const StrategyRecord& strategy : strategies()) {
        const auto runner = strategy.controlled(scenario, bounds);
        for (std::uint64_t operations = 0; operations < 6; ++operations) {
            Exhaustive first;
            const ControlledRecording& run = runner->run(first, {.operations_max = operations});
            CHECK(run.end == RunEnd::too_long);
            CHECK(run.made.size() == operations);
        }
        Exhaustive whole;
        CHECK(runner->run(whole, {}).end == RunEnd::complete);
    }
}

}  // namespace reckon
