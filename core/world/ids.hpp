#pragma once
/// The numbers by which ships, ports and orders are known. Small, so that events stay small.

#include <cstdint>

namespace reckon {

using ShipId = std::uint32_t;   ///< Index of a ship in the scenario's fleet.
using PortId = std::uint16_t;   ///< Index of a port in the table of ports.
using OrderId = std::uint32_t;  ///< Index of an order in the scenario's table of orders.

inline constexpr PortId nowhere = 0xffff;          ///< No port: at sea, or bound for none.
inline constexpr OrderId no_order = 0xffff'ffffU;  ///< No order: nothing is sent on.

}  // namespace reckon
