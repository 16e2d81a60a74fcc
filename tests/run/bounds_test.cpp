// Goal: what a run may take is bounded, and its clocks are what they say.
// Method: budgets just too small; clocks read in a row.

#include <thread>

#include "core/control/strategy_record.hpp"
#include "core/run/free_run.hpp"
#include "core/run/memory_budget.hpp"
#include "core/world/preset.hpp"
#include "serializers/list.hpp"
#include "tests/catch.hpp"

namespace reckon {

TEST_CASE("a run that would pass its memory budget is refused, for every strategy") {
    Knobs knobs = find_preset("mixed")->knobs();
    const auto scenario = generate(knobs);
    REQUIRE(scenario);
    const auto bounds = bounds_of(*scenario);
    for (const StrategyRecord& strategy : strategies()) {
        DYNAMIC_SECTION(strategy.name) {
            const auto refused = strategy.free_run(*scenario, *bounds, {.memory = 1U << 20});
            REQUIRE_FALSE(refused);
            CHECK(refused.error().kind == Error::Kind::bound);
            CHECK(refused.error().place == "--memory");
        }
    }
}

TEST_CASE("a memory budget gives back what is returned to it") {
    MemoryBudget budget{1000};
    for (int round = 0; round < 10; ++round) {
        const std::pmr::vector<char> most(900, &budget);
        CHECK_THROWS_AS(std::pmr::vector<char>(200, &budget), OverBudget);
    }
}

TEST_CASE("the clock never steps back; the stepping clock does") {
    RealSync::Clock clock;
    RealSync::SteppingClock stepping;
    std::int64_t last = clock.now_ms();
    std::int64_t last_stepping = stepping.now_ms();
    bool stepped_back = false;
    for (int i = 0; i < 10'000; ++i) {
        const std::int64_t now = clock.now_ms();
        CHECK(now >= last);
        last = now;
        const std::int64_t stepping_now = stepping.now_ms();
        stepped_back = stepped_back || stepping_now < last_stepping;
        last_stepping = stepping_now;
    }
    CHECK(stepped_back);
    constexpr std::int64_t year_2020_ms = 1'577'836'800'000;
    CHECK(last > year_2020_ms);
}

TEST_CASE("busy work takes about as long as asked") {
    // The shortest of several, for the machine is shared.
    auto shortest = std::chrono::nanoseconds::max();
    for (int trial = 0; trial < 20; ++trial) {
        const auto start = std::chrono::steady_clock::now();
        for (int i = 0; i < 100; ++i) spin_for(2000);
        shortest = std::min(shortest, std::chrono::steady_clock::now() - start);
    }
    CHECK(shortest > std::chrono::microseconds{100});
    CHECK(shortest < std::chrono::microseconds{1000});
}

}  // namespace reckon
