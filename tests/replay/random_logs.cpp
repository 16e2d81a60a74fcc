#include "tests/replay/random_logs.hpp"

#include <algorithm>

namespace reckon {
namespace {

Scenario draw_scenario(Random& random, std::uint32_t ships) {
    Scenario scenario{.name = "drawn"};
    OrderTable table{scenario.orders};
    for (ShipId id = 0; id < ships; ++id) {
        const State initial{.at = static_cast<PortId>(id % 50), .cargo = 5};
        scenario.ships.push_back({.name = "S" + std::to_string(id), .initial = initial});
        const ShipId one = (id + 1 + below(random, ships - 1)) % ships;
        const ShipId two = (id + 1 + below(random, ships - 1)) % ships;
        const auto port = static_cast<PortId>(below(random, 50));
        // Each ship's orders stand from 4 * id on.
        scenario.orders.push_back({.kind = OrderKind::depart, .port = port});
        scenario.orders.push_back({.kind = OrderKind::follow, .ships = {one, 0}});
        scenario.orders.push_back({.kind = OrderKind::rendezvous, .ships = {one, two}});
        scenario.orders.push_back({.kind = OrderKind::hail, .ships = {one, 0}, .sent = one * 4});
    }
    return scenario;
}

/// The log with its events in another order, each ship's among themselves kept.
void shuffle(Random& random, Log& log) {
    const Log was = std::move(log);
    std::vector<std::vector<std::uint32_t>> lanes;
    for (std::uint32_t i = 0; i < was.events.size(); ++i) {
        lanes.resize(std::max<std::size_t>(lanes.size(), was.events[i].dot.ship + std::size_t{1}));
        lanes[was.events[i].dot.ship].push_back(i);
    }
    std::vector<std::size_t> next(lanes.size());
    Log now;
    if (was.named_reads) now.named_reads.emplace();
    const auto* clocks = std::get_if<ByClock>(&was.order);
    ByClock by;
    const bool ship_by_ship = below(random, 2) == 0;
    for (std::size_t left = was.events.size(), ship = 0; left > 0;) {
        if (!ship_by_ship) ship = below(random, lanes.size());
        if (next[ship] == lanes[ship].size()) {
            if (ship_by_ship) ++ship;
            continue;
        }
        const std::uint32_t entry = lanes[ship][next[ship]++];
        --left;
        now.events.push_back(was.events[entry]);
        if (now.named_reads) now.named_reads->append(was.named_reads->of(entry));
        if (clocks == nullptr) continue;
        const auto changes = clocks->changes_of(entry);
        by.changes.insert(by.changes.end(), changes.begin(), changes.end());
        by.ends.push_back(by.changes.size());
    }
    if (clocks != nullptr) {
        now.order = std::move(by);
    } else {
        now.order = ByDependency{};
    }
    log = std::move(now);
}

}  // namespace

DrawnLog draw_log(Random& random, std::uint32_t ships, std::uint32_t events, bool by_clock) {
    DrawnLog drawn{draw_scenario(random, ships), {}};
    Log& log = drawn.log;
    NamedReads named;
    ByClock by;
    std::vector<Version> done(ships);
    std::vector<std::vector<Cut>> clocks(ships, {Cut(ships)});
    std::vector<std::vector<Dot>> mail(ships);
    for (std::uint32_t i = 0; i < events; ++i) {
        const ShipId ship = below(random, ships);
        Event event{{ship, done[ship] + 1}, 4 * ship + below(random, 4), Cause::plan(i)};
        Cut clock = clocks[ship].back();
        const auto merge = [&](Dot dot) {
            const Cut& known = clocks[dot.ship][dot.version];
            for (ShipId id = 0; id < ships; ++id) clock[id] = std::max(clock[id], known[id]);
        };
        if (!mail[ship].empty() && below(random, 2) == 0) {
            event.order = 4 * ship;
            event.cause = Cause::hail(mail[ship].back());
            merge(mail[ship].back());
            mail[ship].pop_back();
        }
        const Order& order = drawn.scenario.orders[event.order];
        std::vector<Dot> reads;
        for (const ShipId other : derefs(order)) {
            const Version last = done[other];
            const Version version = last - below(random, std::min<Version>(last, 3) + 1);
            merge({other, version});
            reads.push_back({other, version});
        }
        clock[ship] = ++done[ship];
        by.append(ship, clocks[ship].back(), clock);
        clocks[ship].push_back(clock);
        if (order.sent != no_order) mail[order.ships[0]].push_back(event.dot);
        log.events.push_back(event);
        named.append(reads);
    }
    if (by_clock) {
        log.order = std::move(by);
    } else {
        log.order = ByDependency{};
        log.named_reads = std::move(named);
    }
    shuffle(random, log);
    return drawn;
}

std::vector<Cut> clocks_of(const DrawnLog& drawn) {
    const auto& by = std::get<ByClock>(drawn.log.order);
    std::vector<Cut> latest(drawn.scenario.ships.size(), Cut(drawn.scenario.ships.size()));
    std::vector<Cut> clocks;
    for (std::size_t entry = 0; entry < drawn.log.events.size(); ++entry) {
        const Dot dot = drawn.log.events[entry].dot;
        Cut& clock = latest[dot.ship];
        for (const Dot change : by.changes_of(entry)) clock[change.ship] = change.version;
        clock[dot.ship] = dot.version;
        clocks.push_back(clock);
    }
    return clocks;
}

void damage(Random& random, DrawnLog& drawn) {
    Log& log = drawn.log;
    const std::uint32_t at = below(random, log.events.size());
    const std::uint32_t other = below(random, log.events.size());
    const auto ships = static_cast<ShipId>(drawn.scenario.ships.size());
    switch (below(random, 9)) {
        case 0: ++log.events[at].dot.version; break;  // A gap, and a version twice.
        case 1: log.events[at].dot.version = 1; break;
        case 2: log.events[at].dot.ship = ships; break;
        case 3: log.events[at].order = 4 * ships; break;
        case 4: log.events[at].cause = Cause::hail({below(random, ships + 1), 2}); break;
        case 5: log.events[at].cause = Cause::hail(log.events[other].dot); break;
        // Perhaps of another ship, and one that derefs this ship.
        case 6: log.events[at].order = below(random, std::size_t{4} * ships); break;
        default: {
            const Version version = below(random, 2) == 0 ? 1'000'000 : below(random, 20);
            if (auto* clocks = std::get_if<ByClock>(&log.order)) {
                if (clocks->changes.empty()) break;
                Dot& change = clocks->changes[below(random, clocks->changes.size())];
                if (below(random, 5) == 0) {
                    change.ship = below(random, ships + 1);
                } else {
                    change.version = version;
                }
            } else if (auto& reads = log.named_reads->reads; !reads.empty()) {
                Dot& read = reads[below(random, reads.size())];
                if (below(random, 5) == 0) {
                    read.ship = below(random, ships + 1);
                } else {
                    read.version = version;
                }
            }
        }
    }
}

}  // namespace reckon
