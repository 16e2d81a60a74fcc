#pragma once
/// What a ship can be told to do, and what it does then: a closed set, one pure total function.

#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>

#include "core/world/state.hpp"

namespace reckon {

enum class OrderKind : std::uint8_t {
    depart,      ///< Leave for a port; at sea, change course for it.
    arrive,      ///< Enter the port that the ship is bound for.
    load,        ///< Take tons aboard, in port.
    unload,      ///< Put tons ashore, in port.
    follow,      ///< Deref one ship; sail where it is bound, or to where it lies.
    rendezvous,  ///< Deref two ships, one after the other; sail to the one with more cargo.
    hail,        ///< Send another ship an order.
    transfer,    ///< Hand tons over to another ship, which is hailed to take them aboard.
    take,        ///< The second half of a transfer; in no plan and in no file.
};

inline constexpr std::size_t order_kind_count = 9;

/// How the kinds are written in files and messages, by OrderKind.
inline constexpr std::array<std::string_view, order_kind_count> order_words{
    "depart", "arrive", "load", "unload", "follow", "rendezvous", "hail", "transfer", "take"};

[[nodiscard]] constexpr std::string_view word(OrderKind kind) {
    return order_words[static_cast<std::size_t>(kind)];
}

/// An entry of the scenario's table of orders. Orders nest by index, so that an event, which
/// names its order, stays small however deep the nesting.
///
/// Shape  Members that the kind does not use keep their defaults, so equal orders compare equal.
struct Order {
    OrderKind kind = OrderKind::arrive;
    PortId port = nowhere;                 ///< depart
    std::array<ShipId, 2> ships = {0, 0};  ///< follow, hail, transfer: the first; rendezvous: both
    std::int32_t tons = 0;                 ///< load, unload, transfer, take
    OrderId sent = no_order;               ///< hail, transfer: what the hailed ship is told

    friend bool operator==(const Order&, const Order&) = default;
};

static_assert(std::is_trivially_copyable_v<Order> && sizeof(Order) == 20);

inline constexpr std::size_t derefs_max = 2;

/// The ships that this order derefs, in this order of reading.
[[nodiscard]] inline std::span<const ShipId> derefs(const Order& order) {
    switch (order.kind) {
        case OrderKind::follow: return {order.ships.data(), 1};
        case OrderKind::rendezvous: return order.ships;
        default: return {};
    }
}

/// The state after an order.
///
/// An order that makes no sense changes nothing but the count of refused orders: arrive in port,
/// load or unload at sea, unload or transfer more than is aboard, sail to where the ship lies or
/// is already bound.
///
/// Shape   `read` holds the states of derefs(order), in that order.
/// Errors  None: total and pure. Every caller passes as many states as the order derefs.
[[nodiscard]] State apply(const State& state, const Order& order, std::span<const State> read);

/// An order under way to another ship.
struct Hail {
    ShipId to;
    OrderId order;

    friend bool operator==(const Hail&, const Hail&) = default;
};

/// What a ship in this state sends when it carries this order out. A refused transfer sends
/// nothing.
[[nodiscard]] inline std::optional<Hail> hail_of(const State& before, const Order& order) {
    if (order.sent == no_order) return std::nullopt;
    if (order.kind == OrderKind::transfer && order.tons > before.cargo) return std::nullopt;
    return Hail{order.ships[0], order.sent};
}

/// The port that a ship in this state enters when it carries this order out; none if the order is
/// another, or refused.
[[nodiscard]] inline std::optional<PortId> arrival_of(const State& before, const Order& order) {
    if (order.kind != OrderKind::arrive || !before.at_sea()) return std::nullopt;
    return before.bound;
}

}  // namespace reckon
