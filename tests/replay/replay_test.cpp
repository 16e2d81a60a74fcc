// Goal: a partial order gives the same replay, or the same error, by any number of threads, and
// what a replay of one thread gives is what the definition says.
// Method: logs drawn by chance, whole and broken, by 1 to 8 threads, against a replay that looks
// for an event that may come next until there is none.

#include "core/replay/replay.hpp"

#include <algorithm>

#include "tests/catch.hpp"
#include "tests/replay/random_logs.hpp"

namespace reckon {
namespace {

/// By ship and version; none if some event never can be applied.
std::optional<std::vector<std::vector<State>>> replay_by_definition(const DrawnLog& drawn) {
    const Scenario& scenario = drawn.scenario;
    const Log& log = drawn.log;
    const auto n = static_cast<ShipId>(scenario.ships.size());
    std::vector<std::vector<State>> states;
    for (const ShipSetup& ship : scenario.ships) states.push_back({ship.initial});
    if (!malformed(log, n).empty()) return std::nullopt;
    const auto* by_clock = std::get_if<ByClock>(&log.order);
    const auto there = [&](const Event& event) { return event.dot.ship < n; };
    const bool readable = by_clock != nullptr && std::ranges::all_of(log.events, there);
    const std::vector<Cut> clocks = readable ? clocks_of(drawn) : std::vector<Cut>{};
    const auto happened = [&](Dot dot) { return dot.version < states[dot.ship].size(); };
    std::vector<bool> applied(log.events.size());
    const auto apply_if_ready = [&](std::size_t entry) {
        const auto& [dot, id, cause] = log.events[entry];
        if (dot.ship >= n || id >= scenario.orders.size()) return false;
        if (applied[entry] || dot.version != states[dot.ship].size()) return false;
        for (std::size_t earlier = 0; earlier < entry; ++earlier) {
            if (log.events[earlier].dot.ship == dot.ship && !applied[earlier]) return false;
        }
        std::vector<State> read;
        const auto asked = derefs(scenario.orders[id]);
        if (by_clock != nullptr) {
            if (!readable) return false;
            if (!std::ranges::all_of(by_clock->changes_of(entry), happened)) return false;
            for (const ShipId ship : asked) {
                const Dot known{ship, clocks[entry][ship]};
                if (!happened(known)) return false;
                read.push_back(states[ship][known.version]);
            }
        } else {
            const auto named = log.named_reads->of(entry);
            if (!std::ranges::equal(asked, named, {}, {}, &Dot::ship)) return false;
            if (!std::ranges::all_of(named, happened)) return false;
            const bool hailed = cause.is_hail() && cause.sender().ship < n;
            if (hailed && !happened(cause.sender())) return false;
            for (const Dot dot_read : named) {
                read.push_back(states[dot_read.ship][dot_read.version]);
            }
        }
        states[dot.ship].push_back(apply(states[dot.ship].back(), scenario.orders[id], read));
        applied[entry] = true;
        return true;
    };
    for (bool moved = true; moved;) {
        moved = false;
        for (std::size_t i = 0; i < log.events.size(); ++i) moved = apply_if_ready(i) || moved;
    }
    if (!std::ranges::all_of(applied, [](bool each) { return each; })) return std::nullopt;
    return states;
}

bool same(const Replay& a, const Replay& b) {
    if (a.states.size() != b.states.size() || a.unsent_count != b.unsent_count) return false;
    for (ShipId ship = 0; ship < a.states.size(); ++ship) {
        if (!std::ranges::equal(a.states[ship], b.states[ship])) return false;
        if (!std::ranges::equal(a.reads[ship], b.reads[ship])) return false;
    }
    return std::ranges::equal(a.unsent, b.unsent, [](const Unsent& one, const Unsent& other) {
        return one.event == other.event && one.sender == other.sender;
    });
}

bool same_by_any_number(const DrawnLog& drawn, const Result<Replay>& alone) {
    Replay again;
    for (std::uint32_t threads = 2; threads <= 8; ++threads) {
        auto together = replay(drawn.scenario, drawn.log, {.threads = threads}, std::move(again));
        if (together.has_value() != alone.has_value()) return false;
        if (!together && together.error().message() != alone.error().message()) return false;
        if (together && !same(*together, *alone)) return false;
        again = together ? std::move(*together) : Replay{};
    }
    return true;
}

}  // namespace

TEST_CASE("small logs, whole and broken: as by definition, by any number of threads") {
    Random random{1};
    std::size_t whole = 0;
    std::size_t broken = 0;
    std::size_t unsent = 0;
    for (int i = 0; i < 900; ++i) {
        DrawnLog drawn = draw_log(random, 2 + below(random, 4), 1 + below(random, 40), i % 2 == 0);
        if (i % 3 != 0) damage(random, drawn);
        const auto alone = replay(drawn.scenario, drawn.log);
        const auto expected = replay_by_definition(drawn);
        INFO("log " << i << ": " << (alone ? "replayed" : alone.error().message()));
        REQUIRE(alone.has_value() == expected.has_value());
        for (ShipId ship = 0; alone && ship < expected->size(); ++ship) {
            REQUIRE(std::ranges::equal(alone->states[ship], (*expected)[ship]));
        }
        REQUIRE(same_by_any_number(drawn, alone));
        ++(alone ? whole : broken);
        if (alone) unsent += alone->unsent_count;
    }
    CHECK(whole > 200);
    CHECK(broken > 200);
    CHECK(unsent > 0);
}

TEST_CASE("long logs of few ships, and of many") {
    Random random{2};
    for (const bool by_clock : {false, true}) {
        for (const std::uint32_t ships : {2U, 3U, 60U}) {
            DrawnLog drawn = draw_log(random, ships, 5'000, by_clock);
            const auto alone = replay(drawn.scenario, drawn.log);
            REQUIRE(alone);
            CHECK(same_by_any_number(drawn, alone));
            const auto ends = final_states(drawn.scenario, drawn.log);
            REQUIRE(ends);
            for (ShipId ship = 0; ship < ships; ++ship) {
                CHECK((*ends)[ship] == alone->states[ship].back());
            }
            damage(random, drawn);
            CHECK(same_by_any_number(drawn, replay(drawn.scenario, drawn.log)));
        }
    }
}

TEST_CASE("the order of a replay is a linear extension") {
    Random random{3};
    for (int i = 0; i < 50; ++i) {
        const DrawnLog drawn = draw_log(random, 4, 60, i % 2 == 0);
        const auto order = replay_order(drawn.scenario, drawn.log);
        REQUIRE(order.size() == drawn.log.events.size());
        // As a sequence that names its reads it is replayed as well, and to the same end.
        Log sequence{{}, InSequence{}, NamedReads{}};
        const bool by_clock = i % 2 == 0;
        const std::vector<Cut> clocks = by_clock ? clocks_of(drawn) : std::vector<Cut>{};
        for (const std::uint32_t entry : order) {
            sequence.events.push_back(drawn.log.events[entry]);
            std::vector<Dot> reads;
            for (const ShipId ship : derefs(drawn.scenario.orders[drawn.log.events[entry].order])) {
                if (by_clock) reads.push_back({ship, clocks[entry][ship]});
            }
            sequence.named_reads->append(by_clock ? std::span<const Dot>{reads}
                                                  : drawn.log.named_reads->of(entry));
        }
        const auto replayed = replay(drawn.scenario, sequence);
        REQUIRE(replayed);
        CHECK(same(*replayed, *replay(drawn.scenario, drawn.log)));
    }
}

TEST_CASE("the end of a total order without its states on the way") {
    Random random{4};
    std::size_t refused = 0;
    for (int i = 0; i < 200; ++i) {
        DrawnLog drawn = draw_log(random, 3, 30, false);
        drawn.log.order = InSequence{};
        drawn.log.named_reads.reset();
        if (i % 2 == 0) drawn.log.events[below(random, 30)].dot.version = below(random, 12);
        const auto whole = replay(drawn.scenario, drawn.log);
        const auto ends = final_states(drawn.scenario, drawn.log);
        REQUIRE(whole.has_value() == ends.has_value());
        if (!whole) {
            ++refused;
            CHECK(whole.error().message() == ends.error().message());
        } else {
            for (ShipId ship = 0; ship < 3; ++ship) {
                CHECK((*ends)[ship] == whole->states[ship].back());
            }
        }
    }
    CHECK(refused > 20);
}

TEST_CASE("a log by stamp out of version order has its hails found") {
    DrawnLog drawn{{.name = "drawn"}, {}};
    OrderTable table{drawn.scenario.orders};
    const OrderId depart = table.add({.kind = OrderKind::depart, .port = 3});
    const OrderId hail = table.add({.kind = OrderKind::hail, .ships = {1, 0}, .sent = depart});
    drawn.scenario.ships = {{.name = "A", .initial = {.at = 0}},
                            {.name = "B", .initial = {.at = 1}}};
    drawn.log.events = {{{0, 2}, depart, Cause::plan(1)},
                        {{0, 1}, hail, Cause::plan(0)},
                        {{1, 1}, depart, Cause::hail({0, 1})}};
    drawn.log.order = ByStamp{{2, 1, 3}};
    const auto whole = replay(drawn.scenario, drawn.log);
    REQUIRE(whole);
    CHECK(whole->unsent_count == 0);
}

TEST_CASE("a clock as wide as a large fleet is waited for ship by ship") {
    constexpr std::uint32_t ships = 60'000;
    DrawnLog drawn{{.name = "wide"}, {}};
    OrderTable table{drawn.scenario.orders};
    const OrderId depart = table.add({.kind = OrderKind::depart, .port = 3});
    drawn.scenario.ships.resize(ships, {.name = "S", .initial = {.at = 0}});
    ByClock clocks;
    drawn.log.events.push_back({{0, 1}, depart, Cause::plan(0)});
    for (ShipId ship = 1; ship < ships; ++ship) clocks.changes.push_back({ship, 1});
    clocks.ends.push_back(clocks.changes.size());
    // The one that is waited for first goes last.
    for (ShipId ship = ships; ship-- > 1;) {
        drawn.log.events.push_back({{ship, 1}, depart, Cause::plan(0)});
        clocks.ends.push_back(clocks.changes.size());
    }
    drawn.log.order = std::move(clocks);
    const auto started = std::chrono::steady_clock::now();
    REQUIRE(replay(drawn.scenario, drawn.log));
    CHECK(std::chrono::steady_clock::now() - started < std::chrono::seconds{2});
}

}  // namespace reckon
