#pragma once
/// Smaller scenarios from larger ones: without some ships, orders, sources or derefs.

#include <vector>

#include "core/world/scenario.hpp"

namespace reckon {

/// Where an order stands: in a ship's plan, or among the orders of a source.
struct OrderPlace {
    bool in_plan = true;
    std::uint32_t owner = 0;  ///< The ship, or the source.
    std::uint32_t index = 0;

    friend bool operator==(const OrderPlace&, const OrderPlace&) = default;
};

/// The places of all orders, ship by ship, then source by source.
[[nodiscard]] std::vector<OrderPlace> order_places(const Scenario& scenario);

/// What of a scenario is left, by its old numbers.
///
/// Shape  plans[s][i], sources[q][i]: the order at this place stays. A ship or a source that is not
///        kept has lost all its orders.
struct Kept {
    std::vector<bool> ships;
    std::vector<bool> sources;
    std::vector<std::vector<bool>> plans;
    std::vector<std::vector<bool>> issues;

    /// All of it.
    explicit Kept(const Scenario& scenario);

    [[nodiscard]] std::vector<bool>::reference at(const OrderPlace& place) {
        return place.in_plan ? plans[place.owner][place.index] : issues[place.owner][place.index];
    }
    [[nodiscard]] bool has(const OrderPlace& place) const {
        return place.in_plan ? plans[place.owner][place.index] : issues[place.owner][place.index];
    }
};

/// The scenario with what is kept of it; names stay. An order that names a ship which is not kept
/// goes too, with all that it would send, and so does a source without orders; `kept` says so
/// afterwards.
[[nodiscard]] Scenario reduced(const Scenario& scenario, Kept& kept);

/// Orders with one deref less that leave the ship, which this order left in `after`, in the same
/// state if the ship finds what it found. None for an order without derefs.
[[nodiscard]] std::vector<Order> with_one_deref_less(const Order& order, const State& after);

/// The scenario with another order at a place: the one that is sent after `depth` hails from there.
[[nodiscard]] Scenario replaced(const Scenario& scenario, const OrderPlace& place,
                                std::uint32_t depth, const Order& order);

/// Scenarios in which an order comes without a messenger. Of the order at a place that hails, what
/// it sends is carried out by the ship that it hails, at the end of its plan, or by the ship itself
/// in place of the hail, where that does not name it. Of one that a source issues, by its ship.
/// None for any other.
[[nodiscard]] std::vector<Scenario> without_messenger(const Scenario& scenario,
                                                      const OrderPlace& place);

}  // namespace reckon
