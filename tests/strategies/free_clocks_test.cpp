// Goal: on real threads too, vector clocks count what the run's events knew of, however they are
// recorded, with the weaker publication as well.
// Method: free runs of fleets so large that clocks are merged whole, with and without pauses; what
// each clock must be is worked out from the history by the definition.

#include <algorithm>
#include <optional>

#include "core/control/strategy_record.hpp"
#include "core/world/preset.hpp"
#include "serializers/list.hpp"
#include "tests/catch.hpp"

namespace reckon {
namespace {

using Clocks = std::vector<std::vector<Cut>>;  // By ship and version - 1.

Clocks logged(const Log& log, std::size_t ships) {
    Clocks clocks(ships);
    std::vector<Cut> latest(ships, Cut(ships));
    for (std::size_t entry = 0; entry < log.events.size(); ++entry) {
        const Dot dot = log.events[entry].dot;
        Cut& clock = latest[dot.ship];
        for (const Dot change : std::get<ByClock>(log.order).changes_of(entry)) {
            clock[change.ship] = change.version;
        }
        clock[dot.ship] = dot.version;
        clocks[dot.ship].push_back(clock);
    }
    return clocks;
}

/// None while something that the ship's next event saw is not there.
std::optional<Cut> next_clock(const History& run, const Clocks& known, ShipId ship) {
    const Version version = static_cast<Version>(known[ship].size()) + 1;
    const ShipHistory& told = run.ships[ship];
    std::vector<Dot> seen{told.reads_of(version).begin(), told.reads_of(version).end()};
    const Cause cause = told.event(version).cause;
    if (cause.is_hail()) seen.push_back(cause.sender());
    Cut clock = version == 1 ? Cut(run.ships.size()) : known[ship].back();
    for (const Dot dot : seen) {
        if (dot.version > known[dot.ship].size()) return std::nullopt;
        if (dot.version == 0) continue;
        const Cut& other = known[dot.ship][dot.version - 1];
        for (std::size_t i = 0; i < clock.size(); ++i) clock[i] = std::max(clock[i], other[i]);
    }
    clock[ship] = version;
    return clock;
}

Clocks defined(const History& run) {
    Clocks clocks(run.ships.size());
    for (bool moved = true; moved;) {
        moved = false;
        for (ShipId ship = 0; ship < clocks.size(); ++ship) {
            while (clocks[ship].size() < run.ships[ship].last()) {
                auto clock = next_clock(run, clocks, ship);
                if (!clock) break;
                clocks[ship].push_back(std::move(*clock));
                moved = true;
            }
        }
    }
    return clocks;
}

}  // namespace

TEST_CASE("clocks of free runs are those of the definition") {
    for (const std::string_view preset : {"hail", "rendezvous", "mixed"}) {
        for (const std::uint32_t ships : {12U, 60U, 160U}) {
            Knobs knobs = find_preset(preset)->knobs();
            knobs.ships = ships;
            knobs.orders = 40;
            const Scenario scenario = *generate(knobs);
            const Bounds bounds = *bounds_of(scenario);
            for (const std::string_view name : {"vector", "vector-delta", "tree"}) {
                for (const auto publication : {Publication::sequential, Publication::release}) {
                    const double pauses = ships == 60 ? 0.05 : 0;
                    const auto run = find_strategy(name)->free_run(
                        scenario, bounds,
                        {.workers = 4, .batch = 4, .publication = publication, .pauses = pauses});
                    INFO(name << " on " << preset << " of " << ships << ", " << word(publication));
                    REQUIRE(run);
                    CHECK((logged(run->log, ships) == defined(*run->history)));
                }
            }
        }
    }
}

}  // namespace reckon
