#pragma once
/// Every scenario of a few ships with a few orders: the set on which claims are proven.

#include <vector>

#include "core/world/scenario.hpp"

namespace reckon {

/// Two ships with up to two orders each, and three ships with up to one: each order of each kind,
/// for each target, and as what a hail sends a departure, a pursuit, a meeting and another hail.
///
/// Order  Those with the fewest events first, so that the first in which a claim is broken is a
///        smallest.
/// Shape  All namings of the ships. Scenarios that differ in their ships' names only are not one
///        and the same: `lamport` and `timestamp` break ties by dot, so they may fail on one naming
///        and not on the other.
///        States are there to be told apart, and decide nothing but whether a transfer is refused,
///        and so whether it hails. Ships lie in different ports, and no two departures have the
///        same; in most scenarios each ship has cargo enough for all it may be told, so none is
///        refused. Scenarios with a transfer come again with empty holds: then it hails only if the
///        ship has taken cargo aboard before.
[[nodiscard]] std::vector<Scenario> small_scenarios();

/// How many there will be in each run, hails carried out included; a transfer that is refused sends
/// none, and makes it one fewer.
[[nodiscard]] std::uint64_t events_of(const Scenario& scenario);

/// `count` of them, or all if there are no more, drawn without replacement, in their old order: the
/// same for a seed on every machine.
[[nodiscard]] std::vector<Scenario> sample(std::vector<Scenario> scenarios, std::size_t count,
                                           std::uint64_t seed);

}  // namespace reckon
