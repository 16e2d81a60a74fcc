#pragma once
/// Dots as people write them: SHIP@VERSION.

#include <optional>
#include <string_view>

#include "core/log/event.hpp"
#include "core/world/scenario.hpp"

namespace reckon {

/// Shape  The last @ is the one that counts: a name may have some. None in `version` if it is no
///        whole number.
struct DotText {
    std::string_view ship;
    std::optional<std::uint64_t> version;
};

/// None of a text without an @.
[[nodiscard]] std::optional<DotText> split_dot(std::string_view text);

/// By its name, or else by its index.
[[nodiscard]] std::optional<ShipId> find_ship(const Scenario& scenario, std::string_view text);

/// All of the text, as a whole number.
[[nodiscard]] std::optional<std::uint64_t> parse_number(std::string_view text);

}  // namespace reckon
