#include "tests/proof/small_scenarios.hpp"

#include <algorithm>
#include <map>

#include "core/explore/draw.hpp"

namespace reckon {
namespace {

/// An order that has no port yet.
struct Recipe {
    OrderKind kind = OrderKind::depart;
    std::array<ShipId, 2> ships{};
    std::vector<Recipe> sent;  // Of a hail: one.
};

using Recipes = std::vector<Recipe>;
using Plans = std::vector<Recipes>;

// With two of either from ten tons nothing falls below 0; what is loaded or handed over changes who
// has most.
constexpr std::int32_t tons_loaded = 3;
constexpr std::int32_t tons_handed_over = 2;
constexpr PortId first_home = 20;  // Departures are for ports below.

/// What derefs or departs, for any ship of a fleet.
void add_sailing(Recipes& recipes, ShipId self, ShipId ships) {
    recipes.push_back({OrderKind::depart, {}, {}});
    for (ShipId one = 0; one < ships; ++one) {
        if (one == self) continue;
        recipes.push_back({OrderKind::follow, {one, 0}, {}});
        for (ShipId other = 0; other < ships; ++other) {
            if (other == self || other == one) continue;
            recipes.push_back({OrderKind::rendezvous, {one, other}, {}});
        }
    }
}

/// What a hail can tell this ship; a hail, in turn, only to depart.
Recipes tellable(ShipId told, ShipId ships) {
    Recipes recipes;
    add_sailing(recipes, told, ships);
    for (ShipId next = 0; next < ships; ++next) {
        if (next == told) continue;
        recipes.push_back({OrderKind::hail, {next, 0}, {{OrderKind::depart, {}, {}}}});
    }
    return recipes;
}

Recipes orders_of(ShipId self, ShipId ships) {
    Recipes recipes;
    add_sailing(recipes, self, ships);
    for (const OrderKind kind : {OrderKind::arrive, OrderKind::load, OrderKind::unload}) {
        recipes.push_back({kind, {}, {}});
    }
    for (ShipId to = 0; to < ships; ++to) {
        if (to == self) continue;
        recipes.push_back({OrderKind::transfer, {to, 0}, {}});
        for (const Recipe& sent : tellable(to, ships)) {
            recipes.push_back({OrderKind::hail, {to, 0}, {sent}});
        }
    }
    return recipes;
}

/// Every sequence of up to so many orders.
Plans plans_of(ShipId self, ShipId ships, std::size_t orders_max) {
    const Recipes orders = orders_of(self, ships);
    Plans plans{{}};
    std::size_t shorter = 0;  // Where the plans begin that are one order shorter.
    for (std::size_t length = 1; length <= orders_max; ++length) {
        const std::size_t end = plans.size();
        for (std::size_t i = shorter; i < end; ++i) {
            for (const Recipe& order : orders) {
                Recipes longer = plans[i];
                longer.push_back(order);
                plans.push_back(std::move(longer));
            }
        }
        shorter = end;
    }
    return plans;
}

class Cook {
public:
    Scenario serve(const std::vector<const Recipes*>& plans, bool laden) {
        scenario_ = {.name = "small", .orders = {}, .ships = {}, .sources = {}};
        OrderTable table{scenario_.orders};
        port_ = 0;
        for (ShipId ship = 0; ship < plans.size(); ++ship) {
            const State initial{.at = static_cast<PortId>(first_home + ship),
                                .cargo = laden ? 10 + 2 * static_cast<std::int64_t>(ship) : 0};
            ShipSetup setup{std::string{"ABC"}.substr(ship, 1), initial, {}};
            for (const Recipe& recipe : *plans[ship]) setup.plan.push_back(add(table, recipe));
            scenario_.ships.push_back(std::move(setup));
        }
        return std::move(scenario_);
    }

private:
    OrderId add(OrderTable& table, const Recipe& recipe) {
        if (recipe.kind == OrderKind::transfer) {
            return table.add_transfer(recipe.ships[0], tons_handed_over);
        }
        Order order{.kind = recipe.kind, .ships = recipe.ships};
        if (recipe.kind == OrderKind::depart) order.port = port_++;
        if (recipe.kind == OrderKind::load || recipe.kind == OrderKind::unload) {
            order.tons = tons_loaded;
        }
        if (!recipe.sent.empty()) order.sent = add(table, recipe.sent.front());
        return table.add(order);
    }

    Scenario scenario_;
    PortId port_ = 0;
};

bool transfers(const Recipes& plan) {
    return std::ranges::any_of(plan, [](const Recipe& r) { return r.kind == OrderKind::transfer; });
}

/// A plan for each ship, in every combination.
void add_fleets(std::vector<Scenario>& scenarios, ShipId ships, std::size_t orders_max) {
    std::vector<Plans> plans;
    for (ShipId ship = 0; ship < ships; ++ship) plans.push_back(plans_of(ship, ships, orders_max));
    Cook cook;
    std::vector<std::size_t> chosen(ships);
    for (ShipId digit = 0; digit < ships;) {
        std::vector<const Recipes*> fleet;
        for (ShipId ship = 0; ship < ships; ++ship) fleet.push_back(&plans[ship][chosen[ship]]);
        scenarios.push_back(cook.serve(fleet, true));
        if (std::ranges::any_of(fleet, [](const Recipes* plan) { return transfers(*plan); })) {
            scenarios.push_back(cook.serve(fleet, false));
        }
        for (digit = 0; digit < ships && ++chosen[digit] == plans[digit].size(); ++digit) {
            chosen[digit] = 0;
        }
    }
}

}  // namespace

std::vector<Scenario> small_scenarios() {
    std::vector<Scenario> scenarios;
    add_fleets(scenarios, 2, 2);
    add_fleets(scenarios, 3, 1);
    std::map<std::uint64_t, std::vector<Scenario>> by_events;
    for (Scenario& each : scenarios) by_events[events_of(each)].push_back(std::move(each));
    scenarios.clear();
    for (auto& [events, those] : by_events) std::ranges::move(those, std::back_inserter(scenarios));
    return scenarios;
}

std::uint64_t events_of(const Scenario& scenario) {
    return bounds_of(scenario).value().total_events;
}

std::vector<Scenario> sample(std::vector<Scenario> scenarios, std::size_t count,
                             std::uint64_t seed) {
    Draw draw{seed, 0};
    // Each is taken with the chance that leaves all samples of this size as likely.
    std::vector<Scenario> drawn;
    for (std::size_t i = 0; i < scenarios.size() && drawn.size() < count; ++i) {
        if (draw.below(scenarios.size() - i) < count - drawn.size()) {
            drawn.push_back(std::move(scenarios[i]));
        }
    }
    return drawn;
}

}  // namespace reckon
