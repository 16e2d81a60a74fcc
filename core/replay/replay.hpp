#pragma once
/// Bringing back the states of a run from the scenario and the log alone.

#include "core/log/history.hpp"
#include "core/log/log.hpp"
#include "core/world/scenario.hpp"

namespace reckon {

/// A hail that the log has and that its cause, as replayed, did not send.
struct Unsent {
    Dot event;
    Dot sender;
};

/// Shape  ships is told as a history is: states, events and reads per ship, as replayed.
struct Replay {
    std::vector<ShipHistory> ships;
    std::vector<Dot> order;      ///< In which the events were applied.
    std::vector<Unsent> unsent;  ///< The first of them, at most unsent_kept.
    std::uint64_t unsent_count = 0;

    static constexpr std::size_t unsent_kept = 16;
};

/// Applies the log's orders to the scenario's initial states, one after the other.
///
/// A deref returns the state at the version that the log names, where it names versions; otherwise
/// the ship's current state. A hail is never sent again: the log has what came of it.
///
/// Threads  Any; a pure function.
/// Order    A partial order is replayed in one of its linear extensions; the outcome is the same in
///          each, for every deref is named.
/// Errors   A log that cannot be replayed: an unknown ship or order, a ship's events out of order,
/// a
///          deref of a version that is not there, an order with a cycle. The place is the log's
///          entry, counted from 0.
/// Cost     Linear in events and reads; by clock also in ships; by stamp a sort.
[[nodiscard]] Result<Replay> replay(const Scenario& scenario, const Log& log);

}  // namespace reckon
