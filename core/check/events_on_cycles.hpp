#pragma once
/// The dependency graph of a run, and the events of it that lie on cycles.

#include <vector>

#include "core/check/event_numbers.hpp"

namespace reckon {

/// An event that depends on itself by way of others, and the strongly connected component in which
/// it does.
struct EventOnCycle {
    EventNumber event = 0;
    std::uint32_t component = 0;
};

/// By number. The edges are those of judge_serializability; none if the graph has no cycle.
///
/// Cost    Linear in events and edges. 8 bytes an event and 4 a read; with cycles 4 more an event,
///         and 24 for each that a search meets before it has left a component.
/// Source  Kahn 1962, doi:10.1145/368996.369025, ship by ship; where nothing can go on, Tarjan's of
///         1972, doi:10.1137/0201010, over what has not gone.
[[nodiscard]] std::vector<EventOnCycle> events_on_cycles(const History& run);

}  // namespace reckon
