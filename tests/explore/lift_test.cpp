// Goal: every run in the wild can be repeated under the controlled scheduler: the same versions
// read, the same log, the same verdict; failures above all.
// Method: free runs of every strategy on every class, lifted one by one; what failed must fail,
// what held must hold. A run that no order of operations explains is constructed, and found.

#include "core/explore/lift.hpp"

#include "core/explore/follow.hpp"
#include "core/explore/judged_run.hpp"
#include "core/trial/trial.hpp"
#include "core/world/preset.hpp"
#include "serializers/list.hpp"
#include "tests/catch.hpp"
#include "tests/check/told.hpp"

namespace reckon {
namespace {

constexpr std::size_t lifted_a_cell = 25;

/// Threads pause now and then, so that what is rare fails too.
const FreeRunOptions provoking{.workers = 2, .batch = 4, .observe_every_us = 20, .pauses = 0.01};

Scenario drawn(InteractionClass interaction, std::uint64_t seed) {
    Knobs knobs = find_preset(word(interaction))->knobs();
    knobs.ships = static_cast<std::uint32_t>(3 + seed % 5);
    knobs.orders = 80;
    knobs.source_orders = 40;
    knobs.work_ns = 300;
    knobs.seed = seed;
    return *generate(knobs);
}

/// Lifts one run and holds it against what the wild showed.
void repeat(const StrategyRecord& strategy, const Scenario& scenario, const Bounds& bounds,
            const Trial& trial) {
    const Recording& wild = trial.recording;
    const auto lifting = lift(strategy, scenario, bounds, *wild.history, wild.log);
    REQUIRE(lifting);
    INFO(lifting->circle);
    REQUIRE(lifting->lifted);
    const Verdict verdict = verdict_of(scenario, lifting->lifted->run);
    for (const Check check : all_checks) {
        if (check == Check::strict) continue;
        CHECK(verdict[check].outcome == (*trial.verdict)[check].outcome);
        CHECK(verdict[check].witness == (*trial.verdict)[check].witness);
    }
    CHECK(verdict.serializable.cycle == trial.verdict->serializable.cycle);
    if ((*trial.verdict)[Check::strict].outcome == Outcome::fails) {
        CHECK(verdict[Check::strict].outcome == Outcome::fails);
    }
    // And again by its deviations alone.
    const auto runner = strategy.controlled(scenario, bounds);
    FollowDeviations follow{lifting->lifted->schedule, Fit::strict};
    const ControlledRecording& again =
        runner->run(follow, {.clock_start_ms = lifting->lifted->schedule.clock_start_ms});
    CHECK_FALSE(misfit_of(scenario, runner->tasks(), follow, again));
    CHECK(again.made == lifting->lifted->run.made);
    CHECK(again.schedule == lifting->lifted->run.schedule);
}

/// Which runs lost an event, in a place that is not recorded.
bool lost_events(const Trial& trial) {
    return trial.recording.log.events.size() < trial.recording.cost.events;
}

}  // namespace

TEST_CASE("runs in the wild lift and repeat, whether they fail or not") {
    for (const StrategyRecord& strategy : strategies()) {
        if (strategy.role == Role::baseline) continue;
        for (const InteractionClass interaction : interaction_classes) {
            DYNAMIC_SECTION(strategy.name << " on " << word(interaction)) {
                std::size_t lifted = 0;
                for (std::uint64_t seed = 1; lifted < lifted_a_cell; ++seed) {
                    REQUIRE(seed < 4 * lifted_a_cell);
                    const Scenario scenario = drawn(interaction, seed);
                    const Bounds bounds = *bounds_of(scenario);
                    const auto trial = conduct(strategy, scenario, bounds, provoking);
                    REQUIRE(trial);
                    if (lost_events(*trial)) {
                        const auto lifting = lift(strategy, scenario, bounds,
                                                  *trial->recording.history, trial->recording.log);
                        REQUIRE_FALSE(lifting);
                        CHECK(lifting.error().value.find("is missing") != std::string::npos);
                        ++lifted;
                        continue;
                    }
                    repeat(strategy, scenario, bounds, *trial);
                    ++lifted;
                }
            }
        }
    }
}

TEST_CASE("a run that no order of operations explains is a finding, with the circle") {
    // Each publishes, then looks at the other, and finds what was there before it published.
    const Told skew = told("A B A=B0 B=A0");
    const Log log = dependencies(skew, "A1 B1 A2:B0 B2:A0");
    const auto lifting =
        lift(*find_strategy("deps"), skew.scenario, *bounds_of(skew.scenario), skew.run, log);
    REQUIRE(lifting);
    CHECK_FALSE(lifting->lifted);
    CHECK(
        lifting->circle ==
        "Anna@1 is published after Berta@2 has read Anna@0; Berta@1 is published after Anna@2 has "
        "read Berta@0");
}

TEST_CASE("what is no recording of the strategy is refused") {
    const Told run = told("A=B0 B");
    const Bounds bounds = *bounds_of(run.scenario);
    const auto refused = [&](std::string_view strategy, const Log& log) {
        const auto lifting = lift(*find_strategy(strategy), run.scenario, bounds, run.run, log);
        return lifting ? "lifted" : lifting.error().message();
    };
    CHECK(refused("mpsc", sequence(run, "A1")) ==
          "the log: Berta@1 is missing: expected every event: what a strategy lost depends on what "
          "is not recorded");
    CHECK(refused("mpsc", sequence(run, "A1 A1 B1")) ==
          "the log: Anna@1 twice: expected each event once");
    CHECK(
        refused("deps", sequence(run, "A1 B1")) ==
        "strategy deps: makes another run of this history: expected a recording of this strategy, "
        "by this version of it");
}

}  // namespace reckon
