#pragma once
/// Small scenarios, and every run that they could have: each deref returns any version there is.

#include <functional>

#include "core/log/history.hpp"
#include "core/world/scenario.hpp"

namespace reckon::model {

/// A kind of order for a given ship to carry out; targets are counted from the ship, so that one
/// menu serves all ships.
struct Dish {
    OrderKind kind;
    ShipId first = 1;                    ///< The ship named is (self + first) % ships.
    ShipId second = 2;                   ///< Of a rendezvous.
    OrderKind sent = OrderKind::depart;  ///< Of a hail: depart, or follow of the sender.
};

/// Ships with the orders dishes[ship][i] each; initial places and cargo differ from ship to ship.
[[nodiscard]] Scenario serve(const std::vector<std::vector<Dish>>& dishes);

/// Calls visit(run) for every assignment of versions to derefs and every order in which the hails
/// of different senders can arrive. Assignments in which events wait for each other in a circle
/// have no states and are left out. The run's observed states are the prefixes of one order in
/// which it could have happened.
///
/// Returns how many runs were visited.
std::size_t each_run(const Scenario& scenario, const std::function<void(History&)>& visit);

/// The global states that follow from the order of publishes, as such.
void observe_all(History& history);

}  // namespace reckon::model
