// Goal: what an exploration says it has shown is neither more nor less than what it has.
// Method: explorations constructed by their numbers, each with the sentence and the outcome due;
// and bounds, stops and deadlocks on real ones.

#include "core/explore/exploration.hpp"

#include <algorithm>

#include "serializers/list.hpp"
#include "tests/catch.hpp"
#include "tests/explore/menus.hpp"

namespace reckon {
namespace {

using Catch::Matchers::Contains;

const ExploreOptions asks_view = [] {
    ExploreOptions options;
    options.required[static_cast<std::size_t>(Check::view)] = true;
    return options;
}();

const Exploration all_held{.schedules = 3, .finished = true, .exhausted = true};

Result<Exploration> explored(std::string_view strategy, const Scenario& scenario,
                             const ExploreOptions& options) {
    return explore(*find_strategy(strategy), scenario, *bounds_of(scenario), options);
}

}  // namespace

TEST_CASE("a proof is what covers all there is, decided, without a task that waits for ever") {
    CHECK(required_outcome(all_held, asks_view) == Outcome::holds);
    CHECK(shown(all_held, asks_view) ==
          "All 3 classes of equivalent schedules: view held on each, which is a proof for this "
          "scenario.");

    Exploration waits = all_held;
    waits.deadlocks = 1;
    CHECK(required_outcome(waits, asks_view) == Outcome::undecided);
    CHECK_THAT(shown(waits, asks_view), !Contains("proof") && Contains("deadlock"));
    ExploreOptions stopping = asks_view;
    stopping.limits.stops = {{0, 1}};  // Then waiting is what was asked for.
    CHECK(required_outcome(waits, stopping) == Outcome::holds);

    Exploration open = all_held;
    open.undecided[static_cast<std::size_t>(Check::view)] = 1;
    CHECK(required_outcome(open, asks_view) == Outcome::undecided);
    CHECK_THAT(shown(open, asks_view), !Contains("proof") && Contains("undecided on some"));

    Exploration cut = all_held;
    cut.finished = cut.exhausted = false;
    CHECK(required_outcome(cut, asks_view) == Outcome::undecided);
    CHECK_THAT(shown(cut, asks_view), !Contains("proof") && Contains("of unknown many"));

    Exploration broken = all_held;
    broken.fails[static_cast<std::size_t>(Check::view)] = 1;
    CHECK(required_outcome(broken, asks_view) == Outcome::fails);
    CHECK_THAT(shown(broken, asks_view), Contains("Found to fail: view"));
}

TEST_CASE("a bound on preemptions is kept to its end, or is cut short and says so") {
    ExploreOptions options = asks_view;
    options.preemptions = 1;
    options.count_all = true;
    const auto whole = explored("deps", convoy_2(), options);
    REQUIRE(whole);
    CHECK(whole->finished);
    CHECK_FALSE(whole->exhausted);
    CHECK(required_outcome(*whole, options) == Outcome::holds);
    CHECK_THAT(shown(*whole, options), Contains("those with more were not tried"));
    options.schedules_max = 1;
    const auto cut = explored("deps", convoy_2(), options);
    REQUIRE(cut);
    CHECK_FALSE(cut->finished);
    CHECK(required_outcome(*cut, options) == Outcome::undecided);
    CHECK_THAT(shown(*cut, options), Contains("others within that bound"));
}

TEST_CASE("where no run came to its end nothing was judged") {
    ExploreOptions options = asks_view;
    options.policy = Policy::random;
    options.schedules_max = 3;
    options.limits.operations_max = 1;
    const auto found = explored("deps", convoy_2(), options);
    REQUIRE(found);
    CHECK_FALSE(judged_any(*found));
    CHECK(required_outcome(*found, options) == Outcome::undecided);
    CHECK_THAT(shown(*found, options), Contains("nothing was judged"));
}

TEST_CASE("a stop counts where a task came so far, and is an error where none ever does") {
    ExploreOptions options;
    options.count_all = true;
    options.limits.stops = {{0, 2}};  // Before its push.
    const auto found = explored("mpsc", convoy_2(), options);
    REQUIRE(found);
    CHECK(found->stopped == std::vector{found->schedules});
    options.limits.stops = {{0, 99}};
    const auto never = explored("mpsc", convoy_2(), options);
    REQUIRE_FALSE(never);
    CHECK_THAT(never.error().message(), Contains("--stop") && Contains("after 99 operations"));
    CHECK(never.error().kind == Error::Kind::input);
}

// The first ship's retries differ from schedule to schedule: on some it stops, on others it has
// come to its end before.
TEST_CASE("a failure's schedule has the stops to which its run came, and repeats") {
    std::size_t failures = 0;
    for (std::uint32_t steps = 0; steps < 6; ++steps) {
        for (std::uint64_t seed = 1; seed <= 10; ++seed) {
            ExploreOptions options = asks_view;
            options.policy = Policy::random;
            options.seed = seed;
            options.schedules_max = 100;
            options.limits.stops = {{0, steps}};
            const auto found = explored("atom", convoy_2(), options);
            if (!found || !found->first_failure) continue;
            ++failures;
            ExploreOptions again = options;
            again.policy = Policy::repeat;
            again.repeat = found->first_failure->deviations;
            again.limits.stops = again.repeat.stops;
            const auto repeated = explored("atom", convoy_2(), again);
            REQUIRE(repeated);
            CHECK(repeated->first_failure);
        }
    }
    CHECK(failures > 10);
}

TEST_CASE("samples can begin with readings of the clock alone") {
    ExploreOptions options = asks_view;
    options.policy = Policy::random;
    options.repeat.clock = {{.task = 0, .step = 2, .ms = 5}};  // After its deref.
    const auto found = explored("timestamp", convoy_2(), options);
    REQUIRE(found);
    REQUIRE(found->first_failure);
    const auto& readings = found->first_failure->schedule.readings;
    CHECK(std::ranges::max(readings) >= 5);
}

// Three billion portions' results would fill the memory before the first schedule is run.
TEST_CASE("the bound on schedules costs nothing by itself") {
    ExploreOptions options = asks_view;
    options.policy = Policy::random;
    options.schedules_max = 1'000'000'000'000;
    const auto found = explored("mpsc", convoy_2(), options);
    REQUIRE(found);
    CHECK(found->first_failure);
}

}  // namespace reckon
