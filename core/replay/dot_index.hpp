#pragma once
/// The events of a log by their dots, with what each reads: happens-before, as the log has it.

#include "core/log/cut.hpp"
#include "core/replay/partial_order.hpp"

namespace reckon {

/// Threads  Read by any number. The log has to outlive it.
/// Shape    Of a log that can be replayed: each ship's versions from 1 on, without a gap.
class DotIndex {
public:
    /// Errors  As replay: a log that cannot be replayed.
    /// Cost    Linear in events and reads, by clock also in changes; no order is carried out. 4
    /// bytes
    ///         an event; for a log that does not name its reads also 4 an event and 8 a read.
    [[nodiscard]] static Result<DotIndex> of(const Scenario& scenario, const Log& log);

    [[nodiscard]] ShipId ship_count() const { return entries_.ship_count(); }
    [[nodiscard]] std::uint32_t event_count() const { return entries_.size(); }
    [[nodiscard]] Version last(ShipId ship) const { return entries_.count(ship); }

    /// Whether there is such an event; version 0 is none.
    [[nodiscard]] bool has(Dot dot) const {
        return dot.ship < ship_count() && dot.version != 0 && dot.version <= last(dot.ship);
    }

    /// Counts the events of all ships through, from 0: all of the first ship, then of the next.
    [[nodiscard]] std::uint32_t slot(Dot dot) const { return entries_.slot(dot); }
    /// Where the event stands in log.events.
    [[nodiscard]] std::uint32_t entry(Dot dot) const {
        return entries_.entry(dot.ship, dot.version - 1);
    }
    [[nodiscard]] const Event& event(Dot dot) const { return log_->events[entry(dot)]; }

    /// The versions that its derefs return in a replay, in order of reading.
    [[nodiscard]] std::span<const Dot> reads(Dot dot) const { return reads_at(entry(dot)); }
    /// Of the event that stands there in log.events.
    [[nodiscard]] std::span<const Dot> reads_at(std::uint32_t entry) const {
        return counted_ ? counted_->of(entry) : log_->named_reads->of(entry);
    }

private:
    DotIndex(const Scenario& scenario, const Log& log);

    const Log* log_;
    ShipEntries entries_;
    std::optional<NamedReads> counted_;  // Where the log names none.
};

}  // namespace reckon
