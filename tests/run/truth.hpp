#pragma once
/// What must be true of every run's history, whatever the strategy.

#include <string>

#include "core/log/history.hpp"
#include "core/world/scenario.hpp"

namespace reckon {

/// Every order carried out once by its ship, plans first and in order, each source's orders to a
/// ship in order, each hail once and after it was sent, hails of one sender to one ship in order;
/// every state what `apply` makes of the state before and the states read; derefs of one ship by
/// another never going back; observed states consistent cuts, each after the one before.
///
/// Returns what is wrong first; empty if nothing is.
[[nodiscard]] std::string untruth(const Scenario& scenario, const History& history);

}  // namespace reckon
