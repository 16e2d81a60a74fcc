// Goal: controlled runs can go on for ever: they neither allocate nor grow.
// Method: every allocation of this program is counted; resident memory is read from /proc. With a
// sanitizer, which has an allocator and shadows of its own, only that many runs work is tested.

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <new>
#include <string>

#include "core/control/fiber.hpp"
#include "core/control/strategy_record.hpp"
#include "core/explore/exhaustive.hpp"
#include "core/explore/pct.hpp"
#include "core/explore/pos.hpp"
#include "core/world/preset.hpp"
#include "serializers/list.hpp"
#include "tests/catch.hpp"
#include "tests/explore/menus.hpp"

namespace {

std::atomic<std::uint64_t> allocations{0};

#if defined(RECKON_ASAN) || defined(RECKON_TSAN)
constexpr bool counts_allocations = false;
#else
constexpr bool counts_allocations = true;

void* allocate(std::size_t bytes, std::size_t alignment) {
    allocations.fetch_add(1, std::memory_order_relaxed);
    const std::size_t rounded = (bytes + alignment - 1) / alignment * alignment;
    void* memory = std::aligned_alloc(alignment, rounded == 0 ? alignment : rounded);
    if (memory == nullptr) std::abort();
    return memory;
}
#endif

}  // namespace

#if !defined(RECKON_ASAN) && !defined(RECKON_TSAN)
void* operator new(std::size_t bytes) {
    return allocate(bytes, alignof(std::max_align_t));
}
void* operator new(std::size_t bytes, std::align_val_t alignment) {
    return allocate(bytes, std::max(static_cast<std::size_t>(alignment), sizeof(void*)));
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
    std::free(memory);
}
#endif

namespace reckon {
namespace {

/// What of this process is in memory.
std::uint64_t resident_kib() {
    std::ifstream status{"/proc/self/status"};
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmRSS:")) return std::stoull(line.substr(6));
    }
    FAIL("no VmRSS in /proc/self/status");
    return 0;
}

Scenario mixed() {
    Knobs knobs = find_preset("mixed")->knobs();
    knobs.ships = 4;
    knobs.orders = 20;
    knobs.source_orders = 20;
    return *generate(knobs);
}

/// Runs drawn by a sampler; returns how many allocations the later half of them made.
std::uint64_t allocations_of(ControlledRunner& runner, Sampler& sampler) {
    constexpr std::uint64_t runs = counts_allocations ? 400 : 40;
    std::uint64_t before = 0;
    for (std::uint64_t index = 0; index < runs; ++index) {
        if (index == runs / 2) before = allocations.load();
        sampler.begin(3, index, 100);
        (void)runner.run(sampler, {});
    }
    return allocations.load() - before;
}

}  // namespace

TEST_CASE("what allocates by its nature is seen: a node of a list for each event") {
    const Scenario scenario = convoy_2();
    const Bounds bounds = *bounds_of(scenario);
    const auto runner = find_strategy("atom")->controlled(scenario, bounds);
    RandomWalk random;
    if (!counts_allocations) WARN("allocations are not counted under a sanitizer");
    CHECK(allocations_of(*runner, random) == (counts_allocations ? 2 * 200 : 0));
}

TEST_CASE("runs allocate nothing, once they have begun") {
    RandomWalk random;
    Pct pct{3};
    Pos pos;
    for (const StrategyRecord& strategy : strategies()) {
        if (strategy.name == "atom") continue;
        for (const Scenario& scenario : {convoy_2(), mixed()}) {
            const Bounds bounds = *bounds_of(scenario);
            const auto runner = strategy.controlled(scenario, bounds);
            INFO(strategy.name << " on " << scenario.name);
            CHECK(allocations_of(*runner, random) == 0);
            CHECK(allocations_of(*runner, pct) == 0);
            CHECK(allocations_of(*runner, pos) == 0);
        }
    }
}

TEST_CASE("a search allocates nothing for a schedule") {
    const Scenario scenario = model::serve({{follow, follow}, {depart, depart}});
    const Bounds bounds = *bounds_of(scenario);
    const auto runner = find_strategy("deps")->controlled(scenario, bounds);
    Exhaustive search;
    std::uint64_t runs = 0;
    std::uint64_t before = 0;
    for (bool more = true; more; ++runs) {
        if (runs == 5) before = allocations.load();
        more = search.next(runner->run(search, {}));
    }
    const std::uint64_t made = allocations.load() - before;
    CHECK(made == 0);
    CHECK(runs == 15);  // Four operations beside two.
}

// The stacks of fibers would show first: 64 KiB each.
TEST_CASE("a million runs take no more memory than the first") {
    const Scenario scenario = convoy_2();
    const Bounds bounds = *bounds_of(scenario);
    const auto runner = find_strategy("deps")->controlled(scenario, bounds);
    RandomWalk random;
    std::uint64_t index = 0;
    const auto run_until = [&](std::uint64_t end) {
        for (; index < end; ++index) {
            random.begin(1, index, 0);
            (void)runner->run(random, {});
        }
        return resident_kib();
    };
    if (!counts_allocations) {
        WARN("memory is not measured under a sanitizer");
        run_until(20'000);
        return;
    }
    const std::uint64_t before = run_until(200'000);
    const std::uint64_t after = run_until(1'000'000);
    CAPTURE(before, after);
    CHECK(after <= before + 1'024);
}

TEST_CASE("runners come and go, and leave nothing behind") {
    const Scenario scenario = convoy_2();
    const Bounds bounds = *bounds_of(scenario);
    const auto make = [&](int count) {
        for (int i = 0; i < count; ++i) {
            const auto runner = find_strategy("deps")->controlled(scenario, bounds);
            RandomWalk random;
            (void)runner->run(random, {.operations_max = static_cast<std::uint64_t>(i % 4)});
        }
        return resident_kib();
    };
    if (!counts_allocations) {
        make(200);
        return;
    }
    const std::uint64_t before = make(1'000);
    const std::uint64_t after = make(10'000);
    CAPTURE(before, after);
    CHECK(after <= before + 1'024);
}

}  // namespace reckon
