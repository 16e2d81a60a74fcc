#include "core/world/order.hpp"

#include "core/world/port.hpp"

namespace reckon {
namespace {

State refuse(State state) {
    ++state.refused;
    return state;
}

/// A ship at sea that changes course sails on by way of the port it was bound for, without
/// calling there: so a leg's miles never depend on when the new order came.
State sail(State state, PortId port) {
    if (port == state.heading()) return refuse(state);
    state.miles += miles_between(state.heading(), port);
    state.at = nowhere;
    state.bound = port;
    return state;
}

State change_cargo(State state, std::int64_t tons) {
    if (state.cargo + tons < 0) return refuse(state);
    state.cargo += tons;
    return state;
}

}  // namespace

State apply(const State& state, const Order& order, std::span<const State> read) {
    switch (order.kind) {
        case OrderKind::depart: return sail(state, order.port);
        case OrderKind::arrive: {
            if (!state.at_sea()) return refuse(state);
            State moored = state;
            moored.at = state.bound;
            moored.bound = nowhere;
            return moored;
        }
        case OrderKind::load:
            return state.at_sea() ? refuse(state) : change_cargo(state, order.tons);
        case OrderKind::unload:
            return state.at_sea() ? refuse(state) : change_cargo(state, -order.tons);
        case OrderKind::follow: return sail(state, read[0].heading());
        case OrderKind::rendezvous:
            return sail(state, (read[1].cargo > read[0].cargo ? read[1] : read[0]).heading());
        case OrderKind::hail: return state;
        case OrderKind::transfer: return change_cargo(state, -order.tons);
        case OrderKind::take: return change_cargo(state, order.tons);
    }
    return state;
}

}  // namespace reckon
