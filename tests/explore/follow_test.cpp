// Goal: a run is its deviations: followed strictly they repeat it, and any that do not fit are an
// error that says where and why; followed leniently they still lead to an end.
// Method: deviations recorded from runs drawn by chance, of all strategies; then each single one
// dropped or altered, and orders taken from the scenario; messages pinned.

#include "core/explore/follow.hpp"

#include "core/control/strategy_record.hpp"
#include "core/explore/pct.hpp"
#include "core/explore/pos.hpp"
#include "core/world/preset.hpp"
#include "core/world/scenario_edit.hpp"
#include "serializers/list.hpp"
#include "tests/catch.hpp"
#include "tests/explore/menus.hpp"

namespace reckon {
namespace {

Scenario generated(std::string_view preset, std::uint32_t ships, std::uint32_t orders,
                   std::uint32_t sources) {
    Knobs knobs = find_preset(preset)->knobs();
    knobs.ships = ships;
    knobs.orders = orders;
    knobs.sources = sources;
    knobs.source_orders = orders;
    return *generate(knobs);
}

std::vector<Scenario> scenarios() {
    return {convoy_2(), generated("hail", 3, 3, 2), generated("mixed", 4, 4, 2),
            generated("storm", 3, 5, 1)};
}

/// A scenario with what it takes to run it.
struct Stage {
    Stage(const StrategyRecord& with, const Scenario& given)
        : scenario{given},
          bounds{*bounds_of(scenario)},
          runner{with.controlled(scenario, bounds)} {}

