// Goal: presets exercise the class they are named for, and a scenario follows from its knobs alone,
//       on every machine.
// Method: all presets with many seeds; a few scenarios pinned as hashes; knobs out of bounds.

#include "core/world/preset.hpp"

#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <set>

#include "core/world/port.hpp"
#include "core/world/scenario_json.hpp"
#include "tests/world/printing.hpp"

using namespace reckon;

namespace {

Knobs small(const Preset& preset, std::uint64_t seed) {
    Knobs knobs = preset.knobs();
    knobs.ships = 6;
    knobs.orders = 40;
    knobs.source_orders = 30;
    knobs.seed = seed;
    return knobs;
}

Scenario generated(const Knobs& knobs) {
    auto scenario = generate(knobs);
    REQUIRE(scenario);
    return std::move(*scenario);
}

/// Calls visit(ship, order) for each order that a ship may carry out.
void for_each_order(const Scenario& scenario,
                    const std::function<void(ShipId, const Order&)>& visit) {
    const auto follow_down = [&](ShipId ship, OrderId id) {
        while (id != no_order) {
            const Order& order = scenario.orders.at(id);
            visit(ship, order);
            ship = order.ships[0];
            id = order.sent;
        }
    };
    for (ShipId ship = 0; ship < scenario.ships.size(); ++ship) {
        for (const OrderId id : scenario.ships[ship].plan) follow_down(ship, id);
    }
    for (const auto& source : scenario.sources) {
        for (const Issue& issue : source) follow_down(issue.ship, issue.order);
    }
}

/// The other ships that an order names.
std::vector<ShipId> named(const Order& order) {
    switch (order.kind) {
        case OrderKind::follow:
        case OrderKind::hail:
        case OrderKind::transfer: return {order.ships[0]};
        case OrderKind::rendezvous: return {order.ships[0], order.ships[1]};
        default: return {};
    }
}

/// FNV-1a, 64 bits.
std::uint64_t hash(std::string_view text) {
    std::uint64_t value = 0xcbf29ce484222325U;
    for (const char c : text) value = (value ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    return value;
}

/// The place at which knobs are refused.
std::string refused_at(const Knobs& knobs) {
    const auto scenario = generate(knobs);
    return scenario ? "accepted" : scenario.error().place;
}

}  // namespace

TEST_CASE("each preset has the class it is named for") {
    const std::map<std::string_view, InteractionClass> classes{
        {"solo", InteractionClass::solo},     {"hail", InteractionClass::hail},
        {"convoy", InteractionClass::convoy}, {"rendezvous", InteractionClass::rendezvous},
        {"storm", InteractionClass::convoy},  {"mixed", InteractionClass::rendezvous},
    };
    CHECK(presets().size() == classes.size());
    for (const auto& [name, expected] : classes) {
        const Preset* preset = find_preset(name);
        CAPTURE(name);
        REQUIRE(preset != nullptr);
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            CHECK(interaction_class(generated(small(*preset, seed))) == expected);
        }
    }
}

TEST_CASE("a preset is found by its name alone") {
    for (const Preset& preset : presets()) CHECK(find_preset(preset.name) == &preset);
    CHECK(find_preset("") == nullptr);
    CHECK(find_preset("Solo") == nullptr);
    CHECK(find_preset("conv") == nullptr);
}

TEST_CASE("a scenario has as many ships, orders and sources as its knobs say") {
    for (const Preset& preset : presets()) {
        Knobs knobs = small(preset, 3);
        knobs.work_ns = 250;
        const Scenario scenario = generated(knobs);
        CAPTURE(preset.name);
        CHECK(scenario.name == preset.name);
        CHECK(scenario.seed == 3);
        CHECK(scenario.work_ns == 250);
        CHECK(scenario.ships.size() == knobs.ships);
        for (const ShipSetup& ship : scenario.ships) {
            CHECK(ship.plan.size() == knobs.orders);
            CHECK(ship.initial.at < port_count);
            CHECK(ship.initial.bound == nowhere);
        }
        CHECK(scenario.sources.size() == preset.sources);
        for (const auto& source : scenario.sources) CHECK(source.size() == knobs.source_orders);
    }
}

TEST_CASE("equal knobs give equal scenarios, other seeds others") {
    for (const Preset& preset : presets()) {
        std::set<std::string> drawn;
        for (std::uint64_t seed = 0; seed < 50; ++seed) {
            const std::string json = to_json(generated(small(preset, seed)));
            CHECK(to_json(generated(small(preset, seed))) == json);
            // Without the seed itself, which the file holds too.
            drawn.insert(json.substr(json.find("\"ships\"")));
        }
        CAPTURE(preset.name);
        CHECK(drawn.size() == 50);
    }
}

