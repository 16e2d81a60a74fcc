#include "core/world/preset.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/random/discrete_distribution.hpp>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/uniform_01.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <numeric>

#include "core/world/port.hpp"

namespace reckon {
namespace {

constexpr std::array<std::string_view, 32> names{
    "Emma",   "Berta",   "Clara", "Dora",   "Elsa",   "Frida",   "Greta",  "Hanna",
    "Ida",    "Johanna", "Karla", "Lotte",  "Marta",  "Nora",    "Olga",   "Paula",
    "Rosa",   "Selma",   "Thea",  "Ursula", "Vera",   "Wilma",   "Astrid", "Britta",
    "Dagmar", "Edith",   "Gerda", "Hilda",  "Ingrid", "Kirsten", "Liv",    "Maren"};

//                             depart arrive load unload follow rendezvous hail transfer
constexpr std::array<Preset, 6> table{{
    {"solo", "each ship for itself", {40, 30, 20, 10, 0, 0, 0, 0}, 0, 0},
    {"hail", "ships send each other orders and cargo", {30, 20, 15, 5, 0, 0, 20, 10}, 2, 0},
    {"convoy", "ships follow each other: one deref", {45, 0, 0, 0, 45, 0, 10, 0}, 0, 0},
    {"rendezvous", "ships meet: two derefs", {35, 10, 15, 0, 0, 40, 0, 0}, 0, 0},
    {"storm", "a convoy with one hot flagship", {35, 0, 0, 0, 55, 0, 10, 0}, 2, 0.8},
    {"mixed", "all orders, from plans and sources", {25, 10, 10, 5, 20, 10, 10, 10}, 2, 0.2},
}};

/// Boost.Random, because its distributions, unlike the standard library's, draw the same values
/// from the same seed with every compiler.
class Generator {
public:
    Generator(const Knobs& knobs, Scenario& scenario)
        : knobs_{knobs}, orders_{scenario.orders}, random_{knobs.seed}, kinds_{knobs.shares} {}

    PortId port() { return static_cast<PortId>(below(port_count)); }

    std::int32_t tons() { return 1 + static_cast<std::int32_t>(below(20)); }

    ShipId ship() { return below(knobs_.ships); }

    OrderId order(ShipId ship, std::uint32_t depth = 0) {
        const auto kind = static_cast<OrderKind>(kinds_(random_));
        switch (kind) {
            case OrderKind::depart: return orders_.add({.kind = kind, .port = port()});
            case OrderKind::load:
            case OrderKind::unload: return orders_.add({.kind = kind, .tons = tons()});
            case OrderKind::follow: return orders_.add({.kind = kind, .ships = {other(ship), 0}});
            case OrderKind::rendezvous: {
                const ShipId first = other(ship);
                ShipId second = below(knobs_.ships - 2);
                for (const ShipId taken : {std::min(ship, first), std::max(ship, first)}) {
                    if (second >= taken) ++second;
                }
                return orders_.add({.kind = kind, .ships = {first, second}});
            }
            case OrderKind::hail: {
                if (depth == max_depth) break;
                const ShipId to = other(ship);
                const OrderId sent = order(to, depth + 1);
                return orders_.add({.kind = kind, .ships = {to, 0}, .sent = sent});
            }
            case OrderKind::transfer: {
                const ShipId to = other(ship);  // First: compilers choose the order of arguments.
                return orders_.add_transfer(to, tons());
            }
            default: break;
        }
        return orders_.add({.kind = OrderKind::arrive});
    }

private:
    static constexpr std::uint32_t max_depth = 3;

    std::uint32_t below(std::uint32_t bound) {
        return boost::random::uniform_int_distribution<std::uint32_t>{0, bound - 1}(random_);
    }

    ShipId other(ShipId self) {
        const bool hot =
            knobs_.skew > 0 && boost::random::uniform_01<double>{}(random_) < knobs_.skew;
        if (hot && self != 0) return 0;
        const ShipId pick = below(knobs_.ships - 1);
        return pick >= self ? pick + 1 : pick;
    }

