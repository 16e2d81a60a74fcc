// Goal: what waits is never picked; what waits for ever, spins for ever or is retried comes to an
// end that says what happened.
// Method: strategies that walk into these traps, on all schedules; schedules and operations are
// counted by hand.

#include "core/control/scheduler.hpp"

#include <new>
#include <set>

#include "core/explore/exhaustive.hpp"
#include "core/explore/exploration.hpp"
#include "core/explore/task_words.hpp"
#include "serializers/list.hpp"
#include "tests/catch.hpp"
#include "tests/control/trap_strategies.hpp"
#include "tests/explore/menus.hpp"

namespace reckon {
namespace {

using Visit = std::function<void(const ControlledRecording&)>;

/// Calls visit for each schedule; returns how many there are.
std::uint64_t each_schedule(const StrategyRecord& strategy, const Scenario& scenario,
                            const RunLimits& limits, const Visit& visit) {
    const Bounds bounds = *bounds_of(scenario);
    const auto runner = strategy.controlled(scenario, bounds);
    Exhaustive search;
    std::uint64_t count = 0;
    for (bool more = true; more; ++count) {
        const ControlledRecording& run = runner->run(search, limits);
        visit(run);
        more = search.next(run);
    }
    return count;
}

Exploration explored(const StrategyRecord& strategy, const Scenario& scenario, bool reduce,
                     const RunLimits& limits = {}) {
    ExploreOptions options{.reduce = reduce, .count_all = true, .limits = limits};
    const auto found = explore(strategy, scenario, *bounds_of(scenario), options);
    REQUIRE(found);
    CHECK(found->exhausted == (found->too_long == 0));
    return *found;
}

Scenario two_departures() {
    return model::serve({{depart}, {depart}});
}

/// The lowest of these that can move.
class Prefer final : public Oracle {
public:
    explicit Prefer(TaskId task) : task_{task} {}

