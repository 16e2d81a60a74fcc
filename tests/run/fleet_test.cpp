// Goal: ships are agents as the contract has them: metadata, watchers, one publish, hails after.
// Method: one thread sails small fleets step by step, under a strategy made for looking.

#include "core/run/fleet.hpp"

#include "core/world/preset.hpp"
#include "tests/catch.hpp"
#include "tests/run/truth.hpp"

namespace reckon {
namespace {

/// Stamps each event with a running number and notes all it is shown.
struct Looking {
    using Stamp = int;
    static constexpr std::string_view name = "looking";
    static constexpr std::string_view summary = "for tests";
    static constexpr Claims claims{};

    explicit Looking(const Roster&) {}

    template <class Step>
    void run(ShipId ship, Step&& step) {
        for (int i = 0; i < decides; ++i) {
            seen.clear();
            step.decide([&](const Seen<int>& each) { seen.push_back(each); });
        }
        CHECK(step.event().dot.ship == ship);
        step.publish(++stamp);
        all_seen.push_back(seen);
        events.push_back(step.event());
    }

    Log finish() && { return {}; }

    int decides = 1;
    int stamp = 0;
    std::vector<Seen<int>> seen;
    std::vector<std::vector<Seen<int>>> all_seen;
    std::vector<Event> events;
};

static_assert(Strategy<Looking>);

struct Harbour {
    explicit Harbour(Scenario given, Publication publication = Publication::sequential)
        : scenario{std::move(given)},
          bounds{*bounds_of(scenario)},
          fleet{scenario, bounds, strategy, {.publication = publication}} {}

    bool sail(ShipId ship) {
        return fleet.sail(ship, [&](ShipId to) { posted.push_back(to); });
    }