    const Knobs& knobs_;
    OrderTable orders_;
    boost::random::mt19937_64 random_;
    boost::random::discrete_distribution<std::uint32_t> kinds_;
};

std::optional<Error> reject(const Knobs& knobs) {
    const auto outside = [](std::string_view option, auto value, auto low, auto high) {
        return Error{fmt::format("--{}", option), fmt::format("{}", value),
                     fmt::format("{} to {}", low, high)};
    };
    const std::uint32_t least = ships_needed(knobs.shares);
    if (knobs.ships < least || knobs.ships > Limits::ships) {
        return outside("ships", knobs.ships, least, Limits::ships);
    }
    if (knobs.sources > Limits::sources) {
        return outside("sources", knobs.sources, 0, Limits::sources);
    }
    if (knobs.work_ns > Limits::work_ns) return outside("work", knobs.work_ns, 0, Limits::work_ns);
    if (!(knobs.skew >= 0 && knobs.skew <= 1)) return outside("skew", knobs.skew, 0, 1);
    if (std::accumulate(knobs.shares.begin(), knobs.shares.end(), std::uint64_t{0}) == 0) {
        return Error{"--share", "all shares are 0", "at least one kind of order with a share"};
    }
    const auto plans = std::uint64_t{knobs.ships} * knobs.orders;
    if (plans > Limits::events) {
        return Error{"--orders", fmt::format("{} ships of {} orders", knobs.ships, knobs.orders),
                     fmt::format("at most {} events in all", Limits::events)};
    }
    const auto issued = std::uint64_t{knobs.sources} * knobs.source_orders;
    if (plans + issued > Limits::events) {
        return Error{"--source-orders",
                     fmt::format("{} sources of {} orders", knobs.sources, knobs.source_orders),
                     fmt::format("at most {} events in all", Limits::events)};
    }
    return std::nullopt;
}

}  // namespace

Knobs Preset::knobs() const {
    return {.name = std::string{name}, .shares = shares, .sources = sources, .skew = skew};
}

std::span<const Preset> presets() {
    return table;
}

const Preset* find_preset(std::string_view name) {
    const auto* found = std::ranges::find(table, name, &Preset::name);
    return found == table.end() ? nullptr : found;
}

std::uint32_t ships_needed(const Shares& shares) {
    const auto share = [&](OrderKind kind) { return shares[static_cast<std::size_t>(kind)]; };
    if (share(OrderKind::rendezvous) > 0) return 3;
    const bool pair = share(OrderKind::follow) > 0 || share(OrderKind::hail) > 0 ||
                      share(OrderKind::transfer) > 0;
    return pair ? 2 : 1;
}

std::string ship_name(ShipId ship) {
    const std::size_t round = ship / names.size();
    const std::string_view name = names[ship % names.size()];
    return round == 0 ? std::string{name} : fmt::format("{} {}", name, round + 1);
}

Result<Scenario> generate(const Knobs& knobs) {
    if (auto error = reject(knobs)) return fail(std::move(*error));
    Scenario scenario{.name = knobs.name, .seed = knobs.seed, .work_ns = knobs.work_ns};
    Generator draw{knobs, scenario};
    scenario.ships.reserve(knobs.ships);
    for (ShipId ship = 0; ship < knobs.ships; ++ship) {
        const State initial{.at = draw.port(), .cargo = draw.tons()};
        scenario.ships.push_back({.name = ship_name(ship), .initial = initial});
        scenario.ships.back().plan.reserve(knobs.orders);
    }
    for (ShipId ship = 0; ship < knobs.ships; ++ship) {
        for (std::uint32_t i = 0; i < knobs.orders; ++i) {
            scenario.ships[ship].plan.push_back(draw.order(ship));
        }
    }
    for (std::uint32_t source = 0; source < knobs.sources; ++source) {
        auto& issues = scenario.sources.emplace_back();
        issues.reserve(knobs.source_orders);
        for (std::uint32_t i = 0; i < knobs.source_orders; ++i) {
            const ShipId ship = draw.ship();
            issues.push_back({ship, draw.order(ship)});
        }
    }
    // Plans and sources alone are within bounds, so it is their hails that are too many.
    if (const auto bounds = bounds_of(scenario); !bounds) {
        const bool work = bounds.error().place == "/work_ns";
        return fail({work ? "--work" : "--orders", bounds.error().value, bounds.error().expected});
    }
    return scenario;
}

}  // namespace reckon
