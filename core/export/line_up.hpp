#pragma once
/// The events of a run one after another, and the moment that a picture gives to each.

#include <vector>

#include "core/log/history.hpp"
#include "core/log/log.hpp"
#include "core/world/scenario.hpp"

namespace reckon {

/// Shape  events stand in an order that contains happens-before; moments[i] is that of events[i].
struct LineUp {
    std::vector<Dot> events;
    std::vector<std::uint32_t> moments;
    /// The order is the log's, and a moment the place in it. Otherwise a moment is how many events
    /// stand in the longest chain of happens-before that leads to the event, ties by ship.
    bool as_logged = false;
};

/// The log's order where it is total, complete, and contains happens-before.
///
/// Errors  Events that wait for each other, as no run's do: the place is "the run".
/// Cost    Linear in events and reads; 24 bytes an event.
[[nodiscard]] Result<LineUp> line_up(const Scenario& scenario, const History& run, const Log& log);

}  // namespace reckon
