// Goal: what an exploration finds does not depend on how many threads it uses, nor on chance.
// Method: all that it tells but the time it took, as text, with one job and with several, for each
// policy, stopped by a failure, by a bound within a portion, or by nothing.

#include <fmt/ranges.h>

#include "core/explore/exploration.hpp"
#include "serializers/list.hpp"
#include "tests/catch.hpp"
#include "tests/explore/menus.hpp"

namespace reckon {
namespace {

std::string words(const FailedSchedule& failure, const TaskCounts& tasks) {
    std::string all =
        fmt::format("{} {} @{} {}", failure.schedule.tasks, failure.schedule.readings,
                    failure.schedule.clock_start_ms, one_line(failure.deviations, tasks));
    for (const Check check : all_checks) {
        const Finding& finding = failure.verdict[check];
        all += fmt::format("\n{} {}: {}", word(check), word(finding.outcome), finding.witness);
    }
    return fmt::format("{}\n{} {} {}", all, failure.verdict.observed,
                       word(failure.verdict.serializable.outcome),
                       failure.verdict.serializable.cycle);
}

/// All but the seconds.
std::string words(const Exploration& found, const TaskCounts& tasks) {
    const std::string numbers = fmt::format(
        "schedules {} pruned {} exhausted {} outcomes {} logs {} fails {} undecided {} "
        "not serializable {} deadlocks {} too long {} operations {}\n{}\n",
        found.schedules, found.pruned, found.exhausted, found.outcomes, found.logs, found.fails,
        found.undecided, found.not_serializable, found.deadlocks, found.too_long, found.operations,
        found.first_deadlock);
    return numbers + (found.first_failure ? words(*found.first_failure, tasks) : "no failure");
}

Scenario with_a_source() {
    Scenario scenario = model::serve({{follow, follow}, {depart, hail_to_follow}});
    OrderTable table{scenario.orders};
    const OrderId order = table.add({.kind = OrderKind::depart, .port = 40});
    scenario.sources = {{{0, order}, {1, order}}};
    return scenario;
}

std::string told(const StrategyRecord& strategy, const Scenario& scenario,
                 const ExploreOptions& options) {
    const Bounds bounds = *bounds_of(scenario);
    const auto found = explore(strategy, scenario, bounds, options);
    REQUIRE(found);
    return words(*found, strategy.controlled(scenario, bounds)->tasks());
}

void compare_jobs(const StrategyRecord& strategy, const Scenario& scenario,
                  ExploreOptions options) {
    options.jobs = 1;
    const std::string alone = told(strategy, scenario, options);
    options.jobs = 3;
    INFO(strategy.name << ", " << word(options.policy) << ", at most " << options.schedules_max);
    CHECK(told(strategy, scenario, options) == alone);
}

/// The searches and samplers there are.
std::vector<ExploreOptions> ways() {
    return {{.policy = Policy::random},
            {.policy = Policy::pct},
            {.policy = Policy::pos},
            {.policy = Policy::exhaustive},
            {.policy = Policy::exhaustive, .reduce = false},
            {.policy = Policy::exhaustive, .preemptions = 2}};
}

}  // namespace

// A portion of samples is 256 schedules; one of a search is what begins with its first operations.
TEST_CASE("results do not depend on jobs, wherever the bound on schedules falls") {
    const Scenario scenario = with_a_source();
    for (const std::string_view name : {"timestamp", "lossy"}) {
        const StrategyRecord& strategy = *find_strategy(name);
        for (ExploreOptions options : ways()) {
            options.count_all = true;
            options.required = required_by(Fidelity::faithful);
            for (const std::uint64_t most : {256U, 300U, 600U}) {
                options.schedules_max = most;
                compare_jobs(strategy, scenario, options);
            }
        }
    }
}

TEST_CASE("results do not depend on jobs where the first failure ends the exploration") {
    const Scenario scenario = with_a_source();
    for (const std::string_view name : {"early-ticket", "deps"}) {
        const StrategyRecord& strategy = *find_strategy(name);
        for (ExploreOptions options : ways()) {
            options.required = required_by(Fidelity::faithful);
            options.schedules_max = 600;
            compare_jobs(strategy, scenario, options);
        }
    }
}

TEST_CASE("results do not depend on jobs where a search comes to its end, or runs to theirs") {
    const Scenario scenario = model::serve({{follow}, {follow}, {depart}});
    for (const std::string_view name : {"mutex", "stepping-clock"}) {
        for (ExploreOptions options : ways()) {
            options.count_all = true;
            options.schedules_max = 600;
            options.required = required_by(Fidelity::strict);
            compare_jobs(*find_strategy(name), scenario, options);
            options.limits.operations_max = 5;
            compare_jobs(*find_strategy(name), scenario, options);
            options.limits = {.stops = {{0, 2}}};  // Under mutex it stops with the lock: deadlocks.
            compare_jobs(*find_strategy(name), scenario, options);
        }
    }
}

// A portion that passes the bound is run once more, only as far as the bound.
TEST_CASE("a bound is kept to the schedule") {
    const Scenario scenario = with_a_source();
    for (ExploreOptions options : ways()) {
        options.count_all = true;
        options.jobs = 3;
        for (std::uint64_t most = 1; most < 600; most += 97) {
            options.schedules_max = most;
            const auto found =
                explore(*find_strategy("mpsc"), scenario, *bounds_of(scenario), options);
            REQUIRE(found);
            CHECK(found->schedules == most);
            CHECK_FALSE(found->exhausted);
        }
    }
}

}  // namespace reckon