    Scenario scenario;
    Bounds bounds;
    Looking strategy{Roster{bounds.events, bounds.derefs}};
    Fleet<RealSync, Looking> fleet;
    std::vector<ShipId> posted;
};

/// Emma follows Berta twice; Berta departs, then hails Emma to load 3 t.
Scenario two_ships() {
    Scenario scenario{.name = "two"};
    OrderTable table{scenario.orders};
    const OrderId follow = table.add({.kind = OrderKind::follow, .ships = {1, 0}});
    const OrderId depart = table.add({.kind = OrderKind::depart, .port = 5});
    const OrderId load = table.add({.kind = OrderKind::load, .tons = 3});
    const OrderId hail = table.add({.kind = OrderKind::hail, .ships = {0, 0}, .sent = load});
    scenario.ships = {{"Emma", {.at = 0, .cargo = 1}, {follow, follow}},
                      {"Berta", {.at = 1, .cargo = 2}, {depart, hail}}};
    return scenario;
}

}  // namespace

TEST_CASE("version 0 has metadata: its dot, and neither order nor cause") {
    const Harbour harbour{two_ships()};
    const auto& emma = harbour.fleet.deref(0);
    CHECK(emma.state == harbour.scenario.ships[0].initial);
    CHECK(emma.event.dot == Dot{0, 0});
    CHECK(emma.event.order == no_order);
    CHECK(emma.event.cause.is_none());
}

TEST_CASE(
    "a deref yields state, metadata and stamp of one version; old versions stay as they were") {
    for (const auto publication : {Publication::sequential, Publication::release}) {
        Harbour harbour{two_ships(), publication};
        const auto& berta_0 = harbour.fleet.deref(1);
        REQUIRE(harbour.sail(1));
        const auto& berta_1 = harbour.fleet.deref(1);
        CHECK(berta_1.event.dot == Dot{1, 1});
        CHECK(berta_1.event.cause == Cause::plan(0));
        CHECK(berta_1.stamp == 1);
        CHECK(berta_1.state.bound == 5);
        CHECK(berta_0.event.dot == Dot{1, 0});
        CHECK(berta_0.state.at == 1);
        CHECK(berta_0.stamp == 0);
    }
}

TEST_CASE("a strategy is shown each deref and hail, with the stamp it was published with") {
    Harbour harbour{two_ships()};
    REQUIRE(harbour.sail(0));  // follows Berta@0
    REQUIRE(harbour.sail(1));
    REQUIRE(harbour.sail(0));  // follows Berta@1
    REQUIRE(harbour.sail(1));  // hails
    CHECK(harbour.posted == std::vector<ShipId>{0});
    REQUIRE(harbour.sail(0));  // loads
    CHECK_FALSE(harbour.sail(0));
    CHECK_FALSE(harbour.sail(1));

    const auto& seen = harbour.strategy.all_seen;
    REQUIRE(seen.size() == 5);
    REQUIRE(seen[0].size() == 1);
    CHECK(seen[0][0].kind == SeenKind::deref);
    CHECK(seen[0][0].dot == Dot{1, 0});
    CHECK(seen[0][0].stamp == 0);
    CHECK(seen[2][0].dot == Dot{1, 1});
    CHECK(seen[2][0].stamp == 2);
    REQUIRE(seen[4].size() == 1);
    CHECK(seen[4][0].kind == SeenKind::hail);
    CHECK(seen[4][0].dot == Dot{1, 2});
    CHECK(seen[4][0].stamp == 4);
    CHECK(untruth(harbour.scenario, harbour.fleet.history()).empty());
}

TEST_CASE("decide may be repeated before publish; only the last one counts") {
    Harbour harbour{two_ships()};
    harbour.strategy.decides = 3;
    while (harbour.sail(1) || harbour.sail(0)) {
    }
    CHECK(harbour.fleet.event_count() == 5);
    CHECK(untruth(harbour.scenario, harbour.fleet.history()).empty());
}

TEST_CASE("watchers are called after publish, in the ship's order, with old and new state") {
    Harbour harbour{two_ships()};
    std::vector<Dot> watched;
    std::vector<State> last{harbour.scenario.ships[0].initial, harbour.scenario.ships[1].initial};
    harbour.fleet.watch([&](const State& before, const auto& after) {
        const Dot dot = after.event.dot;
        CHECK(harbour.fleet.deref(dot.ship).event.dot == dot);
        CHECK(before == last[dot.ship]);
        CHECK(after.state == apply(before, harbour.scenario.orders[after.event.order],
                                   std::array{harbour.fleet.deref(1).state}));
        last[dot.ship] = after.state;
        watched.push_back(dot);
    });
    while (harbour.sail(1) || harbour.sail(0)) {
    }
    CHECK(watched == std::vector<Dot>{{1, 1}, {1, 2}, {0, 1}, {0, 2}, {0, 3}});
}

TEST_CASE("a refused transfer sends nothing; one that is carried out is taken aboard, at sea too") {
    Scenario scenario{.name = "transfers"};
    OrderTable table{scenario.orders};
    scenario.ships = {{"Emma", {.at = 0, .cargo = 5}, {}}, {"Berta", {.bound = 3, .cargo = 0}, {}}};
    scenario.ships[0].plan = {table.add_transfer(1, 6), table.add_transfer(1, 4),
                              table.add_transfer(1, 2)};
    Harbour harbour{scenario};
    while (harbour.sail(0) || harbour.sail(1)) {
    }
    CHECK(harbour.posted == std::vector<ShipId>{1});
    CHECK(harbour.fleet.deref(0).state.cargo == 1);
    CHECK(harbour.fleet.deref(0).state.refused == 2);
    CHECK(harbour.fleet.deref(1).state.cargo == 4);
}

TEST_CASE("an issue of a source reaches the mailbox and says where it came from") {
    Scenario scenario = two_ships();
    scenario.sources = {{{1, scenario.ships[1].plan[0]}}};
    Harbour harbour{scenario};
    harbour.fleet.issue(0, 0, [&](ShipId to) { harbour.posted.push_back(to); });
    CHECK(harbour.posted == std::vector<ShipId>{1});
    while (harbour.sail(1)) {
    }
    CHECK(harbour.strategy.events.back().cause == Cause::source(0, 0));
}

}  // namespace reckon
