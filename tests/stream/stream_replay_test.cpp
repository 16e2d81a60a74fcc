// Goal: a log that is replayed in its file goes through the states that it goes through in memory.
// Method: recordings of every strategy and preset, packed and not: states, reads and the order of
//         the entries against replay(); logs that cannot be replayed; files that are not whole.

#include "core/stream/stream_replay.hpp"

#include <fstream>
#include <set>

#include "core/replay/replay.hpp"
#include "core/stream/log_stream.hpp"
#include "core/world/preset.hpp"
#include "serializers/list.hpp"
#include "tests/catch.hpp"
#include "tests/recording/frames.hpp"
#include "tests/stream/loose_log.hpp"
#include "tests/stream/stored.hpp"

namespace reckon {
namespace {

/// Replays a file both ways.
void compare(const StoredFile& file) {
    StoredRun stored = file.open();
    const RecordedRun run = file.read();
    const auto whole = replay(run.scenario, run.log);
    LogStream log{stored};
    StreamReplay streamed{stored.setting(), {.bytes = 1U << 20}};
    std::vector<std::vector<Version>> reads(run.scenario.ships.size());
    std::vector<Dot> order;
    while (const auto entry = log.next()) {
        const auto step = streamed.apply(*entry);
        if (!step) break;
        const Dot dot = step->event.dot;
        order.push_back(dot);
        if (!whole) continue;  // It stops further on.
        CHECK(step->before == whole->states[dot.ship][dot.version - 1]);
        CHECK(step->after == whole->states[dot.ship][dot.version]);
        CHECK(streamed.state(dot.ship) == step->after);
        for (std::uint32_t k = 0; k < step->read_count; ++k) {
            reads[dot.ship].push_back(step->reads[k].version);
        }
    }
    const bool stopped = log.error() || streamed.error();
    REQUIRE(stopped == !whole);
    if (stopped) return;
    CHECK(streamed.applied() == run.log.events.size());
    for (ShipId ship = 0; ship < reads.size(); ++ship) {
        CHECK(streamed.cut()[ship] == whole->states[ship].size() - 1);
        CHECK(std::ranges::equal(reads[ship], whole->reads[ship]));
    }
    // In the file a partial order stands as it may be replayed.
    std::vector<Dot> expected;
    for (const std::uint32_t entry : sequence_of(run.log)) {
        expected.push_back(run.log.events[entry].dot);
    }
    CHECK(order == expected);
}

Bytes bytes_of(const StoredFile& file) {
    std::ifstream in{file.path(), std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    const auto bytes = std::as_bytes(std::span{text});
    return {bytes.begin(), bytes.end()};
}

}  // namespace

TEST_CASE("a replay in the file goes through the states of a replay in memory") {
    for (const StrategyRecord& strategy : strategies()) {
        if (strategy.role == Role::baseline) continue;
        for (const Preset& preset : presets()) {
            for (const int pack : {0, 1}) {
                INFO(strategy.name << " on " << preset.name << ", packed " << pack);
                const StoredFile file;
                sail_into(file, strategy, small_scenario(preset.name, 6, 60, 3), pack);
                compare(file);
            }
        }
    }
}

TEST_CASE("entries of a packed file stay while others are unpacked") {
    // More blocks than are kept unpacked, of more ships than have a block each.
    const StoredFile file;
    sail_into(file, *find_strategy("lamport"), small_scenario("solo", 300, 700, 1), 1);
    compare(file);
}

TEST_CASE("of plans is kept what kinds of orders there are, and how many") {
    for (const Preset& preset : presets()) {
        INFO(preset.name);
        const Scenario scenario = small_scenario(preset.name, 6, 600, 3);
        const StoredFile file;
        sail_into(file, *find_strategy("mutex"), scenario, 0);
        const StoredRun stored = file.open();
        CHECK(interaction_class(stored.scenario()) == interaction_class(scenario));
        CHECK(stored.scenario().orders.size() == scenario.orders.size());
        std::size_t kept = 0;
        std::size_t planned = 0;
        for (ShipId ship = 0; ship < scenario.ship_count(); ++ship) {
            CHECK(stored.setting().plan_lengths[ship] == scenario.ships[ship].plan.size());
            const auto& plan = stored.scenario().ships[ship].plan;
            kept += plan.size();
            planned += scenario.ships[ship].plan.size();
            const std::set<OrderId> once{plan.begin(), plan.end()};
            CHECK(once.size() == plan.size());
            const auto& whole = scenario.ships[ship].plan;
            CHECK(once == std::set<OrderId>{whole.begin(), whole.end()});
        }
        CHECK(kept < planned);
    }
}

TEST_CASE("a narrow window says that it is too narrow") {
    const StoredFile file;
    steer_into(file, *find_strategy("deps"), small_scenario("convoy", 3, 100, 1), 1);
    RecordedRun run = file.read();
    std::vector<LooseEntry> entries = loose(run.log);
    for (LooseEntry& entry : entries) {
        for (Dot& dot : entry.dots) dot.version = 0;
    }
    file.write(
        {.origin = run.origin, .scenario = run.scenario, .log = put_together(run.log, entries)});
    StoredRun stored = file.open();
    LogStream log{stored};
    StreamReplay streamed{stored.setting(), {.bytes = 0}};
    while (const auto entry = log.next()) {
        if (!streamed.apply(*entry)) break;
    }
    REQUIRE(streamed.error());
    CHECK(streamed.error()->kind == Error::Kind::bound);
    CHECK(streamed.error()->expected == "at most 15: a larger --window");
    CHECK(streamed.applied() > Window::versions_min);
}

TEST_CASE("a file that is torn or damaged is not looked at") {
    const StoredFile file;
    steer_into(file, *find_strategy("deps"), small_scenario("convoy", 3, 5, 1), 1);
    std::ifstream in{file.path(), std::ios::binary};
    const std::string bytes{std::istreambuf_iterator<char>{in}, {}};
    for (std::size_t at = 0; at < bytes.size(); at += 7) {
        INFO("at byte " << at);
        std::ofstream{file.path(), std::ios::binary} << bytes.substr(0, at);
        CHECK_FALSE(StoredRun::open(file.path()));
        std::string damaged = bytes;
        damaged[at] = static_cast<char>(damaged[at] ^ 4);
        std::ofstream{file.path(), std::ios::binary} << damaged;
        CHECK_FALSE(StoredRun::open(file.path()));
    }
}

TEST_CASE("a file whose numbers lie behind checksums that match is not looked at") {
    const StoredFile file;
    sail_into(file, *find_strategy("deps"), small_scenario("mixed", 4, 30, 1));
    const auto pieces = pieces_of(bytes_of(file));
    const auto refused = [&](const std::vector<Piece>& changed) {
        const Bytes bytes = framed(changed);
        std::ofstream{file.path(), std::ios::binary}.write(
            reinterpret_cast<const char*>(bytes.data()),
            static_cast<std::streamsize>(bytes.size()));
        return !StoredRun::open(file.path());
    };
    CHECK_FALSE(refused(pieces));
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const BlockType type = pieces[i].type;
        if (type < BlockType::log) continue;
        INFO(word(type));
        auto changed = pieces;
        ++changed[i].things;
        CHECK(refused(changed));
        changed = pieces;
        changed.erase(changed.begin() + static_cast<long>(i));
        // A mark promises it; nothing promises observed states, nor a mark itself.
        if (type == BlockType::log || type == BlockType::truth) {
            changed.push_back({BlockType::synced, Bytes(24), 1});
            changed.back().payload[8] = std::byte{1};
            CHECK(refused(changed));
        }
        if (type != BlockType::log) continue;
        changed = pieces;
        const std::uint32_t sender = 0x7ffffff0;
        std::memcpy(changed[i].payload.data() + offsetof(Event, cause), &sender, sizeof sender);
        CHECK(refused(changed));
    }
}

}  // namespace reckon
