#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/world/port.hpp"
#include "core/world/scenario_json.hpp"

namespace reckon {
namespace {

using Json = nlohmann::ordered_json;

Json order_json(const Scenario& scenario, OrderId id) {
    const Order& order = scenario.orders[id];
    Json json{{"do", word(order.kind)}};
    switch (order.kind) {
        case OrderKind::depart: json["to"] = ports()[order.port].name; break;
        case OrderKind::arrive: break;
        case OrderKind::load:
        case OrderKind::unload:
        case OrderKind::take: json["tons"] = order.tons; break;
        case OrderKind::follow: json["ship"] = order.ships[0]; break;
        case OrderKind::rendezvous: json["ships"] = order.ships; break;
        case OrderKind::hail:
            json["ship"] = order.ships[0];
            json["order"] = order_json(scenario, order.sent);
            break;
        case OrderKind::transfer:
            json["ship"] = order.ships[0];
            json["tons"] = order.tons;
            break;
    }
    return json;
}

}  // namespace

std::string to_json(const Scenario& scenario) {
    // One ship and one source a line: readable, and small in a diff.
    std::string ships;
    for (const ShipSetup& ship : scenario.ships) {
        Json json{{"name", ship.name}};
        if (ship.initial.at_sea()) {
            json["bound"] = ports()[ship.initial.bound].name;
        } else {
            json["at"] = ports()[ship.initial.at].name;
        }
        json["cargo"] = ship.initial.cargo;
        json["orders"] = Json::array();
        for (const OrderId id : ship.plan) json["orders"].push_back(order_json(scenario, id));
        ships += (ships.empty() ? "\n  " : ",\n  ") + json.dump();
    }
    std::string sources;
    for (const auto& source : scenario.sources) {
        Json json = Json::array();
        for (const Issue& issue : source) {
            json.push_back({{"ship", issue.ship}, {"order", order_json(scenario, issue.order)}});
        }
        sources += (sources.empty() ? "\n  " : ",\n  ") + json.dump();
    }
    return fmt::format(
        "{{\"reckon\": \"scenario\", \"version\": 1, \"name\": {}, \"seed\": {}, \"work_ns\": {},\n"
        " \"ships\": [{}],\n \"sources\": [{}]}}\n",
        Json(scenario.name).dump(), scenario.seed, scenario.work_ns, ships, sources);
}

std::vector<OrderId> orders_as_read(const Scenario& scenario) {
    std::vector<OrderId> as_read(scenario.orders.size(), no_order);
    std::vector<Order> orders;
    OrderTable table{orders};
    // The reader adds what is sent before what sends it.
    const auto add = [&](const auto& self, OrderId id) -> OrderId {
        if (as_read[id] != no_order) return as_read[id];
        Order order = scenario.orders[id];
        if (order.sent != no_order) order.sent = self(self, order.sent);
        return as_read[id] = table.add(order);
    };
    for (const ShipSetup& ship : scenario.ships) {
        for (const OrderId id : ship.plan) add(add, id);
    }
    for (const auto& source : scenario.sources) {
        for (const Issue& issue : source) add(add, issue.order);
    }
    return as_read;
}

}  // namespace reckon
