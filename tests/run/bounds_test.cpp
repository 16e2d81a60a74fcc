// Goal: what a run may take is bounded, and its clocks are what they say.
// Method: budgets just too small; clocks read in a row.

#include <algorithm>
#include <set>
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
            const auto small_pages =
                strategy.free_run(*scenario, *bounds, {.memory = 1U << 30, .huge_pages = false});
            CHECK(small_pages.has_value());
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

TEST_CASE("what a budget gives lies on cache lines of its own, and not all alike in a page") {
    for (const bool huge_pages : {false, true}) {
        MemoryBudget budget{64U << 20U, huge_pages};
        std::vector<std::pmr::vector<char>> blocks;
        for (const std::size_t bytes : {1U, 20U, 64U, 100U, 3U << 20U, 3U << 20U, 3U << 20U}) {
            blocks.emplace_back(bytes, 'x', &budget);
        }
        std::vector<std::pair<std::uintptr_t, std::uintptr_t>> lines;
        for (const auto& block : blocks) {
            const auto first = reinterpret_cast<std::uintptr_t>(block.data());
            CHECK(first % cache_line == 0);
            lines.emplace_back(first / cache_line, (first + block.size() - 1) / cache_line);
        }
        std::ranges::sort(lines);
        for (std::size_t i = 1; i < lines.size(); ++i) {
            CHECK(lines[i].first > lines[i - 1].second);
        }
        std::set<std::uintptr_t> places;
        for (std::size_t i = 4; i < blocks.size(); ++i) {
            places.insert(reinterpret_cast<std::uintptr_t>(blocks[i].data()) % 4096);
        }
        CHECK(places.size() == 3);
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
