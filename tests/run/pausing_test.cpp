// Goal: pauses come as often as asked, before each operation that others can see; runs with them
// tell the truth as runs without do, which know nothing of them.
// Method: each operation once with a chance of 1, pauses counted; runs on more workers than cores,
// histories held against the contract.

#include <type_traits>

#include "core/control/strategy_record.hpp"
#include "core/run/pausing_sync.hpp"
#include "core/world/preset.hpp"
#include "serializers/list.hpp"
#include "tests/catch.hpp"
#include "tests/run/truth.hpp"

namespace reckon {
namespace {

// A policy template over atomics compiles to the same instructions as plain std::atomic.
static_assert(std::is_same_v<RealSync::Atomic<int>, std::atomic<int>>);
static_assert(std::is_same_v<RealSync::Published<const int*>, std::atomic<const int*>>);
static_assert(std::is_same_v<RealSync::Mutex, std::mutex>);
static_assert(std::is_same_v<RealSync::Mailbox<int>, Mailbox<int>>);

/// While it lives, this thread pauses before each operation.
struct AlwaysPausing {
    AlwaysPausing() { PausingSync::thread_begins(1, 1); }
    ~AlwaysPausing() { PausingSync::pauses = {}; }
    AlwaysPausing(const AlwaysPausing&) = delete;
    AlwaysPausing& operator=(const AlwaysPausing&) = delete;
};

std::uint64_t pauses_made() {
    return PausingSync::pauses.made();
}

}  // namespace

TEST_CASE("pauses come as often as asked") {
    for (const double chance : {0.001, 0.02, 0.3}) {
        constexpr std::uint64_t pauses = 1000;
        Pauses often{chance, 7};
        std::uint64_t operations = 0;
        for (; often.made() < pauses; ++operations) often.before_operation();
        const double expected = static_cast<double>(pauses) / chance;
        CHECK(static_cast<double>(operations) > 0.85 * expected);
        CHECK(static_cast<double>(operations) < 1.15 * expected);
    }
}

TEST_CASE("a thread that was given no chance does not pause") {
    PausingSync::Atomic<int> number{0};
    for (int i = 0; i < 1000; ++i) number.fetch_add(1);
    CHECK(number.load() == 1000);
    CHECK(pauses_made() == 0);
}

TEST_CASE("each visible operation may be preceded by a pause, and does what it does") {
    PausingSync::Atomic<int> number{1};
    PausingSync::Mutex mutex;
    PausingSync::Mailbox<int> mailbox;
    PausingSync::Queue<int> queue{4};
    PausingSync::Ring<int> ring{1};
    PausingSync::Clock clock;
    PausingSync::SteppingClock stepping;
    mailbox.reserve(2, std::pmr::get_default_resource());
    int item = 0;
    const AlwaysPausing always;

    number.store(2);
    CHECK(number.fetch_add(3) == 2);
    int expected = 4;
    CHECK_FALSE(number.compare_exchange_weak(expected, 9));
    CHECK(expected == 5);
    CHECK(number.load() == 5);
    CHECK(pauses_made() == 4);

    mutex.lock();
    mutex.unlock();
    CHECK(pauses_made() == 6);

    mailbox.send(7);
    CHECK(mailbox.receive(item));
    CHECK(item == 7);
    CHECK_FALSE(mailbox.receive(item));
    CHECK(pauses_made() == 9);

    queue.push(8);
    CHECK(queue.pop(item));
    CHECK(item == 8);
    CHECK(ring.try_push(1));
    CHECK_FALSE(ring.try_push(2));
    CHECK(ring.pop(item));
    CHECK(pauses_made() == 14);

    CHECK(clock.now_ms() > 0);
    CHECK(stepping.now_ms() > 0);
    CHECK(pauses_made() == 16);
}

TEST_CASE("with pauses nothing is lost, and histories stay true") {
    for (const StrategyRecord& strategy : strategies()) {
        DYNAMIC_SECTION(strategy.name) {
            for (const double chance : {0.01, 0.5}) {
                for (const std::string_view preset : {"mixed", "storm", "hail"}) {
                    Knobs knobs = find_preset(preset)->knobs();
                    knobs.ships = 7;
                    knobs.orders = 60;
                    knobs.sources = 3;
                    knobs.source_orders = 60;
                    const auto scenario = generate(knobs);
                    REQUIRE(scenario);
                    const auto recording = strategy.free_run(
                        *scenario, *bounds_of(*scenario),
                        {.workers = 6, .batch = 3, .observe_every_us = 50, .pauses = chance});
                    REQUIRE(recording);
                    CHECK(untruth(*scenario, *recording->history).empty());
                }
            }
        }
    }
}

}  // namespace reckon
