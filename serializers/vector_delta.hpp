#pragma once

#include "core/run/known_versions.hpp"

namespace reckon {

/// `vector`, of which only changes are recorded and merged: an event merges what the other ship has
/// learned since this one last heard of it; where that is much, the other's whole clock.
///
/// Threads  Any number; ships share nothing but what they published, which stays as it was.
/// Shape    A ship's changes lie one after another, so that those between two of its versions are a
///          run of entries. When an eighth of a fleet's worth has come together, the clock is
///          written whole; so is one that a whole clock was merged into, in place of its changes.
/// Cost     A step without news: three stores. With news: the entries that changed, or a copy and a
///          maximum of as many entries as there are ships, whichever is less.
/// Source   Singhal and Kshemkalyani, An efficient implementation of vector clocks, 1992 (only what
///          changed since the last exchange), with runs in place of a vector for each partner.
template <class Sync>
class VectorDelta {
public:
    using Stamp = NoStamp;
    static constexpr std::string_view name = "vector-delta";
    static constexpr std::string_view summary = "vector, only changes recorded and merged";
    static constexpr Claims claims{.solo = Fidelity::faithful,
                                   .hail = Fidelity::faithful,
                                   .convoy = Fidelity::faithful,
                                   .rendezvous = Fidelity::causal};

    explicit VectorDelta(const Roster& roster)
        : many_{std::max<std::uint32_t>(16, static_cast<std::uint32_t>(roster.ship_count() / 8))},
          known_{roster},
          pool_{chunk_bytes(roster),
                KnownVersions::stock(roster, chunk_bytes(roster),
                                     sizeof(Version) * roster.ship_count()),
                roster.memory},
          ships_(roster.ship_count(), roster.memory) {
        for (std::size_t ship = 0; ship < ships_.size(); ++ship) {
            ships_[ship].marks.reserve(roster.events[ship], roster.memory);
            ships_[ship].wholes = ChunkLane<Version>{pool_};
        }
    }

    template <class Step>
    void run(ShipId id, Step&& step) {
        KnownVersions::Ship& ship = known_[id];
        bool unrecorded = false;
        step.decide([&](const Seen<Stamp>& seen) {
            if (seen.dot.version > ship.known[seen.dot.ship]) {
                unrecorded = merge(ship, seen.dot) || unrecorded;
            }
        });
        ship.complete(step.event().dot);
        ships_[id].marks.append(mark(ship, step.event().dot, unrecorded));
        step.publish({});
        ship.events.append(step.event());
    }

    Log finish() && {
        return known_.log([this](Dot dot) -> const Version* {
            const Mark mark = mark_of(dot);
            return mark.unrecorded_at == dot.version ? mark.entries : nullptr;
        });
    }

private:
    /// What there was when a version was complete.
    struct Mark {
        const Version* entries = nullptr;                  // The last clock that was written whole.
        KnownVersions::Changes::Position after = nullptr;  // Behind the changes that it contains.
        Version at = 0;                                    // The version whose clock it is.
        Version unrecorded_at = 0;    // The last version whose changes were not recorded.
        std::uint32_t contained = 0;  // Changes that it contains, by a count that may wrap.
        std::uint32_t changes = 0;    // Changes in all.
    };

    struct Ship {
        Lane<Mark> marks;  // By version - 1.
        ChunkLane<Version> wholes;
    };

    static std::size_t chunk_bytes(const Roster& roster) {
        constexpr std::size_t least = std::size_t{4} << 10U;
        constexpr std::size_t beside = 64;  // What a chunk holds besides one clock.
        return std::max(least, sizeof(Version) * roster.ship_count() + beside);
    }

    [[nodiscard]] Mark mark_of(Dot dot) const {
        return dot.version == 0 ? Mark{} : ships_[dot.ship].marks[dot.version - 1];
    }

    /// True if so much of a whole clock was news that its changes are not recorded.
    bool learn_whole(KnownVersions::Ship& ship, const Version* entries) const {
        const std::size_t count = known_.ship_count();
        std::uint32_t news = 0;
        for (std::size_t i = 0; i < count; ++i) news += entries[i] > ship.known[i] ? 1U : 0U;
        if (news <= many_) {
            for (ShipId i = 0; i < count; ++i) ship.learn({i, entries[i]});
            return false;
        }
        for (std::size_t i = 0; i < count; ++i) {
            ship.known[i] = std::max(ship.known[i], entries[i]);
        }
        return true;
    }

    /// True if changes were made that are not recorded.
    bool merge(KnownVersions::Ship& ship, Dot dot) {
        const KnownVersions::Ship& other = known_[dot.ship];
        const Version heard = ship.known[dot.ship];
        const Mark mark = mark_of(dot);
        const std::uint32_t news = mark.changes - mark_of({dot.ship, heard}).changes;
        const bool by_whole = mark.unrecorded_at > heard || (mark.at > heard && news > many_);
        const bool unrecorded = by_whole && learn_whole(ship, mark.entries);
        other.changes.each(by_whole ? mark.after : other.end_of(heard), other.end_of(dot.version),
                           [&](const Change& change) { ship.learn(change.now); });
        ship.learn(dot);
        return unrecorded;
    }

    /// The clock of this version is written whole if it is time.
    Mark mark(const KnownVersions::Ship& ship, Dot dot, bool unrecorded) {
        Mark mark = mark_of({dot.ship, dot.version - 1});
        mark.changes = ship.changes_made;
        if (unrecorded) mark.unrecorded_at = dot.version;
        if (unrecorded || mark.changes - mark.contained >= many_) {
            Version* entries = ships_[dot.ship].wholes.extend(known_.ship_count());
            std::copy_n(ship.known, known_.ship_count(), entries);
            mark.entries = entries;
            mark.after = ship.changes.position();
            mark.at = dot.version;
            mark.contained = mark.changes;
        }
        return mark;
    }

    const std::uint32_t many_;  // Changes for which a whole clock is the better.
    KnownVersions known_;
    ChunkPool pool_;
    std::pmr::vector<Ship> ships_;
};

}  // namespace reckon
