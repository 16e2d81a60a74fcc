#include "tests/model/small_runs.hpp"

#include <algorithm>
#include <optional>

#include "core/world/port.hpp"
#include "tests/model/brute_force.hpp"

namespace reckon::model {
namespace {

/// An event before its reads and states are known.
struct Draft {
    Event event;
    std::vector<ShipId> derefs;
};

using Drafts = std::vector<std::vector<Draft>>;  // By ship and version.

/// Ships' plans, then mail: each hail sends one order, here never on.
Drafts draft(const Scenario& scenario, bool later_sender_first) {
    Drafts drafts(scenario.ships.size());
    const auto add = [&](ShipId ship, OrderId order, Cause cause) {
        const auto version = static_cast<Version>(drafts[ship].size() + 1);
        const auto asked = derefs(scenario.orders[order]);
        drafts[ship].push_back({{{ship, version}, order, cause}, {asked.begin(), asked.end()}});
    };
    for (ShipId ship = 0; ship < scenario.ship_count(); ++ship) {
        const auto& plan = scenario.ships[ship].plan;
        for (std::uint32_t i = 0; i < plan.size(); ++i) add(ship, plan[i], Cause::plan(i));
    }
    std::vector<ShipId> senders;
    for (ShipId ship = 0; ship < scenario.ship_count(); ++ship) senders.push_back(ship);
    if (later_sender_first) std::ranges::reverse(senders);
    for (const ShipId sender : senders) {
        const auto& plan = scenario.ships[sender].plan;
        for (std::uint32_t i = 0; i < plan.size(); ++i) {
            const Order& order = scenario.orders[plan[i]];
            if (order.sent == no_order) continue;
            add(order.ships[0], order.sent, Cause::hail({sender, i + 1}));
        }
    }
    return drafts;
}

/// The run with these versions read; none if events wait for each other in a circle.
std::optional<History> told(const Scenario& scenario, const Drafts& drafts,
                            const std::vector<Version>& versions) {
    History run;
    run.ships.resize(drafts.size());
    std::vector<std::size_t> first_read;  // By ship: index of its first deref in `versions`.
    std::size_t reads = 0;
    for (ShipId ship = 0; ship < drafts.size(); ++ship) {
        run.ships[ship].states.push_back(scenario.ships[ship].initial);
        first_read.push_back(reads);
        for (const Draft& event : drafts[ship]) reads += event.derefs.size();
    }
    // Whoever can go on does; when nobody can, either all is told or there is a circle.
    for (bool moved = true; moved;) {
        moved = false;
        for (ShipId ship = 0; ship < drafts.size(); ++ship) {
            ShipHistory& history = run.ships[ship];
            if (history.last() == drafts[ship].size()) continue;
            const Draft& next = drafts[ship][history.last()];
            const Version* read = versions.data() + first_read[ship] + history.reads.size();
            std::vector<Dot> dots;
            std::vector<State> states;
            bool ready =
                !next.event.cause.is_hail() || next.event.cause.sender().version <=
                                                   run.ships[next.event.cause.sender().ship].last();
            for (const ShipId other : next.derefs) {
                const Version version = *read++;
                ready = ready && version <= run.ships[other].last();
                dots.push_back({other, version});
                if (ready) states.push_back(run.ships[other].states[version]);
            }
            if (!ready) continue;
            const State after =
                apply(history.states.back(), scenario.orders[next.event.order], states);
            history.append(next.event, after, dots);
            Cut cut;
            for (const ShipHistory& each : run.ships) cut.push_back(each.last());
            run.observed.push_back(cut);
            moved = true;
        }
    }
    for (ShipId ship = 0; ship < drafts.size(); ++ship) {
        if (run.ships[ship].last() != drafts[ship].size()) return std::nullopt;
    }
    return run;
}

}  // namespace

Scenario serve(const std::vector<std::vector<Dish>>& dishes) {
    Scenario scenario{.name = "small"};
    const auto n = static_cast<ShipId>(dishes.size());
    OrderTable table{scenario.orders};
    PortId port = 0;
    for (ShipId ship = 0; ship < n; ++ship) {
        const State initial{.at = static_cast<PortId>(20 + ship), .cargo = 10 + 3 * ship};
        scenario.ships.push_back({.name = std::string{"ABC"}.substr(ship, 1), .initial = initial});
        for (const Dish& dish : dishes[ship]) {
            const ShipId first = (ship + dish.first) % n;
            const ShipId second = (ship + dish.second) % n;
            Order order{.kind = dish.kind};
            if (dish.kind == OrderKind::depart) order.port = port++;
            if (dish.kind == OrderKind::follow) order.ships = {first, 0};
            if (dish.kind == OrderKind::rendezvous) order.ships = {first, second};
            if (dish.kind == OrderKind::load) order.tons = 7;
            if (dish.kind == OrderKind::hail) {
                Order sent{.kind = dish.sent};
                if (dish.sent == OrderKind::depart) sent.port = port++;
                if (dish.sent == OrderKind::follow) sent.ships = {ship, 0};
                order.ships = {first, 0};
                order.sent = table.add(sent);
            }
            scenario.ships[ship].plan.push_back(table.add(order));
        }
    }
    return scenario;
}

std::size_t each_run(const Scenario& scenario, const std::function<void(History&)>& visit) {
    std::size_t visited = 0;
    const Drafts arrivals[] = {draft(scenario, false), draft(scenario, true)};
    const auto events = [](const Drafts& drafts) {
        std::vector<Event> all;
        for (const auto& ship : drafts) {
            for (const Draft& each : ship) all.push_back(each.event);
        }
        return all;
    };
    const bool two_arrivals = events(arrivals[0]) != events(arrivals[1]);
    for (const Drafts& drafts : std::span{arrivals}.first(two_arrivals ? 2 : 1)) {
        std::vector<Version> highest;  // Per deref, in the order of ships and versions.
        for (const auto& ship : drafts) {
            for (const Draft& event : ship) {
                for (const ShipId other : event.derefs) {
                    highest.push_back(static_cast<Version>(drafts[other].size()));
                }
            }
        }
        std::vector<Version> versions(highest.size());
        for (bool more = true; more;) {
            if (auto run = told(scenario, drafts, versions)) {
                ++visited;
                visit(*run);
            }
            std::size_t digit = 0;
            while (digit < versions.size() && versions[digit] == highest[digit]) {
                versions[digit++] = 0;
            }
            more = digit < versions.size();
            if (more) ++versions[digit];
        }
    }
    return visited;
}

void observe_all(History& history) {
    Cut cut(history.ships.size());
    for (const ShipId ship : history.publishes) {
        ++cut[ship];
        history.observed.push_back(cut);
    }
    history.publishes.clear();
}

}  // namespace reckon::model
