// Goal: on small scenarios each claim is a proof, and each claim is exact: what a strategy does not
// claim on a class, some schedule of a scenario of that class breaks.
// Method: every schedule of visible operations, without reduction, judged by all six checks; in a
// controlled run every global state is observed, so strict is decided.

#include "core/explore/exhaustive.hpp"

#include "core/check/judge.hpp"
#include "core/control/strategy_record.hpp"
#include "core/replay/replay.hpp"
#include "serializers/list.hpp"
#include "tests/catch.hpp"
#include "tests/model/small_runs.hpp"
#include "tests/run/truth.hpp"

namespace reckon {
namespace {

using model::Dish;

constexpr Dish depart{.kind = OrderKind::depart};
constexpr Dish load{.kind = OrderKind::load};
constexpr Dish follow{.kind = OrderKind::follow};
constexpr Dish hail{.kind = OrderKind::hail};
constexpr Dish hail_to_follow{.kind = OrderKind::hail, .sent = OrderKind::follow};
constexpr Dish meet{.kind = OrderKind::rendezvous};

/// Of each class, the scenarios that decide it; an order names the next ship, a meeting the next
/// two.
const std::vector<std::vector<std::vector<Dish>>> menus{
    // solo
    {{depart}, {depart}},
    {{depart, load}, {depart}},
    // hail
    {{hail}, {}},
    {{}, {hail}},
    {{hail}, {hail}},
    {{hail}, {depart}},
    // convoy
    {{follow}, {depart}},
    {{depart}, {follow}},
    {{follow}, {follow}},
    {{follow}, {depart, load}},
    {{hail_to_follow}, {depart}},
    {{follow}, {hail}},
    // rendezvous
    {{meet}, {load}, {depart}},
    {{depart}, {meet}, {load}},
    {{meet}, {load}, {{.kind = OrderKind::follow, .first = 2}}},
};

/// Which checks failed on some schedule, and how many schedules there were.
struct Explored {
    std::size_t schedules = 0;
    std::array<std::size_t, 6> fails{};
    std::string first_problem;
};

Explored explore(const StrategyRecord& strategy, const Scenario& scenario) {
    const Bounds bounds = *bounds_of(scenario);
    const auto runner = strategy.controlled(scenario, bounds);
    const Fidelity claim = strategy.claims.on(interaction_class(scenario));
    Explored explored;
    Exhaustive every;
    do {
        const ControlledRecording& run = runner->run(every, 1000);
        ++explored.schedules;
        REQUIRE(run.end == RunEnd::complete);
        const Verdict verdict = judge(scenario, run.history, run.log, replay(scenario, run.log));
        for (const Check check : all_checks) {
            if (verdict[check].outcome == Outcome::holds) continue;
            REQUIRE(verdict[check].outcome == Outcome::fails);
            ++explored.fails[static_cast<std::size_t>(check)];
            if (promises(claim, check) && explored.first_problem.empty()) {
                explored.first_problem = std::string{word(check)} + ": " + verdict[check].witness;
            }
        }
        if (std::string problem = untruth(scenario, run.history); !problem.empty()) {
            explored.first_problem = problem;
        }
    } while (every.next());
    return explored;
}

Scenario convoy_2() {
    return model::serve({{follow}, {depart}});
}

std::size_t schedules_of(std::string_view strategy, const Scenario& scenario) {
    return explore(*find_strategy(strategy), scenario).schedules;
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
            std::array<std::array<std::size_t, 6>, 4> fails{};  // By class and check.
            for (const auto& menu : menus) {
                const Scenario scenario = model::serve(menu);
                const auto interaction = static_cast<std::size_t>(interaction_class(scenario));
                const Explored explored = explore(strategy, scenario);
                INFO(word(interaction_class(scenario)) << ", " << explored.schedules);
                CHECK(explored.first_problem == "");
                for (std::size_t i = 0; i < 6; ++i) fails[interaction][i] += explored.fails[i];
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

TEST_CASE("the same answers give the same operations, log and history") {
    const Scenario scenario = model::serve({{follow, hail}, {depart, follow}});
    const Bounds bounds = *bounds_of(scenario);
    for (const StrategyRecord& strategy : strategies()) {
        const auto runner = strategy.controlled(scenario, bounds);
        const auto other = strategy.controlled(scenario, bounds);
        Exhaustive every;
        Exhaustive again;
        for (int i = 0; i < 200; ++i) {
            const ControlledRecording& first = runner->run(every, 1000);
            const ControlledRecording& second = other->run(again, 1000);
            CHECK(first.schedule == second.schedule);
            CHECK(first.made == second.made);
            CHECK(std::ranges::equal(first.log.events, second.log.events));
            CHECK(first.history.observed == second.history.observed);
            if (!every.next() || !again.next()) break;
        }
    }
}

TEST_CASE("a run that is too long, or cannot go on, ends and says so") {
    const Scenario scenario = model::serve({{follow, follow}, {depart, depart}});
    const Bounds bounds = *bounds_of(scenario);
    for (const StrategyRecord& strategy : strategies()) {
        const auto runner = strategy.controlled(scenario, bounds);
        for (std::uint64_t steps = 0; steps < 6; ++steps) {
            Exhaustive first;
            const ControlledRecording& cut_short = runner->run(first, steps);
            CHECK(cut_short.end == RunEnd::too_long);
            CHECK(cut_short.made.size() == steps);
        }
        Exhaustive whole;
        CHECK(runner->run(whole, 1000).end == RunEnd::complete);
    }
}

}  // namespace reckon
