#include "core/world/fields.hpp"

#include <array>

#include "core/world/port.hpp"

namespace reckon {
namespace {

FieldValue port_of(PortId port) {
    if (port == nowhere) return {};
    return ports()[port].name;
}

FieldValue number(std::uint64_t value) {
    return static_cast<std::int64_t>(value);
}

FieldValue tons_of(const Order& order) {
    switch (order.kind) {
        case OrderKind::load:
        case OrderKind::unload:
        case OrderKind::transfer:
        case OrderKind::take: return std::int64_t{order.tons};
        default: return {};
    }
}

constexpr std::array<Field<State>, 5> of_states{{
    {"port", "the port where it lies; nothing at sea", false,
     [](const State& state) { return port_of(state.at); }},
    {"bound", "the port that it is bound for; nothing in port", false,
     [](const State& state) { return port_of(state.bound); }},
    {"cargo", "tons aboard", true, [](const State& state) { return FieldValue{state.cargo}; }},
    {"miles", "nautical miles sailed; a leg's count from its beginning", true,
     [](const State& state) { return number(state.miles); }},
    {"refused", "orders so far that made no sense when they came", true,
     [](const State& state) { return number(state.refused); }},
}};

constexpr std::array<Field<Order>, 3> of_orders{{
    {"kind", "depart, arrive, load, unload, follow, rendezvous, hail, transfer or take", false,
     [](const Order& order) { return FieldValue{word(order.kind)}; }},
    {"destination", "the port that it says; nothing if it says none", false,
     [](const Order& order) { return port_of(order.port); }},
    {"tons", "the tons that it says; nothing if it says none", true, tons_of},
}};

}  // namespace

std::span<const Field<State>> state_fields() {
    return of_states;
}

std::span<const Field<Order>> order_fields() {
    return of_orders;
}

}  // namespace reckon
