// Goal: mailboxes, the ready queue and the pool lose nothing, starve nobody and stop, with far more
// threads than cores. That no two steps of a ship overlap is asserted inside the fleet.
// Method: real threads on 1 to 32 workers; afterwards the history is held against the contract.

#include <array>
#include <thread>

#include "core/control/strategy_record.hpp"
#include "core/run/free_run.hpp"
#include "core/run/pool.hpp"
#include "core/world/preset.hpp"
#include "serializers/list.hpp"
#include "tests/catch.hpp"
#include "tests/run/truth.hpp"

namespace reckon {
namespace {

Knobs knobs(std::string_view preset, std::uint32_t ships, std::uint32_t orders,
            std::uint32_t sources) {
    Knobs knobs = find_preset(preset)->knobs();
    knobs.ships = ships;
    knobs.orders = orders;
    knobs.sources = sources;
    knobs.source_orders = orders;
    return knobs;
}

/// Ships that only hail each other, several deep.
Knobs only_hails(std::uint32_t ships, std::uint32_t orders) {
    Knobs only = knobs("hail", ships, orders, 3);
    only.shares = {};
    only.shares[static_cast<std::size_t>(OrderKind::hail)] = 9;
    only.shares[static_cast<std::size_t>(OrderKind::depart)] = 1;
    return only;
}

void sail_and_inspect(const Knobs& knobs, FreeRunOptions options, std::string_view strategy) {
    const auto scenario = generate(knobs);
    REQUIRE(scenario);
    const auto bounds = bounds_of(*scenario);
    const auto recording = find_strategy(strategy)->free_run(*scenario, *bounds, options);
    REQUIRE(recording);
    CHECK(untruth(*scenario, *recording->history).empty());
}

}  // namespace

TEST_CASE("a mailbox with many senders loses nothing and keeps each sender's order") {
    constexpr std::uint32_t senders = 8;
    constexpr std::uint32_t letters = 5000;
    struct Note {
        std::uint32_t sender;
        std::uint32_t number;
    };
    Mailbox<Note> mailbox;
    mailbox.reserve(senders * letters, std::pmr::get_default_resource());
    std::vector<std::thread> threads;
    for (std::uint32_t sender = 0; sender < senders; ++sender) {
        threads.emplace_back([&, sender] {
            for (std::uint32_t i = 0; i < letters; ++i) mailbox.send({sender, i});
        });
    }
    std::array<std::uint32_t, senders> next{};
    std::uint32_t wrong = 0;
    for (std::uint32_t received = 0; received < senders * letters;) {
        Note note{};
        if (!mailbox.receive(note)) {
            std::this_thread::yield();
            continue;
        }
        wrong += note.number == next[note.sender] ? 0 : 1;
        ++next[note.sender];
        ++received;
    }
    for (auto& thread : threads) thread.join();
    CHECK(wrong == 0);
    Note none{};
    CHECK_FALSE(mailbox.receive(none));
}

TEST_CASE("the ready queue hands each ship to one worker at a time, and loses none") {
    constexpr std::uint32_t ships = 7;
    constexpr std::uint32_t turns = 20'000;
    ReadyQueue queue{ships};
    std::array<std::atomic<int>, ships> held{};
    std::atomic<std::uint32_t> taken{0};
    std::atomic<int> overlaps{0};
    for (ShipId ship = 0; ship < ships; ++ship) queue.push(ship);
    std::vector<std::thread> threads;
    for (int i = 0; i < 6; ++i) {
        threads.emplace_back([&] {
            while (taken.load() < turns) {
                const auto ship = queue.pop();
                if (!ship) continue;
                if (held[*ship].fetch_add(1) != 0) ++overlaps;
                ++taken;
                held[*ship].fetch_sub(1);
                queue.push(*ship);
            }
        });
    }
    for (auto& thread : threads) thread.join();
    CHECK(overlaps == 0);
    std::array<bool, ships> found{};
    for (ShipId i = 0; i < ships; ++i) {
        const auto ship = queue.pop();
        REQUIRE(ship);
        CHECK_FALSE(found[*ship]);
        found[*ship] = true;
    }
    CHECK_FALSE(queue.pop());
}

TEST_CASE("one worker visits ships in turn, so that none starves") {
    Knobs fair = knobs("solo", 5, 40, 0);
    const auto scenario = generate(fair);
    REQUIRE(scenario);
    Pool pool{*scenario, 0};
    std::vector<ShipId> visits;
    pool.work([&](ShipId ship) {
        visits.push_back(ship);
        return 4;
    });
    REQUIRE(visits.size() == 5 * 10);
    for (std::size_t i = 0; i < visits.size(); ++i) CHECK(visits[i] == i % 5);
}

TEST_CASE("with many workers no ship starves") {
    constexpr std::uint32_t ships = 24;
    constexpr std::uint32_t orders = 3000;
    constexpr int workers = 8;
    const auto scenario = generate(knobs("solo", ships, orders, 0));
    REQUIRE(scenario);
    Pool pool{*scenario, 0};
    std::array<std::atomic<std::uint32_t>, ships> done{};
    std::atomic<bool> finished{false};
    std::atomic<std::uint32_t> behind{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < workers; ++i) {
        threads.emplace_back([&] {
            pool.work([&](ShipId ship) {
                if (done[ship].fetch_add(10) + 10 == orders && !finished.exchange(true)) {
                    for (const auto& each : done) behind += each.load() < orders / 2 ? 1 : 0;
                }
                return 10;
            });
        });
    }
    for (auto& thread : threads) thread.join();
    CHECK(std::ranges::all_of(done, [](const auto& each) { return each.load() == orders; }));
    // When the first ship is done, one is far behind only if a worker was taken off its core while
    // visiting it.
    CHECK(behind < workers);
}

TEST_CASE("a post wakes workers that have gone to sleep") {
    Scenario idle{.name = "idle"};
    idle.ships.resize(2);
    Pool pool{idle, 1};
    std::atomic<int> visits{0};
    const auto visit = [&](ShipId) {
        ++visits;
        return 1;
    };
    std::thread first{[&] { pool.work(visit); }};
    std::thread second{[&] { pool.work(visit); }};
    for (ShipId post = 0; post < 6; ++post) {
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
        pool.post(post % 2);
    }
    pool.source_done();
    first.join();
    second.join();
    CHECK(visits == 6);
}

TEST_CASE("a visit may be quicker than the post that announces its letter") {
    constexpr ShipId ships = 3;
    constexpr int posters = 6;
    constexpr int letters = 400;
    for (std::uint32_t round = 0; round < 100; ++round) {
        Scenario idle{.name = "idle"};
        idle.ships.resize(ships);
        Pool pool{idle, posters};
        std::array<std::atomic<int>, ships> mail{};
        std::array<std::atomic<int>, ships> visitors{};
        std::atomic<int> carried_out{0};
        std::atomic<int> overlaps{0};
        std::vector<std::thread> threads;
        for (int worker = 0; worker < 4; ++worker) {
            threads.emplace_back([&] {
                pool.work([&](ShipId ship) {
                    if (visitors[ship].fetch_add(1) != 0) ++overlaps;
                    int taken = 0;
                    for (int left = mail[ship].load(); taken < 4 && left > 0;) {
                        if (mail[ship].compare_exchange_weak(left, left - 1)) ++taken;
                    }
                    carried_out += taken;
                    if (taken == 2) std::this_thread::yield();
                    visitors[ship].fetch_sub(1);
                    return taken;
                });
            });
        }
        for (std::uint32_t poster = 0; poster < posters; ++poster) {
            threads.emplace_back([&, poster] {
                std::uint32_t dice = poster + round * 7;
                for (int i = 0; i < letters; ++i) {
                    dice = dice * 1664525 + 1013904223;
                    const ShipId ship = (dice >> 16) % ships;
                    ++mail[ship];
                    if ((dice >> 8) % 4 == 0)
                        std::this_thread::yield();  // Seen before it is posted.
                    pool.post(ship);
                }
                pool.source_done();
            });
        }
        for (auto& thread : threads) thread.join();
        REQUIRE(carried_out == posters * letters);
        REQUIRE(overlaps == 0);
    }
}

TEST_CASE("a pool with nothing to do stops at once") {
    Scenario idle{.name = "idle"};
    idle.ships = {{"Emma", {.at = 0}, {}}, {"Berta", {.at = 1}, {}}};
    Pool pool{idle, 0};
    pool.work([](ShipId) {
        FAIL("nothing to visit");
        return 0;
    });
    SUCCEED();
}

TEST_CASE("oversubscribed: nothing lost, each ship's order kept, clean shutdown") {
    for (const std::uint32_t workers : {1U, 2U, 8U, 32U}) {
        for (const std::uint32_t batch : {1U, 3U, 64U}) {
            DYNAMIC_SECTION(workers << " workers, batch " << batch) {
                sail_and_inspect(knobs("mixed", 9, 120, 4), {.workers = workers, .batch = batch},
                                 "none");
                sail_and_inspect(only_hails(6, 120), {.workers = workers, .batch = batch}, "deps");
                sail_and_inspect(knobs("storm", 24, 60, 0), {.workers = workers, .batch = batch},
                                 "vector");
            }
        }
    }
}

TEST_CASE("many sources, hardly any plans") {
    for (const std::uint32_t workers : {2U, 16U}) {
        DYNAMIC_SECTION(workers << " workers") {
            Knobs busy = knobs("mixed", 4, 0, 32);
            busy.source_orders = 100;
            sail_and_inspect(busy, {.workers = workers, .observe_every_us = 10}, "mutex");
        }
    }
}

TEST_CASE("short runs, again and again: a wake-up is never lost") {
    for (std::uint32_t round = 0; round < 2000; ++round) {
        Knobs tiny = only_hails(2 + round % 3, 3);
        tiny.seed = round;
        tiny.source_orders = 2;
        sail_and_inspect(tiny, {.workers = 1 + round % 4, .batch = 1 + round % 2}, "lamport");
    }
}

TEST_CASE("published sequentially consistent, two ships never miss each other's publish") {
    // Each publishes, then derefs the other, again and again: Dekker's pattern. With release and
    // acquire a third of the pairs read old states on both sides, on two x86-64 cores.
    Scenario scenario{.name = "store buffering"};
    OrderTable table{scenario.orders};
    scenario.ships = {{"Emma", {.at = 0}, {}}, {"Berta", {.at = 1}, {}}};
    constexpr int orders = 20'000;
    for (ShipId ship = 0; ship < 2; ++ship) {
        const OrderId follow = table.add({.kind = OrderKind::follow, .ships = {1 - ship, 0}});
        scenario.ships[ship].plan.assign(orders, follow);
    }
    const auto bounds = bounds_of(scenario);
    std::size_t missed = 0;
    for (int round = 0; round < 20; ++round) {
        const auto recording =
            find_strategy("none")->free_run(scenario, *bounds, {.workers = 2, .batch = orders});
        REQUIRE(recording);
        const auto& ships = recording->history->ships;
        // Emma published i, then read Berta at v, before Berta published v + 1 and then, deciding
        // on v + 2, read Emma: at i or later.
        for (Version i = 1; i < orders; ++i) {
            const Version v = ships[0].reads_of(i + 1)[0].version;
            if (v + 2 > orders) break;
            missed += ships[1].reads_of(v + 2)[0].version < i ? 1 : 0;
        }
    }
    CHECK(missed == 0);
}

TEST_CASE("the observer's snapshots are consistent cuts, one after another") {
    for (const auto publication : {Publication::sequential, Publication::release}) {
        Knobs watched = knobs("mixed", 6, 300, 2);
        watched.work_ns = 500;
        const auto scenario = generate(watched);
        REQUIRE(scenario);
        const auto bounds = bounds_of(*scenario);
        std::size_t observed = 0;
        for (int round = 0; round < 50 && observed < 100; ++round) {
            const auto recording = find_strategy("none")->free_run(
                *scenario, *bounds,
                {.batch = 4, .publication = publication, .observe_every_us = 10});
            REQUIRE(recording);
            CHECK(untruth(*scenario, *recording->history).empty());
            CHECK(recording->snapshots.got <= recording->snapshots.tried);
            observed += recording->history->observed.size();
        }
        CHECK(observed >= 100);
    }
}

}  // namespace reckon
