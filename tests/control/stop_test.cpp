// Goal: a task that stops for good, as a worker that crashed, takes down no more than what hung on
// it: what was published happened, what was recorded is in the log.
// Method: each task of small fleets stopped before each of its operations, under every strategy, on
// schedules drawn by chance; the operations made say what must be in the history and in the log.

#include <map>
#include <set>

#include "core/control/strategy_record.hpp"
#include "core/explore/judged_run.hpp"
#include "core/explore/sampler.hpp"
#include "serializers/list.hpp"
#include "tests/catch.hpp"
#include "tests/explore/menus.hpp"
#include "tests/run/truth.hpp"

namespace reckon {
namespace {

/// Some of everything, and a source, so that a ship can stop with letters in its mailbox.
std::vector<Scenario> fleets() {
    Scenario mixed = model::serve({{follow, hail}, {depart, meet}, {load, hail_to_follow}});
    OrderTable table{mixed.orders};
    const OrderId order = table.add({.kind = OrderKind::depart, .port = 40});
    mixed.sources = {{{0, order}, {2, order}}};
    return {convoy_2(), std::move(mixed)};
}

using Visit = std::function<void(const ControlledRecording&, Stop, bool fell)>;

/// Each stop of each task, on a few schedules each; `fell` if it came to it.
void each_stop(const StrategyRecord& strategy, const Scenario& scenario, const Visit& visit) {
    const Bounds bounds = *bounds_of(scenario);
    const auto runner = strategy.controlled(scenario, bounds);
    RandomWalk random;
    for (TaskId task = 0; task < runner->tasks().total(); ++task) {
        bool fell = true;
        for (std::uint32_t steps = 0; fell && steps < 100; ++steps) {
            fell = false;
            for (std::uint64_t index = 0; index < 20; ++index) {
                random.begin(steps, index, 0);
                const ControlledRecording& run = runner->run(random, {.stops = {{task, steps}}});
                const auto made = std::ranges::count(run.made, task, &Made::task);
                REQUIRE(static_cast<std::uint64_t>(made) <= steps);
                const bool here = static_cast<std::uint64_t>(made) == steps;
                fell = fell || here;
                visit(run, {task, steps}, here);
            }
        }
    }
}

std::uint64_t count(const ControlledRecording& run, OperationKind kind, TaskId task) {
    std::uint64_t found = 0;
    for (const Made& made : run.made) found += made.kind == kind && made.task == task ? 1 : 0;
    return found;
}

std::uint64_t count(const ControlledRecording& run, OperationKind kind) {
    std::uint64_t found = 0;
    for (const Made& made : run.made) found += made.kind == kind ? 1 : 0;
    return found;
}

bool waits(const ControlledRecording& run, TaskId task) {
    return std::ranges::count(run.waiting, task, &Waiting::task) > 0;
}

/// Each event as often as it is in the log.
std::map<Dot, std::uint64_t> logged(const ControlledRecording& run) {
    std::map<Dot, std::uint64_t> times;
    for (const Event& event : run.log.events) ++times[event.dot];
    return times;
}

/// Whatever stops, what was published is recorded: there is nothing visible to do in between.
bool records_with_publish(const StrategyRecord& strategy) {
    bool all = true;
    for (const Scenario& scenario : fleets()) {
        each_stop(strategy, scenario, [&](const auto& run, Stop, bool) {
            all = all && logged(run).size() == run.history.event_count();
        });
    }
    return all;
}

bool holds_a_lock(const ControlledRecording& run, TaskId task) {
    return count(run, OperationKind::lock, task) > count(run, OperationKind::unlock, task);
}

}  // namespace

TEST_CASE("what was published before a stop happened; what was recorded is logged") {
    for (const StrategyRecord& strategy : strategies()) {
        const bool promises_nothing = strategy.claims.solo == Fidelity::nothing;
        DYNAMIC_SECTION(strategy.name) {
            for (const Scenario& scenario : fleets()) {
                each_stop(strategy, scenario, [&](const auto& run, Stop stop, bool) {
                    for (const Event& event : run.log.events) {
                        REQUIRE(event.dot.version >= 1);
                        REQUIRE(event.dot.version <= run.history.ships[event.dot.ship].last());
                        CHECK(run.history.event(event.dot) == event);
                    }
                    auto times = logged(run);
                    for (ShipId ship = 0; ship < scenario.ship_count(); ++ship) {
                        const Version last = run.history.ships[ship].last();
                        CHECK(last == count(run, OperationKind::publish, ship));
                        if (promises_nothing) continue;
                        for (Version version = 1; version <= last; ++version) {
                            const bool may_be_lost =
                                version == last && (ship == stop.task || waits(run, ship));
                            const std::uint64_t found = times[{ship, version}];
                            CHECK((found == 1 || (found == 0 && may_be_lost)));
                        }
                    }
                });
            }
        }
    }
}

TEST_CASE("a run with a stop ends, but where all wait for a lock that was not given back") {
    for (const StrategyRecord& strategy : strategies()) {
        DYNAMIC_SECTION(strategy.name) {
            std::uint64_t fallen = 0;
            std::uint64_t deadlocks = 0;
            bool locks = false;
            for (const Scenario& scenario : fleets()) {
                each_stop(strategy, scenario, [&](const auto& run, Stop stop, bool fell) {
                    fallen += fell ? 1 : 0;
                    locks = locks || count(run, OperationKind::lock) > 0;
                    if (run.end == RunEnd::complete) {
                        CHECK(run.waiting.empty());
                        return;
                    }
                    ++deadlocks;
                    CHECK(run.end == RunEnd::deadlock);
                    CHECK(fell);
                    CHECK(holds_a_lock(run, stop.task));
                    bool names_the_lock = false;
                    for (const Waiting& waiting : run.waiting) {
                        CHECK(waiting.task != stop.task);
                        const OperationKind kind = waiting.operation.kind;
                        CHECK((kind == OperationKind::lock || waits_for_more(kind)));
                        names_the_lock = names_the_lock || kind == OperationKind::lock;
                    }
                    CHECK(names_the_lock);
                });
            }
            CHECK(fallen > 100);
            CHECK((deadlocks > 0) == locks);
        }
    }
}

TEST_CASE("a fleet with a ship that stopped has a history like any other") {
    for (const StrategyRecord& strategy : strategies()) {
        // Without a source, as whose orders never came would be missed.
        const Scenario scenario = model::serve({{follow, load}, {depart, follow}, {meet}});
        each_stop(strategy, scenario, [&](const ControlledRecording& run, Stop, bool) {
            const Verdict verdict = verdict_of(scenario, run);
            CHECK(verdict.serializable.outcome != Outcome::undecided);
            CHECK(run.history.publishes.size() == run.history.event_count());
        });
    }
}

// What these promise they promise of what was published, however many ships never got so far.
TEST_CASE("a strategy that records with the publish keeps its claim when a ship stops") {
    for (const StrategyRecord& strategy : strategies()) {
        if (strategy.role != Role::strategy || !records_with_publish(strategy)) continue;
        DYNAMIC_SECTION(strategy.name) {
            for (const Scenario& scenario : fleets()) {
                const Fidelity claim = strategy.claims.on(interaction_class(scenario));
                each_stop(strategy, scenario, [&](const auto& run, Stop, bool) {
                    const Verdict verdict = verdict_of(scenario, run);
                    CHECK(verdict[Check::complete].outcome == Outcome::holds);
                    CHECK(judge_claim(verdict, claim) == Outcome::holds);
                });
            }
        }
    }
}

// So that a strategy which begins to lose what it published is noticed. Others may do either.
TEST_CASE("who records after the publish, with something visible in between") {
    const std::set<std::string_view> later{"none", "mpsc", "ticket", "atom", "late-lock", "lossy"};
    const std::set<std::string_view> together{
        "mutex", "optimistic", "lamport",     "hybrid",    "vector",       "vector-delta",
        "tree",  "deps",       "deps-strict", "timestamp", "early-ticket", "stepping-clock"};
    std::size_t held = 0;
    for (const StrategyRecord& strategy : strategies()) {
        INFO(strategy.name);
        if (later.count(strategy.name) + together.count(strategy.name) == 0) continue;
        ++held;
        CHECK(records_with_publish(strategy) == (together.count(strategy.name) == 1));
    }
    CHECK(held == later.size() + together.size());
}

TEST_CASE("mpsc loses the one event that was published and not yet pushed") {
    const Scenario scenario = convoy_2();
    std::uint64_t lost = 0;
    each_stop(*find_strategy("mpsc"), scenario, [&](const auto& run, Stop stop, bool fell) {
        const Verdict verdict = verdict_of(scenario, run);
        const std::uint64_t missing = count(run, OperationKind::publish, stop.task) -
                                      count(run, OperationKind::push, stop.task);
        CHECK(run.history.event_count() - run.log.events.size() == missing);
        CHECK((verdict[Check::complete].outcome == Outcome::fails) == (missing == 1));
        CHECK((missing == 0 || fell));
        lost += missing;
    });
    CHECK(lost == 2 * 20);  // On every schedule, for each of the two ships.
}

}  // namespace reckon
