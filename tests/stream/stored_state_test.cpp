// Goal: a global state begun from a snapshot in the middle of a file is the one that a replay from
//       the beginning comes to, whichever cut is asked for, and refused for the same edge.
// Method: recordings of every strategy with snapshots every few entries, packed and not; ends,
//         entries, causal pasts and cuts of all kinds against the same in memory; damaged files.

#include "core/stream/stored_state.hpp"

#include <fstream>

#include "core/control/strategy_record.hpp"
#include "serializers/list.hpp"
#include "tests/catch.hpp"
#include "tests/stream/stored.hpp"

namespace reckon {
namespace {

/// The cut in memory; none if it cannot be.
Result<Cut> cut_of(const AskedCut& asked, const RecordedRun& run, const DotIndex& index) {
    switch (asked.kind) {
        case AskedCut::Kind::end: return last_cut(index);
        case AskedCut::Kind::entry: return cut_after(run.scenario, run.log, asked.entry);
        case AskedCut::Kind::smallest: return smallest_cut_with(run.scenario, index, asked.dots);
        case AskedCut::Kind::these: break;
    }
    Cut cut = asked.rest_at_end ? last_cut(index) : Cut(run.scenario.ships.size());
    for (const Dot dot : asked.dots) cut[dot.ship] = dot.version;
    return cut;
}

void compare(const IndexedRun& stored, const RecordedRun& run, const DotIndex& index,
             const AskedCut& asked) {
    const auto cut = cut_of(asked, run, index);
    const auto expected = cut ? state_at(run.scenario, index, *cut, initial_state(run.scenario))
                              : Result<StateAt>{fail(cut.error())};
    const auto found = stored_state(stored, asked);
    REQUIRE(found.has_value() == expected.has_value());
    if (!found) return;
    CHECK((found->state == expected->state));
    CHECK(found->applied <= expected->applied);
}

std::vector<AskedCut> asked_of(const DotIndex& index) {
    std::vector<AskedCut> all{{}};
    const std::uint64_t count = index.event_count();
    for (const std::uint64_t entry : {std::uint64_t{0}, count / 2, count - 1, count, count + 1}) {
        all.push_back({.kind = AskedCut::Kind::entry, .entry = entry});
    }
    for (ShipId ship = 0; ship < index.ship_count(); ++ship) {
        const Version last = index.last(ship);
        const ShipId other = (ship + 1) % index.ship_count();
        for (const Version version : {Version{0}, Version{1}, last / 3, last / 2, last}) {
            const Dot dot{ship, version};
            all.push_back({.kind = AskedCut::Kind::smallest, .dots = {dot}});
            all.push_back({.kind = AskedCut::Kind::smallest, .dots = {dot, {other, 1}}});
            all.push_back({.kind = AskedCut::Kind::these, .dots = {dot}});
            all.push_back({.kind = AskedCut::Kind::these, .dots = {dot}, .rest_at_end = true});
        }
    }
    return all;
}

}  // namespace

TEST_CASE("a state begun in the middle is the one that is come to from the beginning") {
    for (const StrategyRecord& strategy : strategies()) {
        if (strategy.role != Role::strategy) continue;
        for (const std::string_view preset : {"mixed", "rendezvous"}) {
            for (const std::uint64_t every : {7U, 40U}) {
                DYNAMIC_SECTION(strategy.name << " on " << preset << ", every " << every) {
                    const StoredFile file;
                    sail_into(file, strategy, small_scenario(preset, 5, 40, every),
                              every == 7 ? 1 : 0);
                    const auto before = file.read();
                    const auto added = add_snapshots(file.path(), every);
                    REQUIRE(added);
                    const RecordedRun run = file.read();
                    CHECK(run.log.events == before.log.events);
                    const auto stored = IndexedRun::open(file.path());
                    REQUIRE(stored);
                    const bool by_stamp = stored->setting().shape.order == OrderCode::by_stamp;
                    CHECK(*added == (by_stamp ? 0 : run.log.events.size() / every));
                    CHECK(can_begin_in_the_middle(*stored) == !by_stamp);
                    if (by_stamp) continue;
                    CHECK(*add_snapshots(file.path(), every) == 0);  // It has some.
                    const auto index = DotIndex::of(run.scenario, run.log);
                    REQUIRE(index);
                    for (const AskedCut& asked : asked_of(*index)) {
                        compare(*stored, run, *index, asked);
                    }
                }
            }
        }
    }
}

TEST_CASE("less is carried out from a snapshot than from the beginning") {
    const StoredFile file;
    sail_into(file, *find_strategy("mutex"), small_scenario("convoy", 4, 200, 1));
    REQUIRE(add_snapshots(file.path(), 50));
    const auto stored = IndexedRun::open(file.path());
    REQUIRE(stored);
    for (std::uint64_t entry = 0; entry <= stored->entries(); entry += 33) {
        const auto found = stored_state(*stored, {.kind = AskedCut::Kind::entry, .entry = entry});
        REQUIRE(found);
        CHECK(found->applied == entry % 50);
    }
}

TEST_CASE("a version beyond the log is refused") {
    const StoredFile file;
    sail_into(file, *find_strategy("deps"), small_scenario("convoy", 3, 60, 1));
    REQUIRE(add_snapshots(file.path(), 50));
    const auto stored = IndexedRun::open(file.path());
    REQUIRE(stored);
    for (const auto kind : {AskedCut::Kind::smallest, AskedCut::Kind::these}) {
        const auto refused = stored_state(*stored, {.kind = kind, .dots = {{0, 100'000}}});
        REQUIRE_FALSE(refused);
        CHECK(refused.error().place == "cut");
    }
}

TEST_CASE("what is read of a damaged file is refused, or right") {
    const StoredFile file;
    sail_into(file, *find_strategy("deps"), small_scenario("convoy", 3, 60, 1));
    REQUIRE(add_snapshots(file.path(), 50));
    const auto whole = stored_state(*IndexedRun::open(file.path()), {});
    REQUIRE(whole);
    const auto size = std::filesystem::file_size(file.path());
    int refused = 0;
    for (std::uintmax_t at = 0; at < size; at += 5) {
        std::fstream bytes{file.path(), std::ios::in | std::ios::out | std::ios::binary};
        bytes.seekg(static_cast<std::streamoff>(at));
        const auto was = static_cast<char>(bytes.get());
        const auto put = [&](int byte) {
            bytes.seekp(static_cast<std::streamoff>(at));
            bytes.put(static_cast<char>(byte)).flush();
        };
        put(was ^ 4);
        const auto run = IndexedRun::open(file.path());
        const auto found = run ? stored_state(*run, {}) : Result<StateAt>{fail(run.error())};
        if (found) CHECK((found->state == whole->state));
        refused += found ? 0 : 1;
        put(was);
    }
    CHECK(refused > 0);
}

}  // namespace reckon
