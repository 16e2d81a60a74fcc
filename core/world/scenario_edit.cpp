#include "core/world/scenario_edit.hpp"

#include <algorithm>

namespace reckon {
namespace {

/// Calls visit(ship) for each ship that an order names, and those that it sends on do.
template <class Visit>
void each_ship_named(const Scenario& scenario, OrderId id, Visit&& visit) {
    for (; id != no_order; id = scenario.orders[id].sent) {
        const Order& order = scenario.orders[id];
        for (const ShipId ship : derefs(order)) visit(ship);
        if (order.sent != no_order) visit(order.ships[0]);
    }
}

/// Copies orders into another scenario's table, with the ships' new numbers.
class Copier {
public:
    Copier(const Scenario& from, Scenario& to, std::vector<ShipId> ships)
        : from_{from}, table_{to.orders}, ships_{std::move(ships)} {}

    OrderId copy(OrderId id) {
        Order order = from_.orders[id];
        const std::size_t named = order.sent != no_order ? 1 : derefs(order).size();
        for (std::size_t i = 0; i < named; ++i) order.ships[i] = ships_[order.ships[i]];
        if (order.sent != no_order) order.sent = copy(order.sent);
        return table_.add(order);
    }

    [[nodiscard]] ShipId ship(ShipId old) const { return ships_[old]; }

private:
    const Scenario& from_;
    OrderTable table_;
    std::vector<ShipId> ships_;
};

}  // namespace

std::vector<OrderPlace> order_places(const Scenario& scenario) {
    std::vector<OrderPlace> places;
    for (ShipId ship = 0; ship < scenario.ship_count(); ++ship) {
        for (std::uint32_t i = 0; i < scenario.ships[ship].plan.size(); ++i) {
            places.push_back({true, ship, i});
        }
    }
    for (std::uint32_t source = 0; source < scenario.sources.size(); ++source) {
        for (std::uint32_t i = 0; i < scenario.sources[source].size(); ++i) {
            places.push_back({false, source, i});
        }
    }
    return places;
}

Kept::Kept(const Scenario& scenario)
    : ships(scenario.ships.size(), true), sources(scenario.sources.size(), true) {
    for (const ShipSetup& ship : scenario.ships) plans.emplace_back(ship.plan.size(), true);
    for (const auto& source : scenario.sources) issues.emplace_back(source.size(), true);
}

Scenario reduced(const Scenario& scenario, Kept& kept) {
    Scenario smaller{.name = scenario.name, .seed = scenario.seed, .work_ns = scenario.work_ns};
    std::vector<ShipId> numbers(scenario.ships.size());
    ShipId next = 0;
    for (ShipId ship = 0; ship < numbers.size(); ++ship) {
        if (kept.ships[ship]) numbers[ship] = next++;
    }
    Copier copier{scenario, smaller, std::move(numbers)};
    const auto stays = [&](ShipId carrier, OrderId order) {
        bool all = kept.ships[carrier];
        each_ship_named(scenario, order, [&](ShipId named) { all = all && kept.ships[named]; });
        return all;
    };
    for (ShipId ship = 0; ship < scenario.ship_count(); ++ship) {
        const ShipSetup& setup = scenario.ships[ship];
        if (kept.ships[ship]) {
            smaller.ships.push_back({.name = setup.name, .initial = setup.initial});
        }
        for (std::size_t i = 0; i < setup.plan.size(); ++i) {
            if (!stays(ship, setup.plan[i])) kept.plans[ship][i] = false;
            if (kept.plans[ship][i])
                smaller.ships.back().plan.push_back(copier.copy(setup.plan[i]));
        }
    }
    for (std::size_t source = 0; source < scenario.sources.size(); ++source) {
        std::vector<Issue> issues;
        for (std::size_t i = 0; i < scenario.sources[source].size(); ++i) {
            const Issue& issue = scenario.sources[source][i];
            if (!kept.sources[source] || !stays(issue.ship, issue.order)) {
                kept.issues[source][i] = false;
            }
            if (kept.issues[source][i]) {
                issues.push_back({copier.ship(issue.ship), copier.copy(issue.order)});
            }
        }
        kept.sources[source] = !issues.empty();
        if (!issues.empty()) smaller.sources.push_back(std::move(issues));
    }
    return smaller;
}

std::vector<Order> with_one_deref_less(const Order& order, const State& after) {
    switch (order.kind) {
        case OrderKind::rendezvous:
            return {{.kind = OrderKind::follow, .ships = {order.ships[0], 0}},
                    {.kind = OrderKind::follow, .ships = {order.ships[1], 0}}};
        case OrderKind::follow: return {{.kind = OrderKind::depart, .port = after.heading()}};
        default: return {};
    }
}

Scenario replaced(const Scenario& scenario, const OrderPlace& place, std::uint32_t depth,
                  const Order& order) {
    Scenario other = scenario;
    OrderTable table{other.orders};
    std::vector<Order> chain;
    OrderId& root = place.in_plan ? other.ships[place.owner].plan[place.index]
                                  : other.sources[place.owner][place.index].order;
    OrderId id = root;
    for (std::uint32_t i = 0; i < depth; ++i) {
        chain.push_back(scenario.orders[id]);
        id = scenario.orders[id].sent;
    }
    OrderId rebuilt = table.add(order);
    while (!chain.empty()) {
        Order outer = chain.back();
        chain.pop_back();
        outer.sent = rebuilt;
        rebuilt = table.add(outer);
    }
    root = rebuilt;
    return other;
}

std::vector<Scenario> without_messenger(const Scenario& scenario, const OrderPlace& place) {
    Scenario other = scenario;
    if (!place.in_plan) {
        auto& issues = other.sources[place.owner];
        const Issue issue = issues[place.index];
        other.ships[issue.ship].plan.push_back(issue.order);
        issues.erase(issues.begin() + place.index);
        return {std::move(other)};
    }
    const Order& order = scenario.orders[scenario.ships[place.owner].plan[place.index]];
    if (order.kind != OrderKind::hail) return {};
    auto& plan = other.ships[place.owner].plan;
    plan.erase(plan.begin() + place.index);
    other.ships[order.ships[0]].plan.push_back(order.sent);
    std::vector<Scenario> others{std::move(other)};
    const Order& sent = scenario.orders[order.sent];
    const bool hails_itself = sent.sent != no_order && sent.ships[0] == place.owner;
    const auto read = derefs(sent);
    if (!hails_itself && std::ranges::find(read, place.owner) == read.end()) {
        others.push_back(replaced(scenario, place, 0, sent));
    }
    return others;
}

}  // namespace reckon
