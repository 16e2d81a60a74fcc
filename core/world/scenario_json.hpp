#pragma once
/// Scenarios as JSON files: strict in, canonical out.

#include <filesystem>

#include "core/world/scenario.hpp"

namespace reckon {

class JsonNode;

/// Errors  Unknown or repeated keys, unknown ports and ships, wrong types, values out of bounds, a
///         ship that derefs or hails itself: the place is a JSON pointer. Text that is no JSON:
///         the place is line and column.
[[nodiscard]] Result<Scenario> parse_scenario(std::string_view json);

/// A scenario that is part of another file.
///
/// Errors  As above; places begin with the node's pointer.
[[nodiscard]] Result<Scenario> parse_scenario(const JsonNode& root);

/// Errors  As parse_scenario, with the file's name before the place; a file that cannot be read is
///         an error of kind io.
[[nodiscard]] Result<Scenario> read_scenario(const std::filesystem::path& file);

/// An order that a ship is to carry out, as it stands in a scenario's file: added, with all that it
/// sends, to the scenario's table, where it is not there yet. Ids of before stay what they were.
///
/// Errors  As parse_scenario, of the order alone; the scenario is then as it was.
[[nodiscard]] Result<OrderId> parse_order(Scenario& scenario, ShipId ship, std::string_view json);

/// JSON that parses to the same scenario.
[[nodiscard]] std::string to_json(const Scenario& scenario);

/// For each order of the table, its id in the table of parse_scenario(to_json(scenario)), which has
/// equal orders once and in the order in which they are met; no_order for one that no plan and no
/// source has.
[[nodiscard]] std::vector<OrderId> orders_as_read(const Scenario& scenario);

}  // namespace reckon
