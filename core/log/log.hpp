#pragma once
/// What a strategy recorded: the only thing, besides the scenario, that a replay may read.

#include <cstdint>
#include <memory_resource>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "core/log/event.hpp"

namespace reckon {

/// The order in which the events stand is the order.
struct InSequence {};

/// By stamp, ties by dot: a total order.
struct ByStamp {
    std::pmr::vector<std::uint64_t> stamps;  ///< One per event.
};

/// Program order, the versions read and the causes, and what follows from them: a partial order.
/// Needs a log that names its reads.
struct ByDependency {};

/// One event comes before another if the other's clock counts it: a partial order.
///
/// Shape  A clock says of each ship how many of its events come before. That of event i is the
///        clock of the event of its ship that stands before it in the log, before the first 0 of
///        all; but for its own ship, of which it counts itself; and for what changed, which is
///        changes[ends[i - 1]] up to changes[ends[i]], by ship, each at most once. What a clock
///        counts, the clocks of the events that it counts do too; another clock is no order, and is
///        judged too harshly. A log by clock names no reads besides.
struct ByClock {
    std::pmr::vector<std::uint64_t> ends;
    std::pmr::vector<Dot> changes;

    [[nodiscard]] std::span<const Dot> changes_of(std::size_t event) const {
        const std::uint64_t begin = event == 0 ? 0 : ends[event - 1];
        return std::span{changes}.subspan(begin, ends[event] - begin);
    }

    /// The next event, of ship `own`: its clock, and that of its ship's event before, both with an
    /// entry for each ship; before the first, none.
    void append(ShipId own, std::span<const Version> before, std::span<const Version> clock);
};

/// Nothing was recorded; there is no log to replay.
struct Unrecorded {};

using Ordering = std::variant<Unrecorded, InSequence, ByStamp, ByDependency, ByClock>;

/// The versions that derefs returned.
///
/// Shape  Event i read reads[ends[i - 1]] up to reads[ends[i]], in order of reading.
struct NamedReads {
    std::pmr::vector<std::uint32_t> ends;
    std::pmr::vector<Dot> reads;

    [[nodiscard]] std::span<const Dot> of(std::size_t event) const {
        const std::uint32_t begin = event == 0 ? 0 : ends[event - 1];
        return std::span{reads}.subspan(begin, ends[event] - begin);
    }

    void append(std::span<const Dot> read) {
        reads.insert(reads.end(), read.begin(), read.end());
        ends.push_back(static_cast<std::uint32_t>(reads.size()));
    }
};

/// Shape  A log of InSequence stands in its order. Every other stands in any order, as long as each
///        ship's events stand in the order in which they were recorded.
struct Log {
    std::pmr::vector<Event> events;
    Ordering order;
    /// Set where the log names the version that each deref returned. A log by clock names them
    /// too, by its clocks.
    std::optional<NamedReads> named_reads;

    [[nodiscard]] bool recorded() const { return !std::holds_alternative<Unrecorded>(order); }

    [[nodiscard]] bool is_partial() const {
        return std::holds_alternative<ByDependency>(order) ||
               std::holds_alternative<ByClock>(order);
    }

    /// What the log takes in memory.
    [[nodiscard]] std::uint64_t bytes() const;
};

/// What is wrong with the parts of a log as vectors, before anyone asks what they say: fewer stamps
/// than events, reads that end beyond all reads. Empty if nothing is.
[[nodiscard]] std::string malformed(const Log& log, std::size_t ship_count);

/// The same log with the entries of each ship side by side, the first ship's first: as its lanes
/// had them. A log in sequence stays as it is.
[[nodiscard]] Log ship_by_ship(const Log& log);

/// The events of a total order, as indices into log.events, first to last. Not of a malformed log.
/// Cost  A log by stamp is sorted.
[[nodiscard]] std::vector<std::uint32_t> sequence_of(const Log& log);

}  // namespace reckon
