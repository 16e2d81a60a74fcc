#pragma once
/// Which event of a partial order comes next: what an event waits for, and a walk by one thread.

#include "core/log/rows.hpp"
#include "core/replay/survey.hpp"

namespace reckon {

inline constexpr ShipId no_ship = 0xffff'ffffU;

/// No version: what is read is not there.
inline constexpr Version not_there = 0xffff'ffffU;

/// What the events of a partial order wait for and read.
///
/// Shape  Of a log that is not flawed. An event is the k-th of its ship, counted from 0.
class PartialOrder {
public:
    PartialOrder(const Log& log, const ShipEntries& entries)
        : events_{log.events.data()},
          entries_{entries},
          reads_{log.named_reads ? &*log.named_reads : nullptr},
          clocks_{std::get_if<ByClock>(&log.order)} {}

    [[nodiscard]] const ShipEntries& entries() const { return entries_; }
    [[nodiscard]] std::uint32_t entry(ShipId ship, Version k) const {
        return entries_.entry(ship, k);
    }

    /// The first version of another ship that an event waits for, where done(ship) is how many of a
    /// ship's events have been applied; those of its own ship before it have. `passed` counts what
    /// of the event need not be looked at again: 0 when it is asked about first.
    template <class Done>
    [[nodiscard]] std::optional<Dot> missing(ShipId ship, Version k, std::size_t& passed,
                                             Done&& done) const {
        const std::uint32_t at = entry(ship, k);
        // What the clock counted before has been waited for.
        const auto named = clocks_ != nullptr ? clocks_->changes_of(at) : reads_->of(at);
        for (; passed < named.size(); ++passed) {
            if (named[passed].version > done(named[passed].ship)) return named[passed];
        }
        if (clocks_ != nullptr) return std::nullopt;
        const Cause cause = events_[at].cause;
        if (!cause.is_hail() || cause.sender().ship >= entries_.ship_count()) return std::nullopt;
        if (cause.sender().version <= done(cause.sender().ship)) return std::nullopt;
        return cause.sender();
    }

    /// As a function of an entry, k and a ship: the version that the entry's k-th deref returns,
    /// which has been waited for; not_there if the log names a read of another ship. And of what
    /// stands where the answer will: without named reads that is the answer, see count_reads.
    [[nodiscard]] auto reads() const {
        return [this](std::uint32_t entry, std::size_t k, ShipId ship, Version counted) {
            if (reads_ == nullptr) return counted;
            const Dot named = reads_->of(entry)[k];
            return named.ship == ship ? named.version : not_there;
        };
    }

private:
    const Event* events_;
    const ShipEntries& entries_;
    const NamedReads* reads_;
    const ByClock* clocks_;
};

/// What the derefs of a log by clock return, which names no reads: what the event's clock counts of
/// the ship. `reads` has the shape of a replay's.
///
/// Cost  Linear in events, derefs and changes.
void count_reads(const Scenario& scenario, const Log& log, const ShipEntries& entries,
                 Rows<Version>& reads);

/// Each ship goes as far as it can, the first one first; one that must wait is taken up again when
/// what it waits for has been applied. Calls visit(entry), which says whether to go on.
///
/// Returns how many events of each ship were applied: fewer than it has if visit ended the walk, or
///         if they wait for what never comes.
/// Cost    Linear in events and what they wait for; 4 bytes an event.
template <class Visit>
std::vector<Version> walk_when_ready(const PartialOrder& order, Visit&& visit) {
    const ShipEntries& entries = order.entries();
    const ShipId ships = entries.ship_count();
    std::vector<Version> done(ships);
    std::vector<ShipId> waiting(entries.size(), no_ship);  // By slot: who waits for it, first.
    std::vector<ShipId> next_waiting(ships, no_ship);
    std::vector<std::size_t> passed(ships);  // Of what each ship's next event waits for.
    std::vector<ShipId> ready(ships);
    for (ShipId i = 0; i < ships; ++i) ready[i] = ships - 1 - i;
    while (!ready.empty()) {
        const ShipId ship = ready.back();
        ready.pop_back();
        for (; done[ship] < entries.count(ship); ++done[ship]) {
            const auto awaited = order.missing(ship, done[ship], passed[ship],
                                               [&](ShipId other) { return done[other]; });
            if (awaited) {
                if (awaited->version <= entries.count(awaited->ship)) {
                    ShipId& first = waiting[entries.slot(*awaited)];
                    next_waiting[ship] = std::exchange(first, ship);
                }
                break;
            }
            if (!visit(entries.entry(ship, done[ship]))) return done;
            passed[ship] = 0;
            ShipId waiter = waiting[entries.slot({ship, done[ship] + 1})];
            for (; waiter != no_ship; waiter = next_waiting[waiter]) ready.push_back(waiter);
        }
    }
    return done;
}

}  // namespace reckon
