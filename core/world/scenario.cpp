#include "core/world/scenario.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <boost/container_hash/hash.hpp>

#include "core/world/port.hpp"

namespace reckon {
namespace {

std::string_view port_name(PortId port) {
    return ports()[port].name;
}

std::string where(const State& state) {
    return state.at_sea() ? fmt::format("at sea for {}", port_name(state.bound))
                          : fmt::format("in {}", port_name(state.at));
}

}  // namespace

InteractionClass interaction_class(const Scenario& scenario) {
    auto widest = InteractionClass::solo;
    const auto visit = [&](OrderId id) {
        for (; id != no_order; id = scenario.orders[id].sent) {
            const Order& order = scenario.orders[id];
            const std::size_t read = derefs(order).size();
            if (read == 2) widest = std::max(widest, InteractionClass::rendezvous);
            if (read == 1) widest = std::max(widest, InteractionClass::convoy);
            if (order.sent != no_order) widest = std::max(widest, InteractionClass::hail);
        }
    };
    for (const ShipSetup& ship : scenario.ships) {
        for (const OrderId id : ship.plan) visit(id);
    }
    for (const auto& source : scenario.sources) {
        for (const Issue& issue : source) visit(issue.order);
    }
    return widest;
}

Result<Bounds> bounds_of(const Scenario& scenario) {
    const std::size_t n = scenario.ships.size();
    Bounds bounds{.events = std::vector<std::uint32_t>(n),
                  .mail = std::vector<std::uint32_t>(n),
                  .derefs = std::vector<std::uint32_t>(n)};
    // An order and all that it sends on; the first comes by plan or by mailbox, the rest by
    // mailbox.
    const auto count = [&](ShipId ship, OrderId id, bool by_mail) {
        for (; id != no_order; id = scenario.orders[id].sent, by_mail = true) {
            const Order& order = scenario.orders[id];
            ++bounds.events[ship];
            ++bounds.total_events;
            bounds.mail[ship] += by_mail ? 1 : 0;
            bounds.derefs[ship] += static_cast<std::uint32_t>(derefs(order).size());
            ship = order.ships[0];
        }
        return bounds.total_events <= Limits::events;
    };
    const auto too_many = [&](std::string place) {
        return fail({std::move(place),
                     fmt::format("more than {} events up to here", Limits::events),
                     fmt::format("at most {} events, hails included", Limits::events)});
    };
    for (ShipId ship = 0; ship < n; ++ship) {
        for (const OrderId id : scenario.ships[ship].plan) {
            if (!count(ship, id, false)) return too_many(fmt::format("/ships/{}/orders", ship));
        }
    }
    for (std::size_t source = 0; source < scenario.sources.size(); ++source) {
        for (const Issue& issue : scenario.sources[source]) {
            if (!count(issue.ship, issue.order, true)) {
                return too_many(fmt::format("/sources/{}", source));
            }
        }
    }
    if (bounds.total_events * scenario.work_ns > Limits::work_ns_in_all) {
        return fail({"/work_ns",
                     fmt::format("{} for each of {} events", scenario.work_ns, bounds.total_events),
                     fmt::format("at most {} ns of work in all", Limits::work_ns_in_all)});
    }
    return bounds;
}

std::string text(const Scenario& scenario, OrderId id) {
    const Order& order = scenario.orders[id];
    const auto ship = [&](int i) -> std::string_view {
        return scenario.ships[order.ships[static_cast<std::size_t>(i)]].name;
    };
    switch (order.kind) {
        case OrderKind::depart: return fmt::format("depart for {}", port_name(order.port));
        case OrderKind::arrive: return "arrive";
        case OrderKind::load: return fmt::format("load {} t", order.tons);
        case OrderKind::unload: return fmt::format("unload {} t", order.tons);
        case OrderKind::follow: return fmt::format("follow {}", ship(0));
        case OrderKind::rendezvous: return fmt::format("rendezvous {} {}", ship(0), ship(1));
        case OrderKind::hail:
            return fmt::format("hail {}: {}", ship(0), text(scenario, order.sent));
        case OrderKind::transfer: return fmt::format("transfer {} t to {}", order.tons, ship(0));
        case OrderKind::take: return fmt::format("take {} t aboard", order.tons);
    }
    return "?";
}

std::string deed(const Scenario& scenario, OrderId id) {
    const Order& order = scenario.orders[id];
    const auto ship = [&](int i) -> std::string_view {
        return scenario.ships[order.ships[static_cast<std::size_t>(i)]].name;
    };
    switch (order.kind) {
        case OrderKind::depart: return fmt::format("departure for {}", port_name(order.port));
        case OrderKind::arrive: return "arrival";
        case OrderKind::load: return fmt::format("loading of {} t", order.tons);
        case OrderKind::unload: return fmt::format("unloading of {} t", order.tons);
        case OrderKind::follow: return fmt::format("pursuit of {}", ship(0));
        case OrderKind::rendezvous:
            return fmt::format("rendezvous with {} or {}", ship(0), ship(1));
        case OrderKind::hail: return fmt::format("hail to {}", ship(0));
        case OrderKind::transfer: return fmt::format("transfer of {} t to {}", order.tons, ship(0));
        case OrderKind::take: return fmt::format("taking of {} t aboard", order.tons);
    }
    return "?";
}

std::string text(const State& state) {
    return fmt::format("{} with {} t, {} miles sailed, {} {} refused", where(state), state.cargo,
                       state.miles, state.refused, state.refused == 1 ? "order" : "orders");
}

std::string brief(const State& state) {
    std::string words = fmt::format("{} with {} t", where(state), state.cargo);
    if (state.refused > 0) words += fmt::format(", {} refused", state.refused);
    return words;
}

std::string difference(const State& was, const State& is) {
    std::vector<std::string> parts;
    const auto count = [&](auto before, auto after, std::string_view one, std::string_view many) {
        if (before == after) return;
        const auto by = before < after ? after - before : before - after;
        parts.push_back(
            fmt::format("{} {} {}", by, by == 1 ? one : many, before < after ? "more" : "less"));
    };
    if (was.at != is.at || was.bound != is.bound) {
        parts.push_back(fmt::format("{}, not {}", where(is), where(was)));
    }
    count(was.cargo, is.cargo, "t", "t");
    count(was.miles, is.miles, "mile", "miles");
    count(was.refused, is.refused, "refused", "refused");
    return fmt::format("{}", fmt::join(parts, "; "));
}

std::size_t OrderTable::Hash::operator()(const Order& order) const {
    std::size_t seed = static_cast<std::size_t>(order.kind);
    boost::hash_combine(seed, order.port);
    boost::hash_combine(seed, order.ships[0]);
    boost::hash_combine(seed, order.ships[1]);
    boost::hash_combine(seed, order.tons);
    boost::hash_combine(seed, order.sent);
    return seed;
}

OrderId OrderTable::add(const Order& order) {
    const auto [entry, fresh] = ids_.try_emplace(order, static_cast<OrderId>(orders_.size()));
    if (fresh) orders_.push_back(order);
    return entry->second;
}

OrderId OrderTable::add_transfer(ShipId to, std::int32_t tons) {
    const OrderId take = add({.kind = OrderKind::take, .tons = tons});
    return add({.kind = OrderKind::transfer, .ships = {to, 0}, .tons = tons, .sent = take});
}

}  // namespace reckon
