// Goal: after every entry each projection says what a count over the whole replay says; where a
//       log does not tell a ship's state, the ship is left out.
// Method: recordings by each kind of order and in each class, handed over entry by entry; counted
//         again from the states of replay() at the cut.

#include <fmt/format.h>

#include <map>

#include "core/live/live_replay.hpp"
#include "core/live/projection_list.hpp"
#include "core/replay/replay.hpp"
#include "core/world/port.hpp"
#include "tests/catch.hpp"
#include "tests/live/recorded_bytes.hpp"

namespace reckon {
namespace {

/// What the projections should show, counted the long way.
struct Counted {
    std::int64_t events = 0;
    std::int64_t refused = 0;
    std::map<std::string, std::int64_t> in_port;
    std::int64_t ships_at_sea = 0;
    std::int64_t tons_at_sea = 0;
    std::int64_t tons_in_port = 0;
    std::vector<std::int64_t> of_ship;

    Counted(const Replay& replay, const std::vector<Version>& cut, const std::vector<bool>& told) {
        for (ShipId ship = 0; ship < cut.size(); ++ship) {
            events += cut[ship];
            of_ship.push_back(cut[ship]);
            if (!told[ship]) continue;
            const State& state = replay.states[ship][cut[ship]];
            refused += state.refused;
            (state.at_sea() ? tons_at_sea : tons_in_port) += state.cargo;
            if (state.at_sea()) {
                ++ships_at_sea;
            } else {
                ++in_port[std::string{ports()[state.at].name}];
            }
        }
    }
};

std::int64_t whole(const LiveCell& cell) {
    return std::get<std::int64_t>(cell);
}

std::vector<LiveRow> rows_of(const LiveReplay& live, std::string_view name, Arrival now) {
    for (const auto& shown : live.shown()) {
        if (shown.record->name == name) return shown.projection->rows(now);
    }
    FAIL("no projection " << name);
    return {};
}

void compare(const LiveReplay& live, const Counted& counted, bool all_told, Arrival now) {
    CHECK(whole(rows_of(live, "events", now)[0][0]) == counted.events);
    if (all_told) {
        CHECK(whole(rows_of(live, "refused", now)[0][0]) == counted.refused);
        CHECK(whole(rows_of(live, "refused", now)[0][2]) == 0);
    }
    const auto sea = rows_of(live, "tons-at-sea", now);
    CHECK(whole(sea[0][1]) == counted.ships_at_sea);
    CHECK(whole(sea[0][2]) == counted.tons_at_sea);
    CHECK(whole(sea[1][2]) == counted.tons_in_port);
    std::map<std::string, std::int64_t> in_port;
    for (const LiveRow& row : rows_of(live, "ships-in-port", now)) {
        in_port[std::get<std::string>(row[0])] = whole(row[1]);
    }
    CHECK(in_port == counted.in_port);
    const auto& ships = live.setting().scenario.ships;
    const auto rates = rows_of(live, "rates", now);
    CHECK(rates.size() == ships.size());
    for (const LiveRow& row : rates) {
        for (std::size_t ship = 0; ship < ships.size(); ++ship) {
            if (ships[ship].name == std::get<std::string>(row[0])) {
                CHECK(whole(row[1]) == counted.of_ship[ship]);
            }
        }
    }
}

void follow_and_compare(const RecordedRun& run) {
    const auto file = recorded_bytes(run);
    BlockScan scan{file};
    auto setting = read_setting(scan);
    REQUIRE(setting);
    const bool later = setting->shape.order == OrderCode::by_stamp && !setting->shape.names_reads;
    const EntryBounds bounds = setting->log_bounds();
    LiveReplay live{std::move(*setting), {}};
    for (const ProjectionRecord& record : projection_list()) live.add(record);
    const auto replayed = replay(run.scenario, run.log);
    REQUIRE(replayed);
    const Arrival now = Arrival::clock::now();
    std::vector<Version> cut(run.scenario.ships.size());
    std::vector<bool> told(cut.size(), true);
    while (const auto block = scan.next()) {
        if (block->type != BlockType::log) {
            REQUIRE_FALSE(live.take(*block, now));
            continue;
        }
        std::size_t taken = 0;
        REQUIRE(each_entry(bounds, block->payload, [&](const Entry& entry) {
                    ++cut[entry.dot().ship];
                    if (later && !derefs(run.scenario.orders[entry.event().order]).empty()) {
                        told[entry.dot().ship] = false;
                    }
                    Block one = *block;
                    one.payload = block->payload.subspan(taken, entry.bytes());
                    taken += entry.bytes();
                    REQUIRE_FALSE(live.take(one, now));
                    const auto count =
                        static_cast<std::size_t>(std::count(told.begin(), told.end(), true));
                    CHECK(live.told() == count);
                    compare(live, {*replayed, cut, told}, count == told.size(), now);
                }) == "");
    }
    CHECK_FALSE(live.stopped());
    CHECK(live.events() == run.log.events.size());
}

TEST_CASE("what stops a replay stops the projections, and is told") {
    RecordedRun run = sailed_live("mutex", "solo");
    std::swap(run.log.events.front(), run.log.events.back());
    const auto file = recorded_bytes(run);
    BlockScan scan{file};
    auto setting = read_setting(scan);
    REQUIRE(setting);
    LiveReplay live{std::move(*setting), {}};
    live.add(*find_projection("events"));
    const Arrival now = Arrival::clock::now();
    while (const auto block = scan.next()) REQUIRE_FALSE(live.take(*block, now));
    REQUIRE(live.stopped());
    CHECK(live.stopped()->place == "log entry 0");
    CHECK(whole(rows_of(live, "events", now)[0][0]) == 0);
}

TEST_CASE("a ship's rate is of late, by the clock of the reader") {
    const RecordedRun run = sailed_live("mutex", "solo", 2, 8);
    const auto rates = find_projection("rates")->make(run.scenario);
    const Arrival begin = Arrival::clock::now();
    const auto see = [&](ShipId ship, Arrival when) {
        const Event event{.dot = {ship, 1}};
        rates->see(
            {.event = event, .order = {}, .before = nullptr, .after = nullptr, .arrived = when});
    };
    const auto rate = [&](std::size_t row, Arrival now) {
        return std::get<double>(rates->rows(now)[row][2]);
    };
    CHECK(rate(0, begin) == 0);
    for (int i = 0; i < 10; ++i) see(1, begin);
    CHECK(rate(0, begin) == 40);  // In the first quarter of a second.
    CHECK(std::get<std::string>(rates->rows(begin)[0][0]) == run.scenario.ships[1].name);
    CHECK(rate(0, begin + std::chrono::milliseconds{1750}) == 5);
    CHECK(rate(0, begin + std::chrono::seconds{2}) == 0);
    see(0, begin + std::chrono::seconds{60});
    CHECK(rate(0, begin + std::chrono::seconds{60}) == 0.5);
    CHECK(rate(1, begin + std::chrono::seconds{60}) == 0);
}

TEST_CASE("projections after every entry") {
    const std::string strategy =
        GENERATE("mutex", "mpsc", "lamport", "vector", "deps", "deps-strict", "timestamp");
    const std::string preset = GENERATE("solo", "hail", "convoy", "rendezvous", "mixed");
    INFO(strategy << " on " << preset);
    follow_and_compare(sailed_live(strategy, preset, 4, 8));
}

}  // namespace
}  // namespace reckon
