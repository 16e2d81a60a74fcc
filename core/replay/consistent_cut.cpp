#include "core/replay/consistent_cut.hpp"

#include <fmt/format.h>

namespace reckon {
namespace {

/// Calls visit(edge) for what comes right before an event, but for its own ship's; until it says
/// no.
template <class Visit>
bool each_edge(const DotIndex& log, Dot dot, Visit&& visit) {
    for (const Dot read : log.reads(dot)) {
        if (!visit(BrokenEdge{dot, read, false})) return false;
    }
    const Cause cause = log.event(dot).cause;
    return !cause.is_hail() || visit(BrokenEdge{dot, cause.sender(), true});
}

/// Of an edge whose other end may be anything, since a log may name as a hail's sender what it
/// likes.
bool contains(const Cut& cut, Dot dot) {
    return dot.ship < cut.size() && dot.version <= cut[dot.ship];
}

}  // namespace

std::string text(const Scenario& scenario, const BrokenEdge& edge) {
    const auto name = [&](Dot dot) {
        const bool known = dot.ship < scenario.ships.size();
        return fmt::format("{}@{}",
                           known ? scenario.ships[dot.ship].name : fmt::format("ship {}", dot.ship),
                           dot.version);
    };
    return fmt::format("{} {} {}, which the cut lacks", name(edge.event),
                       edge.hailed ? "was hailed by" : "read", name(edge.lacks));
}

std::optional<BrokenEdge> broken_edge(const DotIndex& log, const Cut& cut, const Cut& known) {
    std::optional<BrokenEdge> broken;
    for (ShipId ship = 0; ship < cut.size(); ++ship) {
        for (Version v = known[ship] + 1; v <= cut[ship]; ++v) {
            each_edge(log, {ship, v}, [&](const BrokenEdge& edge) {
                if (!contains(cut, edge.lacks)) broken = edge;
                return !broken;
            });
            if (broken) return broken;
        }
    }
    return std::nullopt;
}

Result<Cut> smallest_cut_with(const Scenario& scenario, const DotIndex& log,
                              std::span<const Dot> dots) {
    Cut cut(log.ship_count());
    Cut closed(log.ship_count());  // Whose events' edges have been followed.
    std::vector<ShipId> open;
    const auto take_in = [&](Dot dot) {
        if (dot.version <= cut[dot.ship]) return;
        if (cut[dot.ship] == closed[dot.ship]) open.push_back(dot.ship);
        cut[dot.ship] = dot.version;
    };
    for (const Dot dot : dots) take_in(dot);
    std::optional<BrokenEdge> broken;
    while (!open.empty() && !broken) {
        const ShipId ship = open.back();
        const Dot dot{ship, ++closed[ship]};
        if (closed[ship] == cut[ship]) open.pop_back();
        each_edge(log, dot, [&](const BrokenEdge& edge) {
            const Dot before = edge.lacks;
            if (log.has(before)) {
                take_in(before);
            } else if (before.ship >= log.ship_count() || before.version != 0) {
                broken = edge;
            }
            return !broken;
        });
    }
    if (!broken) return cut;
    return fail({"cut", text(scenario, *broken),
                 "events whose causes the log has: no cut that contains these is consistent"});
}

Cut last_cut(const DotIndex& log) {
    Cut cut(log.ship_count());
    for (ShipId ship = 0; ship < cut.size(); ++ship) cut[ship] = log.last(ship);
    return cut;
}

Result<Cut> cut_after(const Scenario& scenario, const Log& log, std::uint64_t count) {
    if (log.is_partial()) {
        return fail({"cut", fmt::format("entry {} of a log that is a partial order", count),
                     "a ship's version, or a cut: such a log has no first entries"});
    }
    if (count > log.events.size()) {
        return fail({"cut", fmt::format("entry {}", count),
                     fmt::format("0 to {}, the log's last", log.events.size())});
    }
    Cut cut(scenario.ships.size());
    const auto sequence = sequence_of(log);
    for (std::uint64_t i = 0; i < count; ++i) ++cut[log.events[sequence[i]].dot.ship];
    return cut;
}

}  // namespace reckon