    Scenario scenario;
    Bounds bounds;
    std::unique_ptr<ControlledRunner> runner;
};

struct Told {
    Deviations deviations;
    std::vector<Made> made;
    Schedule schedule;
};

/// A run under one of the samplers, with or without a stop, written down.
Told recorded(ControlledRunner& runner, std::uint64_t index) {
    RandomWalk random;
    Pct pct{4};
    Pos pos;
    const std::array<Sampler*, 3> samplers{&random, &pct, &pos};
    Sampler& sampler = *samplers[index % 3];
    sampler.begin(11, index, 40);
    RecordDeviations record{sampler};
    RunLimits limits;
    if (index % 4 == 3) limits.stops = {{static_cast<TaskId>(index / 4 % 2), 2}};
    const ControlledRecording& run = runner.run(record, limits);
    Told told{record.deviations(), run.made, run.schedule};
    told.deviations.stops = run.stops();
    return told;
}

struct Followed {
    std::optional<Error> misfit;
    RunEnd end;
    std::vector<Made> made;
    Schedule schedule;
    std::size_t skipped;
};

Followed followed(Stage& stage, const Deviations& deviations, Fit fit,
                  Oracle* then_continue = nullptr) {
    FollowDeviations oracle{deviations, fit, then_continue};
    const ControlledRecording& run = stage.runner->run(oracle, {.stops = deviations.stops});
    return {misfit_of(stage.scenario, stage.runner->tasks(), oracle, run), run.end, run.made,
            run.schedule, oracle.skipped(run)};
}

/// Follows strictly deviations that may not fit: an error that says where and what could be, or a
/// run like others. Returns whether it fitted.
bool follow_any(Stage& stage, const Deviations& deviations) {
    const Followed run = followed(stage, deviations, Fit::strict);
    if (run.misfit) {
        CHECK(run.misfit->place.starts_with("schedule"));
        CHECK(run.misfit->value != "");
        CHECK(run.misfit->expected != "");
        CHECK(run.misfit->kind == Error::Kind::input);
        return false;
    }
    CHECK(run.skipped == 0);
    CHECK((run.end == RunEnd::complete || run.end == RunEnd::deadlock));
    // What fits repeats itself.
    CHECK(followed(stage, deviations, Fit::strict).made == run.made);
    return true;
}

/// Each with one item gone, or changed in one number.
std::vector<Deviations> altered(const Deviations& all, TaskId tasks) {
    std::vector<Deviations> others;
    for (std::size_t i = 0; i < all.switches.size(); ++i) {
        others.push_back(all);
        others.back().switches.erase(others.back().switches.begin() +
                                     static_cast<std::ptrdiff_t>(i));
        for (TaskId next = 0; next < tasks; ++next) {
            others.push_back(all);
            others.back().switches[i].next = next;
        }
        for (const std::uint32_t more : {1U, 7U, 1'000U}) {
            others.push_back(all);
            others.back().switches[i].steps += more;
        }
        others.push_back(all);
        others.back().switches[i].after = (all.switches[i].next + 1) % tasks;
    }
    for (std::size_t i = 0; i < all.clock.size(); ++i) {
        others.push_back(all);
        others.back().clock.erase(others.back().clock.begin() + static_cast<std::ptrdiff_t>(i));
        for (const std::int64_t by : {-1'000, -1, 1, 1'000}) {
            others.push_back(all);
            others.back().clock[i].ms += by;
        }
        others.push_back(all);
        ++others.back().clock[i].step;
    }
    for (std::size_t i = 0; i < all.stops.size(); ++i) {
        for (const std::uint32_t steps : {0U, 1U, 5U, 1'000U}) {
            others.push_back(all);
            others.back().stops[i].steps = steps;
        }
    }
    return others;
}

/// The one deviation that a test is about, on a follow beside a departure.
std::string misfit(std::string_view strategy, const Deviations& deviations) {
    Stage stage{*find_strategy(strategy), convoy_2()};
    const Followed run = followed(stage, deviations, Fit::strict);
    REQUIRE(run.misfit);
    return run.misfit->message();
}

}  // namespace

TEST_CASE("deviations repeat the run that they were recorded from") {
    for (const StrategyRecord& strategy : strategies()) {
        for (const Scenario& scenario : scenarios()) {
            Stage stage{strategy, scenario};
            for (std::uint64_t index = 0; index < 24; ++index) {
                const Told told = recorded(*stage.runner, index);
                INFO(strategy.name << " on " << scenario.name << ", "
                                   << one_line(told.deviations, stage.runner->tasks()));
                for (const Fit fit : {Fit::strict, Fit::lenient}) {
                    const Followed again = followed(stage, told.deviations, fit);
                    CHECK((again.misfit ? again.misfit->message() : "") == "");
                    CHECK(again.made == told.made);
                    CHECK(again.schedule == told.schedule);
                    CHECK(again.skipped == 0);
                }
            }
        }
    }
}

TEST_CASE("deviations of one run are as few as can be: none that says what is usual") {
    for (const StrategyRecord& strategy : strategies()) {
        Stage stage{strategy, generated("mixed", 3, 3, 1)};
        for (std::uint64_t index = 0; index < 30; ++index) {
            const Told told = recorded(*stage.runner, index);
            FollowDeviations oracle{told.deviations, Fit::strict};
            RecordDeviations record{oracle};
            (void)stage.runner->run(record, {.stops = told.deviations.stops});
            CHECK(record.deviations().switches == told.deviations.switches);
            CHECK(record.deviations().clock == told.deviations.clock);
        }
    }
}

TEST_CASE("a deviation dropped or altered is an error, or another run") {
    std::uint64_t fitted = 0;
    std::uint64_t refused = 0;
    for (const StrategyRecord& strategy : strategies()) {
        for (const Scenario& scenario : scenarios()) {
            Stage stage{strategy, scenario};
            for (const std::uint64_t index : {2U, 3U}) {  // One of pos; one with a stop.
                const Told told = recorded(*stage.runner, index);
                const TaskId tasks = stage.runner->tasks().total();
                for (const Deviations& each : altered(told.deviations, tasks)) {
                    ++(follow_any(stage, each) ? fitted : refused);
                    const Followed lenient = followed(stage, each, Fit::lenient);
                    CHECK((lenient.end == RunEnd::complete || lenient.end == RunEnd::deadlock));
                }
            }
        }
    }
    CHECK(fitted > 1'000);
    CHECK(refused > 1'000);
}

TEST_CASE("deviations lead a smaller scenario to its end, as far as they fit") {
    for (const StrategyRecord& strategy : strategies()) {
        for (const Scenario& scenario : scenarios()) {
            for (const std::uint64_t index : {0U, 1U}) {
                Stage whole{strategy, scenario};
                const Told told = recorded(*whole.runner, index);
                for (ShipId ship = 0; ship < scenario.ship_count(); ++ship) {
                    Kept kept{scenario};
                    kept.plans[ship].assign(kept.plans[ship].size(), false);
                    Stage smaller{strategy, reduced(scenario, kept)};
                    INFO(strategy.name << " on " << scenario.name << " without orders of ship "
                                       << ship);
                    const Followed run = followed(smaller, told.deviations, Fit::lenient);
                    CHECK(run.end == RunEnd::complete);
                    if (smaller.runner->tasks().total() == whole.runner->tasks().total()) {
                        follow_any(smaller, told.deviations);
                    }
                }
            }
        }
    }
}

TEST_CASE("after the last deviation another oracle goes on") {
    Stage stage{*find_strategy("timestamp"), generated("mixed", 3, 4, 2)};
    RandomWalk random;
    for (std::uint64_t index = 0; index < 50; ++index) {
        const Told told = recorded(*stage.runner, 3 * index);
        if (!told.deviations.stops.empty()) continue;
        Deviations half = told.deviations;
        half.switches.resize(half.switches.size() / 2);
        half.clock.clear();
        random.begin(5, index, 0);
        const Followed run = followed(stage, half, Fit::strict, &random);
        CHECK_FALSE(run.misfit);
        CHECK(run.end == RunEnd::complete);
        // The switches stand where they stood.
        Deviations found;
        for (const Switch& at : half.switches) {
            std::uint32_t steps = 0;
            for (std::size_t i = 0; i < run.made.size(); ++i) {
                if (at.after == nobody && run.made[0].task == at.next) {
                    found.switches.push_back(at);
                    break;
                }
                if (run.made[i].task != at.after || ++steps != at.steps) continue;
                REQUIRE(i + 1 < run.made.size());
                if (run.made[i + 1].task == at.next) found.switches.push_back(at);
                break;
            }
        }
        CHECK(found.switches == half.switches);
    }
}

TEST_CASE("what does not fit is said, with the operation and what would do") {
    // A: deref, publish, push; B: publish, push.
    CHECK(misfit("mpsc", {.switches = {{0, 3, 1}, {1, 1, 0}}}) ==
          "schedule, operation 5: A, which cannot move then: expected B");
    CHECK(misfit("mpsc", {.switches = {{1, 3, 0}}}) ==
          "schedule, operation 6: s1.3>s0 is left over: its task does not come so far: expected a "
          "schedule of this scenario under this strategy");
    CHECK(misfit("mpsc", {.clock = {{0, 1, 4}}}) ==
          "schedule, operation 6: s0.1=4 is left over: the clock is not read there, or would step "
          "back: expected a schedule of this scenario under this strategy");
    // A: deref, read the clock, publish; B: read the clock, publish.
    CHECK(misfit("timestamp", {.clock = {{0, 2, 4}, {1, 1, 3}}}) ==
          "schedule, operation 6: s1.1=3 is left over: the clock is not read there, or would step "
          "back: expected a schedule of this scenario under this strategy");
    CHECK(misfit("timestamp", {.clock = {{0, 2, -1}}}) ==
          "schedule, operation 6: s0.2=-1 is left over: the clock is not read there, or would step "
          "back: expected a schedule of this scenario under this strategy");
    CHECK(misfit("mpsc", {.stops = {{1, 3}}}) ==
          "schedule: s1.3!: expected a stop before the last of the 2 operations of B");
    // A lock that is held.
    CHECK(misfit("mutex", {.switches = {{0, 1, 1}}}) ==
          "schedule, operation 2: B, which cannot move then: expected A");
}

TEST_CASE("a clock that may step back is turned back by what would not fit another") {
    Stage stage{*find_strategy("stepping-clock"), convoy_2()};
    const Deviations back{.clock = {{0, 2, 4}, {1, 1, -3}}};
    const Followed run = followed(stage, back, Fit::strict);
    CHECK_FALSE(run.misfit);
    CHECK(run.schedule.readings == std::vector<std::int64_t>{4, -3});
}

}  // namespace reckon
