#include "core/check/divergence.hpp"

#include <algorithm>

namespace reckon {

std::optional<OtherReading> first_other_reading(const Scenario& scenario, const History& run,
                                                const Log& log, const Replay& replayed) {
    // The events of a complete log have the orders of the run's, so as many reads of the same
    // ships.
    bool same = true;
    for (ShipId ship = 0; ship < run.ships.size() && same; ++ship) {
        same = std::ranges::equal(run.ships[ship].reads, replayed.reads[ship], {}, &Dot::version);
    }
    if (same) return std::nullopt;
    std::vector<std::size_t> compared(run.ships.size());  // By ship, reads.
    for (const std::uint32_t entry : replay_order(scenario, log)) {
        const Dot dot = log.events[entry].dot;
        for (const Dot was : run.ships[dot.ship].reads_of(dot.version)) {
            const Dot is{was.ship, replayed.reads[dot.ship][compared[dot.ship]++]};
            if (was != is) return OtherReading{dot, was, is};
        }
    }
    return std::nullopt;
}

std::optional<UnkeptEdge> first_unkept_edge(const History& run, LogOrder& order) {
    for (const ShipHistory& ship : run.ships) {
        for (const Event& event : ship.events) {
            const auto unkept = [&](EdgeKind kind, Dot cause) -> std::optional<UnkeptEdge> {
                const auto precedes = order.precedes(cause, event.dot);
                if (precedes == true) return std::nullopt;
                return UnkeptEdge{{kind, cause, event.dot}, precedes.has_value()};
            };
            for (const Dot read : ship.reads_of(event.dot.version)) {
                if (read.version == 0) continue;
                if (auto found = unkept(EdgeKind::wr, read)) return found;
            }
            if (!event.cause.is_hail()) continue;
            if (auto found = unkept(EdgeKind::message, event.cause.sender())) return found;
        }
    }
    return std::nullopt;
}

}  // namespace reckon
