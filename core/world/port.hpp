#pragma once
/// Real ports and the whole nautical miles between them.

#include <array>
#include <optional>
#include <span>
#include <string_view>

#include "core/world/ids.hpp"

namespace reckon {

/// Units   Degrees; north and east are positive.
/// Source  UN/LOCODE, the United Nations' code for trade and transport locations.
struct Port {
    std::string_view name;
    std::string_view country;
    std::string_view locode;
    double latitude;
    double longitude;
};

inline constexpr std::size_t port_count = 56;

/// All ports, by PortId.
[[nodiscard]] std::span<const Port, port_count> ports();

/// The port with this name or this UN/LOCODE, spelled exactly so.
[[nodiscard]] std::optional<PortId> find_port(std::string_view name_or_locode);

/// The great circle between two ports, before rounding.
///
/// Units   Nautical miles, on a sphere of 3440.065 miles radius (the mean radius of the Earth).
/// Source  The haversine formula.
[[nodiscard]] double great_circle_miles(const Port& from, const Port& to);

using MileTable = std::array<std::array<std::uint16_t, port_count>, port_count>;
extern const MileTable mile_table;

/// Whole nautical miles between two ports; both must be ports.
///
/// No pair lies so near to half a mile that the mathematical libraries of two machines could
/// round it apart, so a state is the same everywhere; a test holds that margin.
/// Cost  One load.
[[nodiscard]] inline std::uint32_t miles_between(PortId from, PortId to) {
    return mile_table[from][to];
}

}  // namespace reckon
