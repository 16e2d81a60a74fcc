#pragma once
/// The table of orders as bytes, for files: the world alone looks into an order.

#include <optional>
#include <span>

#include "core/world/little_endian.hpp"
#include "core/world/scenario.hpp"

namespace reckon {

/// Shape  u16 kind (its index in order_words), u16 port, two u32 ships, u32 tons, u32 order sent.
inline constexpr std::size_t order_bytes = 20;

void put_order(ByteWriter& out, const Order& order);

/// None of too few bytes, and of a kind or a port that there is not. What else an order names is
/// for wrong_order() to look at.
[[nodiscard]] std::optional<Order> take_order(ByteReader& in);

/// The first order of a scenario that no scenario's JSON could hold, in its table, a plan or a
/// source: one that names a ship or an order that there is not, nests too deep, derefs or hails
/// the ship itself.
///
/// Errors  The place is "order N", "plan of SHIP, order N" or "source N, order N".
/// Cost    Linear.
[[nodiscard]] std::optional<Error> wrong_order(const Scenario& scenario);

}  // namespace reckon
