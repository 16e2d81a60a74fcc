// Goal: a failure shrinks to a case that a person can follow, from which nothing more can be
// dropped, and which fails the same check every time.
// Method: runs in the wild, lifted, of every strategy that claims less than faithful, shrunk; then
// each single order, ship, deref and switch is dropped again, here, and the failure must be gone.

#include "core/explore/shrink.hpp"

#include <chrono>

#include "core/explore/exploration.hpp"
#include "core/explore/lift.hpp"
#include "core/trial/trial.hpp"
#include "core/world/preset.hpp"
#include "core/world/scenario_edit.hpp"
#include "core/world/scenario_json.hpp"
#include "serializers/list.hpp"
#include "tests/catch.hpp"
#include "tests/explore/menus.hpp"

namespace reckon {
namespace {

struct Wild {
    Scenario scenario;
    Deviations schedule;
    Check check;
};

/// A failure in the wild, by the schedule that repeats it; none if chance would not have it.
std::optional<Wild> hunt(const StrategyRecord& strategy, InteractionClass interaction,
                         std::uint32_t ships, std::uint32_t orders) {
    for (std::uint64_t seed = 1; seed <= 50; ++seed) {
        Knobs knobs = find_preset(word(interaction))->knobs();
        knobs.ships = ships;
        knobs.orders = orders;
        knobs.source_orders = orders;
        knobs.work_ns = 300;
        knobs.seed = seed;
        const Scenario scenario = *generate(knobs);
        const Bounds bounds = *bounds_of(scenario);
        const auto trial =
            conduct(strategy, scenario, bounds, {.workers = 4, .batch = 4, .pauses = 0.01});
        REQUIRE(trial);
        if (faithfulness(*trial->verdict) != Outcome::fails) continue;
        const auto lifting =
            lift(strategy, scenario, bounds, *trial->recording.history, trial->recording.log);
        if (!lifting || !lifting->lifted) continue;
        return Wild{scenario, lifting->lifted->schedule, *telling_check(*trial->verdict)};
    }
    return std::nullopt;
}

/// Whether this check can be the first to fail, on any schedule.
bool can_fail(const StrategyRecord& strategy, const Scenario& scenario, Check check) {
    ExploreOptions options{.judge_strict = check == Check::strict, .count_all = true};
    options.schedules_max = 20'000;
    options.required[static_cast<std::size_t>(check)] = true;
    const auto found = explore(strategy, scenario, *bounds_of(scenario), options);
    REQUIRE(found);
    return found->first_failure.has_value();
}

/// Of orders in plans; a hail is carried out by whom it was sent to.
void no_deref_or_hail_can_go(const StrategyRecord& strategy, const Scenario& scenario,
                             const History& run, Check check) {
    for (const ShipHistory& ship : run.ships) {
        for (const Event& event : ship.events) {
            if (!event.cause.is_plan()) continue;
            const OrderPlace place{true, event.dot.ship, event.cause.index()};
            const State& after = ship.states[event.dot.version];
            for (const Order& simpler : with_one_deref_less(scenario.orders[event.order], after)) {
                CHECK_FALSE(can_fail(strategy, replaced(scenario, place, 0, simpler), check));
            }
        }
    }
    for (const OrderPlace& place : order_places(scenario)) {
        for (const Scenario& direct : without_messenger(scenario, place)) {
            CHECK_FALSE(can_fail(strategy, direct, check));
        }
    }
}

void nothing_more_can_go(const StrategyRecord& strategy, const Case& smallest, Check check) {
    const Scenario& scenario = smallest.scenario;
    for (const OrderPlace& place : order_places(scenario)) {
        Kept kept{scenario};
        kept.at(place) = false;
        CHECK_FALSE(can_fail(strategy, reduced(scenario, kept), check));
    }
    for (ShipId ship = 0; ship < scenario.ship_count() && scenario.ship_count() > 1; ++ship) {
        Kept kept{scenario};
        kept.ships[ship] = false;
        CHECK_FALSE(can_fail(strategy, reduced(scenario, kept), check));
    }
    no_deref_or_hail_can_go(strategy, scenario, reproduce(strategy, smallest)->run.history, check);
    const auto still_fails = [&](const Deviations& schedule) {
        const auto run = run_by(strategy, scenario, *bounds_of(scenario), schedule);
        return run && telling_check(run->verdict) == check;
    };
    const auto without_one = [&](auto items) {
        for (std::size_t i = 0; i < (smallest.schedule.*items).size(); ++i) {
            Deviations fewer = smallest.schedule;
            (fewer.*items).erase((fewer.*items).begin() + static_cast<std::ptrdiff_t>(i));
            CHECK_FALSE(still_fails(fewer));
        }
    };
    without_one(&Deviations::switches);
    without_one(&Deviations::clock);
    without_one(&Deviations::stops);
}

}  // namespace

TEST_CASE("failures in the wild shrink until nothing more can be dropped") {
    std::size_t cells = 0;
    for (const StrategyRecord& strategy : strategies()) {
        if (strategy.role == Role::baseline) continue;
        for (const InteractionClass interaction : interaction_classes) {
            if (strategy.claims.on(interaction) >= Fidelity::faithful) continue;
            INFO(strategy.name << " on " << word(interaction));
            const auto wild = hunt(strategy, interaction, 6, 60);
            if (!wild) continue;  // A ring's losses do not lift; some failures are rare.
            ++cells;
            const auto shrunk = shrink(strategy, wild->scenario, wild->schedule, {});
            REQUIRE(shrunk);
            CHECK(shrunk->minimal);
            // A vector clock can come to know of a ship by way of a fourth.
            INFO(to_json(shrunk->smallest.scenario));
            CHECK(shrunk->smallest.scenario.ship_count() <=
                  (interaction == InteractionClass::rendezvous ? 4 : 3));
            CHECK(shrunk->orders_after <= 4);
            for (int i = 0; i < 20; ++i) {
                const auto again = reproduce(strategy, shrunk->smallest);
                REQUIRE(again);
                CHECK(telling_check(again->verdict) == wild->check);
            }
            nothing_more_can_go(strategy, shrunk->smallest, wild->check);
        }
    }
    CHECK(cells >= 12);
}

TEST_CASE("a convoy of 16 ships and 1000 orders each shrinks in seconds") {
    for (const std::string_view name : {"mpsc", "lamport"}) {
        const StrategyRecord& strategy = *find_strategy(name);
        const auto wild = hunt(strategy, InteractionClass::convoy, 16, 1000);
        REQUIRE(wild);
        const auto shrunk = shrink(strategy, wild->scenario, wild->schedule, {});
        REQUIRE(shrunk);
        INFO(name << ": " << shrunk->attempts << " attempts, " << shrunk->seconds << " s");
        CHECK(shrunk->seconds < 60);  // Some tenths, but for a sanitizer or a busy machine.
        CHECK(shrunk->smallest.scenario.ship_count() <= 3);
        const auto run = reproduce(strategy, shrunk->smallest);
        REQUIRE(run);
        CHECK(run->run.history.event_count() <= 4);
    }
}

// Where final fails view does too, and tells more; a view failure can be had for less.
TEST_CASE("the check that is asked for keeps failing, to the smallest case in which it does") {
    const StrategyRecord& strategy = *find_strategy("mpsc");
    const Scenario scenario = model::serve({{follow, load}, {depart, load}, {load, follow}});
    ExploreOptions options{.policy = Policy::random};
    options.required[static_cast<std::size_t>(Check::final)] = true;
    const auto found = explore(strategy, scenario, *bounds_of(scenario), options);
    REQUIRE(found);
    REQUIRE(found->first_failure);
    const Deviations& schedule = found->first_failure->deviations;
    const auto shrunk = shrink(strategy, scenario, schedule, {.check = Check::final});
    REQUIRE(shrunk);
    CHECK(shrunk->minimal);
    CHECK(shrunk->smallest.scenario.ship_count() == 2);
    const auto run = reproduce(strategy, shrunk->smallest);
    REQUIRE(run);
    CHECK(run->verdict[Check::complete].outcome == Outcome::holds);
    CHECK(run->verdict[Check::final].outcome == Outcome::fails);
    CHECK_FALSE(shrink(strategy, scenario, schedule, {.check = Check::complete}));
}

TEST_CASE("ships keep their names, and the class stays where that is asked") {
    const StrategyRecord& strategy = *find_strategy("mpsc");
    const auto wild = hunt(strategy, InteractionClass::rendezvous, 5, 60);
    REQUIRE(wild);
    const auto kept = shrink(strategy, wild->scenario, wild->schedule, {.keep_class = true});
    REQUIRE(kept);
    CHECK(interaction_class(kept->smallest.scenario) == InteractionClass::rendezvous);
    for (const ShipSetup& ship : kept->smallest.scenario.ships) {
        const auto same = [&](const ShipSetup& other) { return other.name == ship.name; };
        CHECK(std::ranges::any_of(wild->scenario.ships, same));
    }
}

TEST_CASE("more ships than a search can tell apart are dropped all the same") {
    const StrategyRecord& strategy = *find_strategy("mpsc");
    const auto wild = hunt(strategy, InteractionClass::convoy, 70, 3);
    REQUIRE(wild);
    const auto shrunk = shrink(strategy, wild->scenario, wild->schedule, {});
    REQUIRE(shrunk);
    CHECK(shrunk->smallest.scenario.ship_count() <= 3);
}

// Berta, who stops, has no part in it; the stop goes with her, or before.
TEST_CASE("stops that the failure does not need are dropped, and those that are left are met") {
    const StrategyRecord& strategy = *find_strategy("mpsc");
    const Scenario scenario = model::serve({{follow, load}, {depart, load}, {load, load}});
    const Bounds bounds = *bounds_of(scenario);
    std::size_t shrunk_count = 0;
    for (TaskId task = 0; task < 3; ++task) {
        for (std::uint32_t steps = 0; steps < 6; ++steps) {
            ExploreOptions options{.policy = Policy::random, .limits = {.stops = {{task, steps}}}};
            options.schedules_max = 500;
            options.required[static_cast<std::size_t>(Check::view)] = true;
            const auto found = explore(strategy, scenario, bounds, options);
            if (!found || !found->first_failure) continue;
            INFO(task << "." << steps);
            const auto shrunk = shrink(strategy, scenario, found->first_failure->deviations, {});
            REQUIRE(shrunk);
            CHECK(shrunk->minimal);
            const auto again = reproduce(strategy, shrunk->smallest);
            REQUIRE(again);
            for (const Stop& stop : shrunk->smallest.schedule.stops) {
                Deviations fewer = shrunk->smallest.schedule;
                std::erase(fewer.stops, stop);
                const Scenario& left = shrunk->smallest.scenario;
                const auto run = run_by(strategy, left, *bounds_of(left), fewer);
                CHECK((!run || telling_check(run->verdict) != telling_check(again->verdict)));
            }
            ++shrunk_count;
        }
    }
    CHECK(shrunk_count > 5);
}

TEST_CASE("a run that does not fail cannot be shrunk") {
    Scenario scenario{.name = "calm"};
    scenario.ships = {{.name = "Anna", .initial = {.at = 0}}};
    const auto shrunk = shrink(*find_strategy("mutex"), scenario, {}, {});
    REQUIRE_FALSE(shrunk);
    CHECK(shrunk.error().message() ==
          "the case: no check fails: expected a failure to shrink; "
          "`reckon hunt -o FILE` keeps one");
}

}  // namespace reckon
