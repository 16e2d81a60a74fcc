// Goal: a hunt finds what is wrong and nothing else, stops where it should, and brings home the run
// that failed, all of it.
// Method: hunts of strategies that fail and of some that do not, within bounds; what is caught is
// judged again.

#include "core/trial/hunt.hpp"

#include <chrono>

#include "core/replay/replay.hpp"
#include "core/world/preset.hpp"
#include "serializers/list.hpp"
#include "tests/catch.hpp"

namespace reckon {
namespace {

MakeScenario preset(std::string_view name) {
    return [name](std::uint64_t seed) {
        Knobs knobs = find_preset(name)->knobs();
        knobs.ships = 8;
        knobs.orders = 200;
        knobs.source_orders = 200;
        knobs.work_ns = 500;
        knobs.seed = seed;
        return generate(knobs);
    };
}

Result<Hunt> hunt_for(std::string_view strategy, std::string_view scenario,
                      const HuntOptions& options) {
    return hunt(*find_strategy(strategy), preset(scenario), options);
}

}  // namespace

TEST_CASE("what is caught is the run that failed, all of it") {
    for (const auto& [strategy, scenario] :
         {std::pair{"mpsc", "convoy"}, std::pair{"vector", "rendezvous"}}) {
        DYNAMIC_SECTION(strategy << " on " << scenario) {
            const auto hunted = hunt_for(strategy, scenario, {.runs = 500, .seed = 40});
            REQUIRE(hunted);
            REQUIRE(hunted->caught);
            const Caught& caught = *hunted->caught;
            CHECK(caught.seed == 40 + hunted->runs - 1);
            CHECK(caught.scenario.seed == caught.seed);
            CHECK(hunted->events >= caught.trial.recording.cost.events);
            const Recording& recording = caught.trial.recording;
            const Verdict again = judge(caught.scenario, *recording.history, recording.log,
                                        replay(caught.scenario, recording.log));
            CHECK(faithfulness(again) == Outcome::fails);
            const Finding& why = failure(*caught.trial.verdict, {});
            CHECK(why.outcome == Outcome::fails);
            CHECK(why.witness == failure(again, {}).witness);
            CHECK_FALSE(why.witness.empty());
        }
    }
}

TEST_CASE("a hunt for one check leaves the others alone") {
    const auto lamport = hunt_for("lamport", "convoy", {.runs = 20, .required = Check::causal});
    REQUIRE(lamport);
    CHECK_FALSE(lamport->caught);
    CHECK(lamport->runs == 20);
    CHECK(lamport->verdict[Check::view].outcome == Outcome::fails);
    CHECK(required_outcome(lamport->verdict, Check::causal) == Outcome::holds);

    const auto deps =
        hunt_for("deps", "convoy",
                 {.runs = 500,
                  .required = Check::strict,
                  .run = {.workers = 4, .batch = 8, .observe_every_us = 20, .pauses = 0.01}});
    REQUIRE(deps);
    REQUIRE(deps->caught);
    CHECK(failure(*deps->caught->trial.verdict, Check::strict).outcome == Outcome::fails);
    CHECK(faithfulness(*deps->caught->trial.verdict) == Outcome::holds);
}

TEST_CASE("nothing is caught where nothing is wrong") {
    for (const std::string_view strategy : {"deps", "mutex"}) {
        for (const std::string_view scenario : {"convoy", "rendezvous", "mixed"}) {
            DYNAMIC_SECTION(strategy << " on " << scenario) {
                const auto hunted = hunt_for(strategy, scenario, {.runs = 100, .seconds = 10});
                REQUIRE(hunted);
                CHECK_FALSE(hunted->caught);
                CHECK(required_outcome(hunted->verdict, {}) == Outcome::holds);
            }
        }
    }
}

TEST_CASE("strict on which nothing was observed is undecided, and no failure") {
    Verdict unseen;
    CHECK(required_outcome(unseen, Check::strict) == Outcome::undecided);
    CHECK(required_outcome(unseen, {}) == Outcome::holds);
    unseen.observed = 1;
    CHECK(required_outcome(unseen, Check::strict) == Outcome::holds);
}

TEST_CASE("a hunt ends when its time is over, and makes at least one run") {
    const auto start = std::chrono::steady_clock::now();
    const auto timed = hunt_for("deps", "convoy", {.runs = 1'000'000'000, .seconds = 1});
    REQUIRE(timed);
    CHECK_FALSE(timed->caught);
    CHECK(timed->runs > 1);
    CHECK(timed->elapsed_ns >= 1'000'000'000);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds{30});

    const auto at_once = hunt_for("deps", "convoy", {.seconds = 0});
    REQUIRE(at_once);
    CHECK(at_once->runs == 1);
}

TEST_CASE("a hunt that could find nothing is refused") {
    const auto nothing_recorded = hunt_for("none", "convoy", {});
    REQUIRE_FALSE(nothing_recorded);
    CHECK(nothing_recorded.error().place == "--strategy");
    const auto nothing_observed = hunt_for("deps", "convoy", {.required = Check::strict});
    REQUIRE_FALSE(nothing_observed);
    CHECK(nothing_observed.error().place == "--observe");
}

TEST_CASE("what is required has a name") {
    for (const Check check : all_checks) {
        CHECK(required_named(word(check)).value() == Required{check});
        CHECK(word(Required{check}) == word(check));
    }
    CHECK(required_named("faithful").value() == Required{});
    CHECK(word(Required{}) == "faithful");
    REQUIRE_FALSE(required_named("luck"));
    CHECK(required_named("luck").error().place == "--require");
}

}  // namespace reckon