TEST_CASE("a seed draws the same scenario on every machine") {
    const auto [name, pinned] = GENERATE(table<std::string, std::uint64_t>({
        {"solo", 0x4edbe26d771a6ce1},
        {"hail", 0xfe770d34ac149a9d},
        {"convoy", 0x1f148bfc6659d632},
        {"rendezvous", 0x0da6d96da0c22fc7},
        {"storm", 0x2e82ea5513473d0c},
        {"mixed", 0x323fa654e46b813f},
    }));
    CAPTURE(name);
    CHECK(hash(to_json(generated(small(*find_preset(name), 7)))) == pinned);
}

TEST_CASE("one small convoy, letter by letter") {
    Knobs knobs = find_preset("convoy")->knobs();
    knobs.ships = 2;
    knobs.orders = 3;
    knobs.seed = 7;
    CHECK(to_json(generated(knobs)) ==
          R"({"reckon": "scenario", "version": 1, "name": "convoy", "seed": 7, "work_ns": 0,
 "ships": [
  {"name":"Emma","at":"Hong Kong","cargo":19,"orders":[)"
          R"({"do":"depart","to":"Sydney"},{"do":"follow","ship":1},{"do":"follow","ship":1}]},
  {"name":"Berta","at":"København","cargo":18,"orders":[)"
          R"({"do":"follow","ship":0},{"do":"depart","to":"Kiel"},{"do":"follow","ship":0}]}],
 "sources": []}
)");
}

TEST_CASE("orders are drawn as often as their shares say") {
    for (const Preset& preset : presets()) {
        Knobs knobs = preset.knobs();
        knobs.orders = 1000;
        knobs.sources = 0;
        const Scenario scenario = generated(knobs);
        std::map<OrderKind, double> drawn;
        for (const ShipSetup& ship : scenario.ships) {
            for (const OrderId id : ship.plan) drawn[scenario.orders.at(id).kind] += 1;
        }
        const double all = knobs.ships * knobs.orders;
        double shares = 0;
        for (const std::uint32_t share : preset.shares) shares += share;
        for (std::size_t kind = 0; kind < preset.shares.size(); ++kind) {
            const double p = preset.shares[kind] / shares;
            CAPTURE(preset.name, order_words[kind]);
            // Five standard deviations; a share of nothing draws none.
            CHECK(drawn[static_cast<OrderKind>(kind)] ==
                  Approx(all * p).margin(5 * std::sqrt(all * p * (1 - p))));
        }
        CHECK(drawn[OrderKind::take] == 0);
    }
}

TEST_CASE("no order names the ship that carries it out, and none meets the same ship twice") {
    for (const Preset& preset : presets()) {
        for (const std::uint32_t ships : {3U, 4U, 9U}) {
            Knobs knobs = small(preset, ships);
            knobs.ships = ships;
            knobs.orders = 500;
            std::uint64_t seen = 0;
            std::uint64_t wrong = 0;
            for_each_order(generated(knobs), [&](ShipId ship, const Order& order) {
                const std::vector<ShipId> others = named(order);
                for (const ShipId other : others) wrong += other == ship || other >= ships;
                wrong += others.size() == 2 && others[0] == others[1];
                ++seen;
            });
            CAPTURE(preset.name, ships);
            CHECK(wrong == 0);
            CHECK(seen >= ships * knobs.orders);
        }
    }
}

TEST_CASE("every other ship is named, and by rendezvous every pair") {
    for (const Preset& preset : presets()) {
        if (preset.name == "solo") continue;
        Knobs knobs = small(preset, 1);
        knobs.ships = 4;
        knobs.orders = 500;
        std::set<std::pair<ShipId, std::vector<ShipId>>> met;
        for_each_order(generated(knobs), [&](ShipId ship, const Order& order) {
            if (!named(order).empty()) met.insert({ship, named(order)});
        });
        const bool pairs = preset.shares[static_cast<std::size_t>(OrderKind::rendezvous)] > 0;
        const bool singles = preset.shares[static_cast<std::size_t>(OrderKind::follow)] > 0 ||
                             preset.shares[static_cast<std::size_t>(OrderKind::hail)] > 0;
        CAPTURE(preset.name);
        CHECK(met.size() == (singles ? 4U * 3U : 0U) + (pairs ? 4U * 3U * 2U : 0U));
    }
}

TEST_CASE("skew is the chance that the flagship is named") {
    const auto share_of_flagship = [](double skew) {
        Knobs knobs = find_preset("storm")->knobs();
        knobs.skew = skew;
        double flagship = 0;
        double all = 0;
        for_each_order(generated(knobs), [&](ShipId ship, const Order& order) {
            if (ship == 0) return;  // It cannot name itself.
            for (const ShipId other : named(order)) {
                flagship += other == 0 ? 1 : 0;
                all += 1;
            }
        });
        REQUIRE(all > 5000);
        return flagship / all;
    };
    const double by_chance = 1.0 / 15;  // Of 16 ships.
    CHECK(share_of_flagship(0) == Approx(by_chance).margin(0.02));
    CHECK(share_of_flagship(0.5) == Approx(0.5 + 0.5 * by_chance).margin(0.03));
    CHECK(share_of_flagship(0.8) == Approx(0.8 + 0.2 * by_chance).margin(0.03));
    CHECK(share_of_flagship(1) == 1);
    CHECK(find_preset("storm")->knobs().skew == Approx(0.8));
}

TEST_CASE("hails nest, but not without bound") {
    Knobs knobs = find_preset("hail")->knobs();
    knobs.ships = 3;
    knobs.shares = {};
    knobs.shares[static_cast<std::size_t>(OrderKind::hail)] = 1;
    const Scenario scenario = generated(knobs);
    std::map<OrderKind, std::uint32_t> seen;
    for_each_order(scenario, [&](ShipId, const Order& order) { ++seen[order.kind]; });
    const std::uint32_t given = 3 * knobs.orders + 2 * knobs.source_orders;
    CHECK(seen[OrderKind::arrive] == given);
    CHECK(seen[OrderKind::hail] > given);
    CHECK(seen[OrderKind::hail] <= given * Limits::nesting);
}

TEST_CASE("ships have names of their own") {
    CHECK(ship_name(0) == "Emma");
    CHECK(ship_name(31) == "Maren");
    CHECK(ship_name(32) == "Emma 2");
    CHECK(ship_name(65) == "Berta 3");
    std::set<std::string> names;
    for (ShipId ship = 0; ship < Limits::ships; ++ship) names.insert(ship_name(ship));
    CHECK(names.size() == Limits::ships);
}

TEST_CASE("a knob out of its bounds is refused at its option") {
    const auto with = [](std::string_view preset, const std::function<void(Knobs&)>& turn) {
        Knobs knobs = small(*find_preset(preset), 1);
        turn(knobs);
        return refused_at(knobs);
    };
    CHECK(with("solo", [](Knobs& k) { k.ships = 0; }) == "--ships");
    CHECK(with("hail", [](Knobs& k) { k.ships = 1; }) == "--ships");
    CHECK(with("convoy", [](Knobs& k) { k.ships = 1; }) == "--ships");
    CHECK(with("rendezvous", [](Knobs& k) { k.ships = 2; }) == "--ships");
    CHECK(with("solo", [](Knobs& k) { k.ships = Limits::ships + 1; }) == "--ships");
    CHECK(with("solo", [](Knobs& k) { k.sources = Limits::sources + 1; }) == "--sources");
    CHECK(with("solo", [](Knobs& k) { k.work_ns = Limits::work_ns + 1; }) == "--work");
    CHECK(with("solo", [](Knobs& k) { k.skew = -0.01; }) == "--skew");
    CHECK(with("solo", [](Knobs& k) { k.skew = 1.01; }) == "--skew");
    CHECK(with("solo", [](Knobs& k) { k.skew = std::nan(""); }) == "--skew");
    CHECK(with("solo", [](Knobs& k) { k.skew = std::numeric_limits<double>::infinity(); }) ==
          "--skew");
    CHECK(with("solo", [](Knobs& k) { k.shares = {}; }) == "--share");
    // Shares whose sum is 0 in 32 bits.
    CHECK(with("solo", [](Knobs& k) {
              k.ships = 1;
              k.shares = {};
              k.shares[static_cast<std::size_t>(OrderKind::follow)] = 1U << 31;
              k.shares[static_cast<std::size_t>(OrderKind::hail)] = 1U << 31;
          }) == "--ships");
    CHECK(with("solo", [](Knobs& k) { k.orders = Limits::events / 6 + 1; }) == "--orders");
    CHECK(with("solo", [](Knobs& k) { k.orders = UINT32_MAX; }) == "--orders");
    CHECK(with("hail", [](Knobs& k) { k.source_orders = Limits::events / 2; }) ==
          "--source-orders");
    CHECK(with("hail", [](Knobs& k) { k.source_orders = UINT32_MAX; }) == "--source-orders");
}

TEST_CASE("the least knobs that make sense are taken") {
    const auto with = [](std::string_view preset, std::uint32_t ships) {
        Knobs knobs = small(*find_preset(preset), 1);
        knobs.ships = ships;
        return refused_at(knobs);
    };
    CHECK(with("solo", 1) == "accepted");
    CHECK(with("hail", 2) == "accepted");
    CHECK(with("convoy", 2) == "accepted");
    CHECK(with("rendezvous", 3) == "accepted");
    Knobs idle = small(*find_preset("mixed"), 1);
    idle.orders = 0;
    idle.source_orders = 0;
    CHECK(bounds_of(generated(idle))->total_events == 0);
}
