#pragma once

#include <array>
#include <numeric>

#include "core/run/lane.hpp"
#include "core/run/strategy.hpp"

namespace reckon {

/// Each event with the version of each deref, and its cause: all the inputs of an event, and
/// nothing else. The order follows from them.
///
/// Threads  Any number; ships share nothing.
/// Cost     A store for each deref, and two for the event, into the ship's own lanes.
/// Source   Instant Replay, LeBlanc and Mellor-Crummey 1987, doi:10.1109/TC.1987.1676929 (versions
///          per object); Light, Liu et al. 2015, doi:10.1145/2737924.2738001 (reads-from suffices).
template <class Sync>
class Deps {
public:
    using Stamp = NoStamp;
    static constexpr std::string_view name = "deps";
    static constexpr std::string_view summary = "the version of each deref, and the cause";
    static constexpr Claims claims = always(Fidelity::faithful);

    explicit Deps(const Roster& roster)
        : memory_{roster.memory}, ships_(roster.ship_count(), memory_) {
        for (std::size_t ship = 0; ship < ships_.size(); ++ship) {
            ships_[ship].events.reserve(roster.events[ship], memory_);
            ships_[ship].reads_made.reserve(roster.events[ship], memory_);
            ships_[ship].reads.reserve(roster.derefs[ship], memory_);
        }
    }

    template <class Step>
    void run(ShipId id, Step&& step) {
        std::array<Dot, derefs_max> read;
        std::uint32_t reads = 0;
        step.decide([&](const Seen<Stamp>& seen) {
            if (seen.kind == SeenKind::deref) read[reads++] = seen.dot;
        });
        step.publish({});
        // Only now, so that a step which never comes to its publish leaves nothing behind.
        Ship& ship = ships_[id];
        for (std::uint32_t i = 0; i < reads; ++i) ship.reads.append(read[i]);
        ship.events.append(step.event());
        ship.reads_made.append(reads);
    }

    Log finish() && {
        NamedReads named{joined(ships_, &Ship::reads_made, memory_),
                         joined(ships_, &Ship::reads, memory_)};
        std::inclusive_scan(named.ends.begin(), named.ends.end(), named.ends.begin());
        return {joined(ships_, &Ship::events, memory_), ByDependency{}, std::move(named)};
    }

private:
    struct Ship {
        Lane<Event> events;
        Lane<std::uint32_t> reads_made;
        Lane<Dot> reads;
    };

    std::pmr::memory_resource* memory_;
    std::pmr::vector<Ship> ships_;
};

}  // namespace reckon
