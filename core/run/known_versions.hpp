#pragma once
/// What a ship's events know of all others, kept by its changes: the storage of vector clocks that
/// do not copy whole clocks.

#include <algorithm>
#include <utility>

#include "core/run/chunk_lane.hpp"
#include "core/run/lane_tap.hpp"
#include "core/run/strategy.hpp"

namespace reckon {

/// An entry of a ship's clock that an event raised.
struct Change {
    Dot now;
    Version before = 0;
};

/// Per ship: its events, its clock as it is, and the changes that each event made to it.
///
/// Threads  A ship's own parts: one at a time. Of another ship, what was there when it published
///          the version that was seen: any number.
/// Shape    A ship's own entry is its version, and no change. For strategies that decide a step
///          once: what was learned cannot be taken back.
/// Cost     Of a fleet of n ships, n × n entries of 4 bytes, all touched beforehand.
class KnownVersions {
public:
    using Changes = ChunkLane<Change>;

    struct Ship {
        Version* known = nullptr;  // By ship; its own is the version that it is making.
        Lane<Event> events;
        Lane<Changes::Position> ends;  // By version - 1: behind its changes.
        Changes changes;
        Changes::Position begin = nullptr;
        std::uint32_t changes_made = 0;  // May wrap: only differences count.

        /// Behind the changes of all versions up to this one.
        [[nodiscard]] Changes::Position end_of(Version version) const {
            return version == 0 ? begin : ends[version - 1];
        }

        /// The version that is being made is complete, with what was learned for it.
        void complete(Dot dot) {
            known[dot.ship] = dot.version;
            ends.append(changes.position());
        }

        /// What another ship is known to have made by now; true if that is news.
        bool learn(Dot dot) {
            Version& entry = known[dot.ship];
            if (entry >= dot.version) return false;
            changes.append({dot, entry});
            ++changes_made;
            entry = dot.version;
            return true;
        }
    };

    explicit KnownVersions(const Roster& roster)
        : memory_{roster.memory},
          pool_{chunk_bytes(roster),
                roster.ship_count() + stock(roster, chunk_bytes(roster), bytes_a_deref),
                roster.memory},
          clocks_(roster.ship_count() * roster.ship_count(), roster.memory),
          ships_(roster.ship_count(), roster.memory) {
        for (std::size_t id = 0; id < ships_.size(); ++id) {
            Ship& ship = ships_[id];
            ship.known = clocks_.data() + id * ships_.size();
            ship.events.reserve(roster.events[id], memory_);
            ship.ends.reserve(roster.events[id], memory_);
            ship.changes = Changes{pool_};
            ship.begin = ship.changes.begin();
        }
    }

    /// How many chunks of a pool the derefs will fill, if each brings so many bytes; within reason.
    static std::size_t stock(const Roster& roster, std::size_t chunk, std::size_t bytes_each) {
        constexpr std::size_t most = std::size_t{64} << 20U;
        return std::min(roster.total_derefs() * bytes_each, most) / chunk;
    }

    [[nodiscard]] ChunkPool& pool() { return pool_; }
    [[nodiscard]] std::size_t ship_count() const { return ships_.size(); }
    [[nodiscard]] Ship& operator[](ShipId ship) { return ships_[ship]; }
    [[nodiscard]] const Ship& operator[](ShipId ship) const { return ships_[ship]; }

    /// Where the changes of all events were recorded.
    [[nodiscard]] auto tap() const {
        return made_entries(
            {OrderCode::by_clock, false}, ships_.size(),
            [this](std::uint32_t ship) { return ships_[ship].events.size(); },
            [this, changes = std::vector<Dot>{}](std::uint32_t id, std::size_t i,
                                                 EntryBytes& entries) mutable {
                const Event event = ships_[id].events[i];
                changes.clear();
                append_changes(ships_[id], event.dot, changes);
                entries.append(event, 0, nullptr, changes);
            });
    }

    /// The events with their clocks. Where `whole(dot)` is not null, the event's changes were not
    /// recorded, and this is its clock.
    template <class Whole>
    [[nodiscard]] Log log(Whole&& whole) const {
        std::pmr::vector<Event> events = joined(ships_, &Ship::events, memory_);
        ByClock clocks{std::pmr::vector<std::uint64_t>{memory_}, std::pmr::vector<Dot>{memory_}};
        clocks.ends.reserve(events.size());
        std::pmr::vector<Version> clock(ships_.size(), memory_);
        for (const Ship& ship : ships_) {
            std::ranges::fill(clock, 0);
            for (const Event& event : ship.events) {
                const Dot dot = event.dot;
                if (const Version* entries = whole(dot)) {
                    const std::span after{entries, ships_.size()};
                    clocks.append(dot.ship, clock, after);
                    std::ranges::copy(after, clock.begin());
                } else {
                    append_changes(ship, dot, clocks.changes);
                    clocks.ends.push_back(clocks.changes.size());
                    for (const Dot change : clocks.changes_of(clocks.ends.size() - 1)) {
                        clock[change.ship] = change.version;
                    }
                }
            }
        }
        return {std::move(events), std::move(clocks), {}};
    }

    [[nodiscard]] Log log() const {
        return log([](Dot) -> const Version* { return nullptr; });
    }

private:
    /// Appends the changes of one event, each ship once, as its last change left it.
    template <class Dots>
    static void append_changes(const Ship& ship, Dot dot, Dots& changes) {
        const auto begin = static_cast<std::ptrdiff_t>(changes.size());
        ship.changes.each(ship.end_of(dot.version - 1), ship.end_of(dot.version),
                          [&](const Change& change) { changes.push_back(change.now); });
        const auto made = changes.begin() + begin;
        // A ship's changes only grow: the greatest is the last.
        std::sort(made, changes.end(), std::greater{});
        const auto same_ship = [](Dot a, Dot b) { return a.ship == b.ship; };
        changes.erase(std::unique(made, changes.end(), same_ship), changes.end());
        std::reverse(made, changes.end());
    }

    /// Large where there are few ships, so that chunks are seldom taken; and no larger than what a
    /// ship can be expected to fill.
    static std::size_t chunk_bytes(const Roster& roster) {
        constexpr std::size_t least = std::size_t{1} << 10U;
        constexpr std::size_t most = std::size_t{64} << 10U;
        const std::size_t each =
            roster.total_events() / std::max<std::size_t>(1, roster.ship_count());
        return std::clamp(each * sizeof(Change), least, most);
    }

    static constexpr std::size_t bytes_a_deref = 5 * sizeof(Change);

    std::pmr::memory_resource* memory_;
    ChunkPool pool_;
    std::pmr::vector<Version> clocks_;
    std::pmr::vector<Ship> ships_;
};

}  // namespace reckon
