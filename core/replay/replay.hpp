#pragma once
/// Bringing back the states of a run from the scenario and the log alone.

#include "core/log/history.hpp"
#include "core/log/log.hpp"
#include "core/log/rows.hpp"
#include "core/world/scenario.hpp"

namespace reckon {

/// A hail that the log has and that its cause, as replayed, did not send.
struct Unsent {
    Dot event;
    Dot sender;
};

/// What the log does not say itself: states, and what derefs returned. The events are in the log.
///
/// Shape  states[ship][v] is the state at version v. reads[ship] has the versions that the ship's
///        derefs returned, those of its first event first: as many for each as its order derefs.
struct Replay {
    Rows<State> states;
    Rows<Version> reads;
    std::vector<Unsent> unsent;  ///< The first of them, ship by ship, at most unsent_kept.
    std::uint64_t unsent_count = 0;

    static constexpr std::size_t unsent_kept = 16;
};

struct ReplayOptions {
    /// For a log that is a partial order; another is replayed by one.
    std::uint32_t threads = 1;
    /// Called as each order is carried out: the busy work that it costs, if it is to cost any.
    void (*work)() = nullptr;

    static constexpr std::uint32_t threads_max = 256;
};

/// Applies the log's orders to the scenario's initial states.
///
/// A deref returns the state at the version that the log names, where it names versions; otherwise
/// the ship's current state. A hail is never sent again: the log has what came of it.
///
/// Threads  Any; a pure function. With more than one in the options it starts them, and they are
///          done when it returns.
/// Order    A partial order is replayed in some of its linear extensions; replay and error are the
///          same in each, for every deref is named.
/// Shape    `again` is a replay that is no longer needed: its memory is put to use.
/// Errors   A log that cannot be replayed: an unknown ship or order, a ship's events out of order,
///          a deref of a version that is not there, an order with a cycle. The place is the log's
///          entry, counted from 0.
/// Cost     Linear in events and reads; by clock also in ships; by stamp see sequence_of. 24 bytes
///          an event and 4 a deref; as it goes 4 more an event for each of: an order by stamp, a
///          partial order, events that do not stand ship by ship in a partial order or with hails.
[[nodiscard]] Result<Replay> replay(const Scenario& scenario, const Log& log,
                                    const ReplayOptions& options = {}, Replay again = {});

/// The global state in which a replay ends, by ship.
///
/// Errors  As replay.
/// Cost    For a total order that names no versions a state a ship, and none of what replay keeps.
[[nodiscard]] Result<std::vector<State>> final_states(const Scenario& scenario, const Log& log);

/// The log's entries in the order in which a replay by one thread applies them. Of a log that can
/// be replayed.
///
/// Cost  As replay, without states.
[[nodiscard]] std::vector<std::uint32_t> replay_order(const Scenario& scenario, const Log& log);

}  // namespace reckon
