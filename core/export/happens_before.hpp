#pragma once
/// The edges of happens-before into an event, as its run tells them.

#include "core/check/divergence.hpp"
#include "core/log/history.hpp"

namespace reckon {

/// Calls visit(kind, from) for each event that comes immediately before this one: its ship's event
/// before, the events that made what its derefs returned, the event that hailed. The initial states
/// are no events.
template <class Visit>
void each_edge_to(const History& run, Dot dot, Visit&& visit) {
    if (dot.version > 1) visit(EdgeKind::program, Dot{dot.ship, dot.version - 1});
    for (const Dot read : run.ships[dot.ship].reads_of(dot.version)) {
        if (read.version > 0) visit(EdgeKind::wr, read);
    }
    const Cause cause = run.event(dot).cause;
    // A log's causes, unlike a history's, may name what never was.
    if (!cause.is_hail() || cause.sender().ship >= run.ships.size()) return;
    const Dot sender = cause.sender();
    if (sender.version > 0 && sender.version <= run.ships[sender.ship].last()) {
        visit(EdgeKind::message, sender);
    }
}

}  // namespace reckon
