#pragma once
/// A global state, ship by ship, as a table and as JSON.

#include <span>

#include "core/log/cut.hpp"
#include "core/report/json.hpp"

namespace reckon {

/// A line for each ship: its name, its version, and the fields of its state.
[[nodiscard]] std::string fleet_table(const Scenario& scenario, const Cut& cut,
                                      std::span<const State> states);

/// [{ship, version, port, bound, cargo, miles, refused}].
[[nodiscard]] Json fleet_json(const Scenario& scenario, const Cut& cut,
                              std::span<const State> states);

}  // namespace reckon
