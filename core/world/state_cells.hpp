#pragma once
/// A state as a row of named cells: for tables, and for lines of JSON.

#include <array>
#include <cstdint>
#include <string_view>
#include <variant>

#include "core/world/state.hpp"

namespace reckon {

class JsonNode;

inline constexpr std::array<std::string_view, 5> state_columns{"at", "bound", "refused", "cargo",
                                                               "miles"};

/// Nothing, a name, or a whole number.
using StateCell = std::variant<std::monostate, std::string_view, std::int64_t>;

/// Shape  By state_columns. Ports go by their names; where the ship is at sea, `at` is nothing, in
///        port `bound` is.
/// Units  As State. No state of a run comes near 2^53, so any reader of JSON has them exactly.
[[nodiscard]] std::array<StateCell, state_columns.size()> cells_of(const State& state);

/// The state of an object that has the cells by their names.
///
/// Errors  Thrown as JsonNode's: other keys, unknown ports, numbers beyond 2^53, a ship that is
///         neither or both in port and at sea.
[[nodiscard]] State parse_state(const JsonNode& object);

}  // namespace reckon
