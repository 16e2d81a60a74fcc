#pragma once
/// The events of a replay, a row each: what the tables of a query are made of, wherever they come
/// from.

#include <algorithm>
#include <memory>
#include <optional>
#include <span>

#include "core/log/event.hpp"
#include "core/world/scenario.hpp"

namespace reckon {

/// Whole numbers from low to high, both included.
struct Interval {
    std::int64_t low = INT64_MIN;
    std::int64_t high = INT64_MAX;

    [[nodiscard]] bool empty() const { return low > high; }
    [[nodiscard]] bool is_one() const { return low == high; }
    void narrow(const Interval& other) {
        low = std::max(low, other.low);
        high = std::min(high, other.high);
    }
};

/// Dots of one ship, or of all.
struct DotInterval {
    Interval ships;
    Interval versions;
};

/// Which events are wanted. Whoever asks looks at what it gets: a source may give more, and one
/// that has its rows in one order only gives all.
struct WantedEvents {
    DotInterval dots;
    Interval entries;
    DotInterval read;    ///< That read one of these.
    DotInterval sender;  ///< That were hailed by one of these, or are one of these.
};

/// A hail, seen from the event that it brought, or from the one that sent it.
struct HailRow {
    Dot sender;
    std::optional<Dot> event;  ///< What it brought; none if the log has no such event.
    ShipId to = 0;
    OrderId order = no_order;
    bool sent = true;  ///< Its sender, as replayed, sent it.
};

/// The longest chain of events, each right before the next, that ends in an event.
struct Chain {
    std::uint32_t length = 1;  ///< With the event itself.
    Dot before;                ///< The event before it; of version 0 if there is none.
};

/// Threads  One.
/// Order    That of a replay by one thread; or, where few are wanted, any.
/// Shape    All but next() is of the row that next() came to. The source has to outlive it.
class EventRows {
public:
    virtual ~EventRows() = default;

    /// Comes to the next row, or to the end: false.
    [[nodiscard]] virtual bool next() = 0;

    /// The event's place in the order of the replay, counted from 1.
    [[nodiscard]] virtual std::uint64_t entry() const = 0;
    [[nodiscard]] virtual const Event& event() const = 0;
    /// What the strategy stamped it with, of a log by stamp.
    [[nodiscard]] virtual std::optional<std::uint64_t> stamp() const = 0;
    [[nodiscard]] virtual const State& before() const = 0;
    [[nodiscard]] virtual const State& after() const = 0;

    /// The reads that are wanted, of those that the event made: in order, without a gap.
    [[nodiscard]] virtual std::span<const Dot> reads() const = 0;
    /// How many reads the event made before these.
    [[nodiscard]] virtual std::size_t reads_before() const = 0;
    /// Whether the state read had been replaced before the event's entry. Nothing of a log that is
    /// a partial order: it does not say.
    [[nodiscard]] virtual std::optional<bool> replaced(Dot read) const = 0;

    /// The hail that brought the event, if one did and it is wanted.
    [[nodiscard]] virtual std::optional<HailRow> received() const = 0;
    /// The hail that the event sent, if it is wanted and brought nothing.
    [[nodiscard]] virtual std::optional<HailRow> unanswered() const = 0;

    /// None of a source that is not whole.
    [[nodiscard]] virtual std::optional<Chain> chain() const = 0;
};

/// Threads  Any number, each with rows of its own.
class EventSource {
public:
    virtual ~EventSource() = default;

    /// Of plans, and of what sources issue, not necessarily all.
    [[nodiscard]] virtual const Scenario& scenario() const = 0;
    /// How many orders the ship's plan has.
    [[nodiscard]] virtual std::uint64_t planned(ShipId ship) const {
        return scenario().ships[ship].plan.size();
    }
    [[nodiscard]] virtual std::uint64_t event_count() const = 0;
    /// Whether events that lie far apart can be put side by side: if not, who hailed whom is not
    /// known, nor what chains there are.
    [[nodiscard]] virtual bool whole() const = 0;
    /// About how many rows come for a question, so that a plan can be made.
    [[nodiscard]] virtual double cost(const WantedEvents& wanted) const = 0;
    [[nodiscard]] virtual std::unique_ptr<EventRows> rows(const WantedEvents& wanted) const = 0;
};

}  // namespace reckon
