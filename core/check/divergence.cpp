#include "core/check/divergence.hpp"

#include <algorithm>

namespace reckon {

std::optional<OtherReading> first_other_reading(const History& run, const Replay& replayed) {
    for (const Dot dot : replayed.order) {
        const auto was = run.ships[dot.ship].reads_of(dot.version);
        const auto is = replayed.ships[dot.ship].reads_of(dot.version);
        const auto [left, right] = std::ranges::mismatch(was, is);
        if (left == was.end() && right == is.end()) continue;
        return OtherReading{dot, *left, *right};
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