    TaskId pick(const Moment& moment) override {
        return moment.is_able(task_) ? task_ : moment.able().front();
    }
    std::int64_t read_clock(TaskId, std::int64_t last_ms, bool) override { return last_ms; }

private:
    TaskId task_;
};

}  // namespace

// A step of A is lock, deref, publish, unlock; one of B lacks the deref.
TEST_CASE("a lock that is held is not tried") {
    const auto check = [](const ControlledRecording& run) {
        CHECK(run.end == RunEnd::complete);
        CHECK(run.made.size() == 7);
        TaskId holder = nobody;
        for (const Made& made : run.made) {
            if (made.kind == OperationKind::lock) {
                CHECK(holder == nobody);
                holder = made.task;
            }
            CHECK(made.task == holder);
            if (made.kind == OperationKind::unlock) holder = nobody;
        }
    };
    CHECK(each_schedule(*find_strategy("mutex"), convoy_2(), {}, check) == 2);
}

// A step of A is poll, deref, publish, push, and a poll more if B's push came before the first; one
// of B lacks the deref. Pushes and polls all depend on each other.
TEST_CASE("who is no consumer does not wait where there is nothing to pop") {
    const StrategyRecord helping = trap<Helping>();
    std::set<std::size_t> lengths;
    const auto check = [&](const ControlledRecording& run) {
        CHECK(run.end == RunEnd::complete);
        CHECK(run.history.publishes.size() == 2);
        lengths.insert(run.made.size());
    };
    const std::uint64_t all = each_schedule(helping, convoy_2(), {}, check);
    CHECK(lengths == std::set<std::size_t>{7, 8});
    const Exploration reduced = explored(helping, convoy_2(), true);
    CHECK(reduced.schedules < all);
    CHECK(reduced.outcomes == 2);
}

TEST_CASE("what a task throws comes out of the run, and the scheduler is as good as new") {
    const StrategyRecord throwing = trap<Throwing>();
    const Bounds bounds = *bounds_of(two_departures());
    const Scenario scenario = two_departures();
    const auto runner = throwing.controlled(scenario, bounds);
    for (int i = 0; i < 3; ++i) {
        Prefer second{1};
        CHECK_THROWS_AS(runner->run(second, {}), std::bad_alloc);
    }
    ExploreOptions options{.policy = Policy::random, .jobs = 3};
    CHECK_THROWS_AS(explore(throwing, scenario, bounds, options), std::bad_alloc);
}

// A takes 0, 1, publishes, gives back 1, 0; B takes 1, 0. Whoever takes its first lock, the other
// may take its own at once, which is the deadlock; or when the first has given it back, before or
// after the last unlock. So 3 schedules for each who begins, one of them a deadlock; up to the
// order of what does not depend on each other, 3 in all.
TEST_CASE("locks taken crosswise: the deadlock is met, and says who waits for what") {
    const StrategyRecord crossed = trap<CrossedLocks>();
    std::uint64_t deadlocks = 0;
    const auto check = [&](const ControlledRecording& run) {
        if (run.end == RunEnd::complete) {
            CHECK(run.made.size() == 10);
            CHECK(run.waiting.empty());
            return;
        }
        ++deadlocks;
        CHECK(run.end == RunEnd::deadlock);
        CHECK(run.made.size() == 2);
        REQUIRE(run.waiting.size() == 2);
        CHECK(run.waiting[0].task == 0);
        CHECK(run.waiting[0].operation == Made{0, OperationKind::lock, 1, 1});
        CHECK(run.waiting[1].task == 1);
        CHECK(run.waiting[1].operation == Made{1, OperationKind::lock, 0, 1});
        CHECK(run.log.events.empty());
        CHECK(run.history.event_count() == 0);
    };
    CHECK(each_schedule(crossed, two_departures(), {}, check) == 6);
    CHECK(deadlocks == 2);

    const Exploration all = explored(crossed, two_departures(), false);
    CHECK(all.schedules == 6);
    CHECK(all.deadlocks == 2);
    CHECK(all.first_deadlock ==
          "A waits to lock the strategy's mutex 1; B waits to lock the strategy's mutex 0");
    const Exploration classes = explored(crossed, two_departures(), true);
    CHECK(classes.schedules == 3);
    CHECK(classes.deadlocks == 1);
}

TEST_CASE("a task can wait for itself") {
    const auto check = [](const ControlledRecording& run) {
        CHECK(run.end == RunEnd::deadlock);
        CHECK(run.made.size() == 1);
        CHECK(run.waiting.size() == 2);  // The other waits for the same lock.
    };
    CHECK(each_schedule(trap<LockedTwice>(), two_departures(), {}, check) == 2);
}

// B makes room for cargo that A, which has less aboard, never sends.
TEST_CASE("mail that never comes is no deadlock") {
    Scenario scenario = model::serve({{}, {}});
    OrderTable table{scenario.orders};
    scenario.ships[0].plan = {table.add_transfer(1, 1'000)};
    REQUIRE(bounds_of(scenario)->mail[1] == 1);
    for (const StrategyRecord& strategy : strategies()) {
        const auto check = [&](const ControlledRecording& run) {
            INFO(strategy.name);
            CHECK(run.end == RunEnd::complete);
            CHECK(run.waiting.empty());
            CHECK(run.history.event_count() == 1);
        };
        CHECK(each_schedule(strategy, scenario, {}, check) >= 1);
    }
}

// Publish, load, compare-and-swap: 20 ways to lay three operations beside three. The swap fails
// unless one ship loads after the other has swapped (4 ways each): in 12 it is made once more, when
// the other has finished. Each retry is another's success, so they come to an end.
TEST_CASE("a compare-and-swap is retried no more often than others succeed") {
    const StrategyRecord& atom = *find_strategy("atom");
    std::uint64_t retried = 0;
    const auto check = [&](const ControlledRecording& run) {
        CHECK(run.end == RunEnd::complete);
        CHECK(run.log.events.size() == 2);
        retried += run.made.size() == 7 ? 1 : 0;
        CHECK((run.made.size() == 6 || run.made.size() == 7));
    };
    CHECK(each_schedule(atom, two_departures(), {}, check) == 20);
    CHECK(retried == 12);
    const Exploration all = explored(atom, two_departures(), false);
    CHECK(all.schedules == 20);
    CHECK(all.operations == 20 * 6 + 12);

    const Scenario three = model::serve({{depart}, {depart}, {depart}});
    std::size_t most = 0;
    each_schedule(atom, three, {},
                  [&](const ControlledRecording& run) { most = std::max(most, run.made.size()); });
    CHECK(most == 9 + 1 + 2);  // The second fails once, the third twice.
}

TEST_CASE("a spin ends where the schedule lets it, and else at the bound") {
    const Scenario scenario = two_departures();
    const Bounds bounds = *bounds_of(scenario);
    const auto runner = trap<Spin>().controlled(scenario, bounds);
    Prefer fair{0};
    const ControlledRecording& ended = runner->run(fair, {});
    CHECK(ended.end == RunEnd::complete);
    CHECK(ended.made.size() == 4);  // publish, store; load, publish

    Prefer unfair{1};
    const ControlledRecording& cut = runner->run(unfair, {.operations_max = 5'000});
    CHECK(cut.end == RunEnd::too_long);
    CHECK(cut.made.size() == 5'000);
    CHECK(cut.schedule.tasks == std::vector<TaskId>(5'000, 1));
    CHECK(cut.log.events.empty());
    CHECK(cut.waiting.empty());

    Prefer again{0};
    CHECK(runner->run(again, {}).end == RunEnd::complete);
}

// B loads until it sees A's store. With at most 8 operations, A's publish and store can stand
// anywhere among the loads.
TEST_CASE("where runs are cut, nothing is proven") {
    const RunLimits limits{.operations_max = 8};
    std::uint64_t cut = 0;
    const auto count = [&](const ControlledRecording& run) {
        CHECK(run.made.size() <= 8);
        cut += run.end == RunEnd::too_long ? 1 : 0;
        CHECK((run.end == RunEnd::too_long || run.end == RunEnd::complete));
        CHECK(run.log.events.size() == run.history.event_count());
    };
    const std::uint64_t schedules = each_schedule(trap<Spin>(), two_departures(), limits, count);
    CHECK(cut > 0);
    CHECK(cut < schedules);
    const Exploration all = explored(trap<Spin>(), two_departures(), false, limits);
    CHECK(all.schedules == schedules);
    CHECK(all.too_long == cut);
    CHECK(shown(all, {.limits = limits}).find("proof") == std::string::npos);
}

}  // namespace reckon
