// Goal: reduction visits every class of equivalent schedules, and each once.
// Method: on many small scenarios and all strategies, the outcomes, logs, verdicts and classes met
// with reduction are those met without it; a class is known by the order of its dependent
// operations, worked out here from the definition.

#include <map>
#include <set>

#include <fmt/format.h>

#include "core/control/strategy_record.hpp"
#include "core/explore/dependence.hpp"
#include "core/explore/draw.hpp"
#include "core/explore/exhaustive.hpp"
#include "core/explore/judged_run.hpp"
#include "core/explore/reduced.hpp"

#include "serializers/list.hpp"
#include "tests/catch.hpp"
#include "tests/explore/menus.hpp"

namespace reckon {
namespace {

/// What all schedules of a class share: each operation by its task and own number, in the one order
/// that takes the lowest task first among those that nothing before must come before; and what the
/// clock said.
std::vector<std::int64_t> normal_form(const ControlledRecording& run, bool publishes_depend) {
    const std::size_t n = run.made.size();
    std::vector<std::vector<std::size_t>> after(n);
    std::vector<std::size_t> waits(n);
    std::vector<std::int64_t> clock(n, -1);
    std::size_t readings = 0;
    for (std::size_t i = 0; i < n; ++i) {
        if (reads_clock(run.made[i].kind)) clock[i] = run.schedule.readings[readings++];
        for (std::size_t j = 0; j < i; ++j) {
            const bool ordered = run.made[i].task == run.made[j].task ||
                                 dependent(run.made[i], run.made[j], publishes_depend);
            if (!ordered) continue;
            after[j].push_back(i);
            ++waits[i];
        }
    }
    std::vector<std::int64_t> form;
    std::set<std::pair<TaskId, std::size_t>> ready;
    for (std::size_t i = 0; i < n; ++i) {
        if (waits[i] == 0) ready.emplace(run.made[i].task, i);
    }
    while (!ready.empty()) {
        const auto [task, i] = *ready.begin();
        ready.erase(ready.begin());
        form.push_back(task);
        form.push_back(clock[i]);
        for (const std::size_t next : after[i]) {
            if (--waits[next] == 0) ready.emplace(run.made[next].task, next);
        }
    }
    return form;
}

struct Met {
    std::uint64_t schedules = 0;
    std::set<std::vector<std::int64_t>> classes;
    std::set<Digest> outcomes;
    std::set<Digest> logs;
    std::set<std::vector<Outcome>> verdicts;
    std::map<RunEnd, bool> ends;
};

Met visit(const StrategyRecord& strategy, const Scenario& scenario, Search& search,
          bool publishes_depend, const RunLimits& limits, std::uint64_t schedules_max) {
    const Bounds bounds = *bounds_of(scenario);
    const auto runner = strategy.controlled(scenario, bounds);
    RunJudge judge{scenario, publishes_depend};
    Met met;
    for (bool more = true; more && met.schedules < schedules_max;) {
        const ControlledRecording& run = runner->run(search, limits);
        if (run.end != RunEnd::stopped) {
            ++met.schedules;
            met.classes.insert(normal_form(run, publishes_depend));
            const JudgedRun judged = judge.judge(run);
            met.outcomes.insert(judged.outcome);
            met.logs.insert(judged.log);
            met.verdicts.insert({judged.checks.begin(), judged.checks.end()});
            met.ends[run.end] = true;
        }
        more = search.next(run);
    }
    return met;
}

constexpr std::uint64_t schedules_max = 12'000;

/// False if there are too many schedules to compare.
bool compare(const StrategyRecord& strategy, const Scenario& scenario, bool publishes_depend,
             const RunLimits& limits = {}) {
    Exhaustive exhaustive;
    const Met all = visit(strategy, scenario, exhaustive, publishes_depend, limits, schedules_max);
    if (all.schedules == schedules_max) return false;
    Reduced reduced{publishes_depend};
    const Met some = visit(strategy, scenario, reduced, publishes_depend, limits, schedules_max);
    INFO(strategy.name << " on " << scenario.name << ": " << all.schedules << " schedules, "
                       << all.classes.size() << " classes");
    CHECK(some.schedules == all.classes.size());  // Each class, and each once.
    CHECK(some.classes == all.classes);
    CHECK(some.outcomes == all.outcomes);
    CHECK(some.logs == all.logs);
    CHECK(some.verdicts == all.verdicts);
    CHECK(some.ends == all.ends);
    return true;
}

/// A ship's next order, by a digit.
Dish dish(std::uint32_t digit) {
    constexpr std::array<Dish, 7> dishes{
        depart, load, follow, hail, hail_to_follow, Dish{.kind = OrderKind::follow, .first = 2},
        meet};
    return dishes[digit % dishes.size()];
}

/// Two or three ships with up to two orders each, and perhaps a source that issues one or two.
Scenario drawn(std::uint64_t seed) {
    Draw draw{seed, 0};
    const std::uint64_t ships = 2 + draw.below(2);
    std::vector<std::vector<Dish>> dishes(ships);
    std::uint64_t left = ships == 2 ? 4 : 3;
    for (auto& plan : dishes) {
        const std::uint64_t orders = std::min(left, draw.below(3));
        for (std::uint64_t i = 0; i < orders; ++i) {
            Dish next = dish(static_cast<std::uint32_t>(draw.below(ships == 2 ? 5 : 7)));
            if (ships == 2) next.first = 1;
            plan.push_back(next);
        }
        left -= orders;
    }
    Scenario scenario = model::serve(dishes);
    if (draw.below(3) == 0) {
        OrderTable table{scenario.orders};
        auto& source = scenario.sources.emplace_back();
        const std::uint64_t issues = 1 + draw.below(2);
        for (std::uint64_t i = 0; i < issues; ++i) {
            const auto ship = static_cast<ShipId>(draw.below(ships));
            source.push_back({ship, table.add({.kind = OrderKind::depart, .port = 40})});
        }
    }
    scenario.name = fmt::format("drawn {}", seed);
    return scenario;
}

}  // namespace

TEST_CASE("reduction visits each class once: the scenarios that decide claims") {
    for (const StrategyRecord& strategy : strategies()) {
        DYNAMIC_SECTION(strategy.name) {
            int compared = 0;
            for (const Scenario& scenario : menus()) {
                if (compare(strategy, scenario, true)) ++compared;
                if (compare(strategy, scenario, false)) ++compared;
            }
            CHECK(compared >= 24);  // Of 30.
        }
    }
}

TEST_CASE("reduction visits each class once: drawn scenarios, with sources") {
    for (const StrategyRecord& strategy : strategies()) {
        DYNAMIC_SECTION(strategy.name) {
            int compared = 0;
            for (std::uint64_t seed = 1; seed <= 24; ++seed) {
                if (compare(strategy, drawn(seed), seed % 2 == 0)) ++compared;
            }
            CHECK(compared >= 12);
        }
    }
}

// Where there are too many schedules to compare, a scenario says nothing; most have few.
TEST_CASE("reduction visits each class once: where a task stops for good") {
    for (const StrategyRecord& strategy : strategies()) {
        DYNAMIC_SECTION(strategy.name) {
            int compared = 0;
            for (const Scenario& scenario : menus()) {
                for (std::uint32_t steps = 0; steps < 4; ++steps) {
                    if (compare(strategy, scenario, true, {.stops = {{0, steps}}})) ++compared;
                }
            }
            CHECK(compared >= 50);  // Of 60.
        }
    }
}

}  // namespace reckon
