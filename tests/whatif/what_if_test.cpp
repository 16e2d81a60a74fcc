// Goal: a branch is what a full re-execution gives; its cone is re-executed and nothing else; and
// as a recording it is a run like any other, which a replay of its log brings back.
// Method: thousands of changes drawn by chance, of controlled runs under every strategy and preset,
// some cut short; a re-execution by definition, written for the tests alone; the same change made
// with the same order.

#include "core/whatif/what_if.hpp"

#include <fmt/format.h>

#include "core/control/strategy_record.hpp"
#include "core/recording/recording_file.hpp"
#include "core/whatif/branch_run.hpp"
#include "core/world/preset.hpp"
#include "serializers/list.hpp"
#include "tests/catch.hpp"
#include "tests/recording/sailed.hpp"
#include "tests/whatif/full_branch.hpp"
#include "tests/whatif/told_logs.hpp"

namespace reckon {
namespace {

/// How many changes were tried, and what came of them.
struct Tally {
    std::uint64_t changes = 0;
    std::uint64_t backward = 0;  ///< Refused: a hail before its sender.
    std::uint64_t unsent = 0;  ///< Of logs with a hail that its sender, as replayed, did not send.
    std::uint64_t cones = 0;   ///< Of more than one event.
    std::uint64_t gone = 0;
    std::uint64_t landed = 0;
    std::uint64_t under_way = 0;
    std::uint64_t returned = 0;
};

/// Orders are compared in words: the run numbers them as it likes.
std::string differs(const RecordedRun& run, const Scenario& scenario, const FullBranch& full) {
    for (ShipId id = 0; id < full.ships.size(); ++id) {
        const ShipHistory& ship = run.history->ships[id];
        if (ship.events.size() != full.ships[id].size()) return fmt::format("events of {}", id);
        for (Version v = 1; v <= ship.last(); ++v) {
            const FullEvent& event = full.ships[id][v - 1];
            if (ship.states[v] != event.after) return fmt::format("state {}@{}", id, v);
            const std::string order = text(run.scenario, ship.event(v).order);
            if (order != text(scenario, event.order)) return fmt::format("order {}@{}", id, v);
        }
    }
    return "";
}

std::string differs(const Branch& branch, const FullBranch& full) {
    if (branch.executed != full.cone) {
        return fmt::format("{} executed, a cone of {}", branch.executed, full.cone);
    }
    std::uint64_t events = 0;
    for (const auto& ship : full.ships) events += ship.size();
    if (events != branch.events) return "the number of events";
    for (const Affected& one : branch.affected) {
        if (!one.in_branch()) continue;
        const FullEvent& event = full.ships[one.now.ship][one.now.version - 1];
        if (event.before != one.before || event.after != one.after) return "an affected event";
        if (event.recorded != one.recorded.version || event.order != one.order || event.same) {
            return "which events are affected";
        }
    }
    for (const ChangedShip& ship : branch.ships) {
        const auto& events_of = full.ships[ship.ship];
        if (!events_of.empty() && ship.branch != events_of.back().after) return "a final state";
    }
    return "";
}

/// What a reader of the recording would find.
std::string unkept(const RecordedRun& run) {
    const auto bytes = encode_recording(to_write(run));
    if (!bytes) return bytes.error().message();
    const auto read = parse_recording(*bytes);
    if (!read) return read.error().message();
    const auto replayed = replay(read->scenario, read->log);
    if (!replayed) return replayed.error().message();
    for (ShipId id = 0; id < read->scenario.ship_count(); ++id) {
        if (!std::ranges::equal(replayed->states[id], read->history->ships[id].states)) {
            return fmt::format("the states of ship {}", id);
        }
    }
    return replayed->unsent_count == 0 ? "" : "a hail that is not sent";
}

/// Empty if all is as it should be.
std::string wrong(const Scenario& scenario, const Log& log, const Replay& replayed,
                  const Change& change, Tally& tally) {
    ++tally.changes;
    const auto branch = what_if(scenario, log, replayed, change);
    if (!branch) {
        ++tally.backward;
        return branch.error().place.starts_with("log entry") ? "" : branch.error().message();
    }
    const auto full = full_branch(scenario, log, replayed, change);
    auto found = differs(*branch, full);
    if (!found.empty()) return found;
    const auto run = branch_run({"deps", "seq_cst", "", ""}, scenario, log, *branch);
    if (!run && replayed.unsent_count == 0) return run.error().message();
    if (run) found = differs(*run, scenario, full);
    if (run && found.empty()) found = unkept(*run);
    if (run && run->log.order.index() != log.order.index()) return "the kind of order";
    tally.unsent += replayed.unsent_count > 0 ? 1 : 0;
    tally.cones += branch->executed > 1 ? 1 : 0;
    for (const Affected& one : branch->affected) {
        tally.gone += one.fate == Fate::gone ? 1 : 0;
        tally.landed += one.fate == Fate::landed ? 1 : 0;
    }
    for (const ChangedHail& hail : branch->sent) tally.under_way += hail.event.version == 0 ? 1 : 0;
    for (const ChangedShip& ship : branch->ships) tally.returned += ship.returned ? 1 : 0;
    return found;
}

Cut last_of(const Replay& replayed) {
    Cut last;
    for (ShipId id = 0; id < replayed.states.size(); ++id) {
        last.push_back(static_cast<Version>(replayed.states[id].size() - 1));
    }
    return last;
}

/// Tries changes of some runs of this strategy and preset.
void try_changes(std::string_view strategy, std::string_view preset, std::uint64_t seeds,
                 std::uint32_t orders, Tally& tally) {
    constexpr int changes = 12;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        const ToldLog told = draw_told(strategy, preset, seed, orders);
        Draw draw{seed, strategy.size()};
        const auto replayed = replay(told.scenario, told.log);
        REQUIRE(replayed);
        for (int i = 0; i < changes; ++i) {
            Scenario scenario = told.scenario;
            const Change change = draw_change(draw, scenario, last_of(*replayed));
            const auto found = wrong(scenario, told.log, *replayed, change, tally);
            CAPTURE(strategy, preset, seed, i);
            REQUIRE(found == "");
        }
    }
}

TEST_CASE("a branch is what a full re-execution gives") {
    Tally tally;
    for (const StrategyRecord& strategy : strategies()) {
        if (strategy.role != Role::strategy) continue;
        for (const Preset& preset : presets()) {
            try_changes(strategy.name, preset.name, 14, 6, tally);
        }
    }
    CHECK(tally.changes > 10'000);
    CHECK(tally.backward < tally.changes / 20);
    CHECK(tally.cones > 5'000);
    CHECK(tally.gone > 500);
    CHECK(tally.landed > 1'000);
    CHECK(tally.under_way > 100);
    CHECK(tally.returned > 200);
}

TEST_CASE("the same of logs with hails that nobody, as replayed, sent") {
    Tally tally;
    for (const std::string_view name : {"mpsc", "ticket", "atom", "lamport", "hybrid"}) {
        try_changes(name, "mixed", 24, 50, tally);
    }
    CHECK(tally.unsent > 50);
}

TEST_CASE("a change without effect re-executes one event") {
    std::uint64_t changes = 0;
    for (const std::string_view name : {"mutex", "lamport", "vector", "deps", "deps-strict"}) {
        for (std::uint64_t seed = 1; seed <= 12; ++seed) {
            const ToldLog told = draw_told(name, "mixed", seed);
            const auto replayed = replay(told.scenario, told.log);
            REQUIRE(replayed);
            for (const Event& event : told.log.events) {
                const Change change{ChangeKind::replace, event.dot, event.order};
                const auto branch = what_if(told.scenario, told.log, *replayed, change);
                if (!branch) continue;
                ++changes;
                CAPTURE(name, seed, event.dot.ship, event.dot.version);
                REQUIRE(branch->executed == 1);
                REQUIRE(branch->affected.size() == 1);
                REQUIRE(branch->sent.empty());
                REQUIRE(branch->withdrawn.empty());
                REQUIRE_FALSE(branch->ships.at(0).diverged);
            }
        }
    }
    CHECK(changes > 500);
}

}  // namespace
}  // namespace reckon
