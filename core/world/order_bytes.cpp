#include "core/world/order_bytes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/world/port.hpp"

namespace reckon {
namespace {

using Found = std::optional<Error>;

class Inspection {
public:
    explicit Inspection(const Scenario& scenario) : scenario_{scenario} {}

    Found of_table() const {
        for (OrderId id = 0; id < scenario_.orders.size(); ++id) {
            const Order& order = scenario_.orders[id];
            const auto refuse = [&](std::string value, std::string expected) {
                return Error{fmt::format("order {}", id), std::move(value), std::move(expected)};
            };
            for (const ShipId ship : named(order)) {
                if (ship < scenario_.ship_count()) continue;
                return refuse(fmt::format("ship {}", ship),
                              fmt::format("a ship below {}", scenario_.ship_count()));
            }
            if (!parts_fit(order)) {
                return refuse(fmt::format("no {}", word(order.kind)),
                              "the parts that such an order has, and no others");
            }
            if (order.sent != no_order && order.sent >= scenario_.orders.size()) {
                return refuse(fmt::format("order {} sent", order.sent),
                              fmt::format("an order below {}", scenario_.orders.size()));
            }
        }
        // Now that all can be looked up.
        for (OrderId id = 0; id < scenario_.orders.size(); ++id) {
            if (sends_what_it_may(id)) continue;
            return Error{fmt::format("order {}", id), "what it sends",
                         fmt::format("orders nested at most {} deep, each for another ship than "
                                     "the one that it is sent to",
                                     Limits::nesting)};
        }
        return std::nullopt;
    }

    /// An order that a plan or a source gives to a ship.
    template <class Place>
    Found of_use(ShipId ship, OrderId id, const Place& place) const {
        if (ship >= scenario_.ship_count()) {
            return Error{place(), fmt::format("ship {}", ship),
                         fmt::format("a ship below {}", scenario_.ship_count())};
        }
        if (id >= scenario_.orders.size()) {
            return Error{place(), fmt::format("order {}", id),
                         fmt::format("an order below {}", scenario_.orders.size())};
        }
        if (scenario_.orders[id].kind == OrderKind::take) {
            return Error{place(), "take", "an order that a ship can be given"};
        }
        if (!may_carry_out(ship, id)) {
            return Error{place(), text(scenario_, id),
                         "another ship than " + scenario_.ships[ship].name};
        }
        return std::nullopt;
    }

private:
    /// The ships that an order derefs or hails.
    static std::span<const ShipId> named(const Order& order) {
        switch (order.kind) {
            case OrderKind::follow:
            case OrderKind::hail:
            case OrderKind::transfer: return std::span{order.ships}.first(1);
            case OrderKind::rendezvous: return order.ships;
            default: return {};
        }
    }

    static bool tons_fit(std::int32_t tons) { return tons >= 1 && tons <= Limits::tons; }

    /// Whether it is the order that its kind makes of what it says.
    static bool parts_fit(const Order& order) {
        const bool sends = order.sent != no_order;
        const std::array<ShipId, 2> one{order.ships[0], 0};
        switch (order.kind) {
            case OrderKind::depart:
                return order.port < port_count &&
                       order == Order{.kind = order.kind, .port = order.port};
            case OrderKind::arrive: return order == Order{.kind = order.kind};
            case OrderKind::load:
            case OrderKind::unload:
            case OrderKind::take:
                return tons_fit(order.tons) &&
                       order == Order{.kind = order.kind, .tons = order.tons};
            case OrderKind::follow: return order == Order{.kind = order.kind, .ships = one};
            case OrderKind::rendezvous:
                return order.ships[0] != order.ships[1] &&
                       order == Order{.kind = order.kind, .ships = order.ships};
            case OrderKind::hail:
                return sends &&
                       order == Order{.kind = order.kind, .ships = one, .sent = order.sent};
            case OrderKind::transfer:
                return sends && tons_fit(order.tons) &&
                       order == Order{.kind = order.kind,
                                      .ships = one,
                                      .tons = order.tons,
                                      .sent = order.sent};
        }
        return false;
    }

    bool may_carry_out(ShipId ship, OrderId id) const {
        return !std::ranges::count(named(scenario_.orders[id]), ship);
    }

    bool sends_what_it_may(OrderId id) const {
        std::uint32_t depth = 0;
        for (; scenario_.orders[id].sent != no_order; id = scenario_.orders[id].sent) {
            const Order& order = scenario_.orders[id];
            const Order& sent = scenario_.orders[order.sent];
            if (++depth > Limits::nesting + 1) return false;
            if (!may_carry_out(order.ships[0], order.sent)) return false;
            const bool takes = sent.kind == OrderKind::take;
            if (takes != (order.kind == OrderKind::transfer)) return false;
            if (takes && sent.tons != order.tons) return false;
        }
        return true;
    }

    const Scenario& scenario_;
};

}  // namespace

void put_order(ByteWriter& out, const Order& order) {
    out.put(static_cast<std::uint16_t>(order.kind));
    out.put(order.port);
    out.put(order.ships[0]);
    out.put(order.ships[1]);
    out.put(static_cast<std::uint32_t>(order.tons));
    out.put(order.sent);
}

std::optional<Order> take_order(ByteReader& in) {
    const auto kind = in.take<std::uint16_t>();
    const auto port = in.take<PortId>();
    const auto first = in.take<ShipId>();
    const auto second = in.take<ShipId>();
    const auto tons = static_cast<std::int32_t>(in.take<std::uint32_t>());
    const auto sent = in.take<OrderId>();
    if (in.ran_out() || kind >= order_kind_count) return std::nullopt;
    if (port != nowhere && port >= port_count) return std::nullopt;
    return Order{.kind = static_cast<OrderKind>(kind),
                 .port = port,
                 .ships = {first, second},
                 .tons = tons,
                 .sent = sent};
}

std::optional<Error> wrong_order(const Scenario& scenario) {
    const Inspection inspection{scenario};
    if (auto error = inspection.of_table()) return error;
    for (ShipId ship = 0; ship < scenario.ship_count(); ++ship) {
        const auto& plan = scenario.ships[ship].plan;
        for (std::size_t i = 0; i < plan.size(); ++i) {
            const auto place = [&] {
                return fmt::format("plan of {}, order {}", scenario.ships[ship].name, i);
            };
            if (auto error = inspection.of_use(ship, plan[i], place)) return error;
        }
    }
    for (std::size_t source = 0; source < scenario.sources.size(); ++source) {
        const auto& issues = scenario.sources[source];
        for (std::size_t i = 0; i < issues.size(); ++i) {
            const auto place = [&] { return fmt::format("source {}, order {}", source, i); };
            if (auto error = inspection.of_use(issues[i].ship, issues[i].order, place)) {
                return error;
            }
        }
    }
    return std::nullopt;
}

}  // namespace reckon
