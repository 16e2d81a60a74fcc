#pragma once
/// A scenario: all input of a run.

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/world/error.hpp"
#include "core/world/order.hpp"

namespace reckon {

/// How far ships interact, from the orders of a scenario, nested ones included.
enum class InteractionClass : std::uint8_t {
    solo,        ///< No ship learns of another.
    hail,        ///< Some order hails.
    convoy,      ///< Some order derefs one ship.
    rendezvous,  ///< Some order derefs two ships.
};

inline constexpr std::array<InteractionClass, 4> interaction_classes{
    InteractionClass::solo, InteractionClass::hail, InteractionClass::convoy,
    InteractionClass::rendezvous};

inline constexpr std::array<std::string_view, 4> class_words{"solo", "hail", "convoy",
                                                             "rendezvous"};

[[nodiscard]] constexpr std::string_view word(InteractionClass c) {
    return class_words[static_cast<std::size_t>(c)];
}

/// The bounds of what a scenario may hold.
struct Limits {
    static constexpr std::uint32_t ships = 65'536;
    static constexpr std::uint32_t sources = 256;
    static constexpr std::uint32_t nesting = 16;       ///< Orders within orders.
    static constexpr std::uint64_t events = 1U << 27;  ///< In all, hails included.
    static constexpr std::int32_t tons = 1'000'000;
    static constexpr std::uint32_t work_ns = 1'000'000'000;
    static constexpr std::uint64_t work_ns_in_all = 3'600'000'000'000;  ///< An hour of one core.
    static constexpr std::size_t name_bytes = 64;
    static constexpr std::size_t file_bytes = 256U << 20;
};

struct ShipSetup {
    std::string name;
    State initial;
    std::vector<OrderId> plan;
};

/// An order that a source issues to a ship.
struct Issue {
    ShipId ship;
    OrderId order;
};

struct Scenario {
    std::string name;
    std::uint64_t seed = 0;
    std::uint32_t work_ns = 0;  ///< Busy work per order, between its derefs and its publish.
    std::vector<Order> orders;  ///< The table; every OrderId here and in a log is an index into it.
    std::vector<ShipSetup> ships;
    std::vector<std::vector<Issue>> sources;

    [[nodiscard]] ShipId ship_count() const { return static_cast<ShipId>(ships.size()); }
};

[[nodiscard]] InteractionClass interaction_class(const Scenario& scenario);

/// For each ship, the most that can happen to it: what mailboxes and logs make room for.
struct Bounds {
    std::vector<std::uint32_t> events;
    std::vector<std::uint32_t> mail;    ///< Of the events, those that come by mailbox.
    std::vector<std::uint32_t> derefs;  ///< Made by the ship's events.
    std::uint64_t total_events = 0;
};

/// Errors  More events than Limits::events: the place is the ship or source that passes it. More
///         busy work in all than Limits::work_ns_in_all: the place is /work_ns.
/// Cost    Linear in plans and sources times the depth of nesting.
[[nodiscard]] Result<Bounds> bounds_of(const Scenario& scenario);

/// "follow Berta", "hail Berta: depart for Gdańsk".
[[nodiscard]] std::string text(const Scenario& scenario, OrderId order);

/// The order as a deed of the ship: "departure for Gdańsk", "pursuit of Berta".
[[nodiscard]] std::string deed(const Scenario& scenario, OrderId order);

/// "in Gdańsk with 5 t, 310 miles sailed, 1 order refused".
[[nodiscard]] std::string text(const State& state);

/// The same in few words: "in Gdańsk with 5 t", and what was refused, if anything was.
[[nodiscard]] std::string brief(const State& state);

/// What another state has otherwise: "in Kiel, not in Oslo; 3 t more; 120 miles less". Empty if
/// they are equal.
[[nodiscard]] std::string difference(const State& was, const State& is);

/// Adds orders to a scenario's table, equal ones once.
class OrderTable {
public:
    /// Cost  Linear in the orders that are there already.
    explicit OrderTable(std::vector<Order>& orders) : orders_{orders} {
        for (OrderId id = 0; id < orders.size(); ++id) ids_.try_emplace(orders[id], id);
    }

    [[nodiscard]] OrderId add(const Order& order);

    /// A transfer, with the order to take the same tons aboard.
    [[nodiscard]] OrderId add_transfer(ShipId to, std::int32_t tons);

private:
    struct Hash {
        std::size_t operator()(const Order& order) const;
    };

    std::vector<Order>& orders_;
    std::unordered_map<Order, OrderId, Hash> ids_;
};

}  // namespace reckon
