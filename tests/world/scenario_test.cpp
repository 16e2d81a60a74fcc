// Goal: the class and the bounds of a scenario count every order, nested ones and those from
//       sources too; orders and states read as words; equal orders are kept once.
// Method: scenarios put together by hand, and drawn ones held against a plain expansion.

#include "core/world/scenario.hpp"

#include "core/world/port.hpp"
#include "core/world/preset.hpp"
#include "tests/world/printing.hpp"

using namespace reckon;

namespace {

/// Three ships, and orders to give them.
struct Yard {
    Scenario scenario{.name = "yard"};
    OrderTable table{scenario.orders};

    Yard() {
        for (const char* name : {"Emma", "Berta", "Clara"}) {
            scenario.ships.push_back({.name = name, .initial = {.at = 0}});
        }
    }

    OrderId depart() { return table.add({.kind = OrderKind::depart, .port = 2}); }
    OrderId arrive() { return table.add({.kind = OrderKind::arrive}); }
    OrderId tons(OrderKind kind) { return table.add({.kind = kind, .tons = 3}); }
    OrderId follow(ShipId ship) {
        return table.add({.kind = OrderKind::follow, .ships = {ship, 0}});
    }
    OrderId rendezvous(ShipId a, ShipId b) {
        return table.add({.kind = OrderKind::rendezvous, .ships = {a, b}});
    }
    OrderId hail(ShipId ship, OrderId sent) {
        return table.add({.kind = OrderKind::hail, .ships = {ship, 0}, .sent = sent});
    }
    OrderId transfer(ShipId ship) { return table.add_transfer(ship, 4); }
};

/// The class of a scenario in which one order is in Emma's plan, and if it only comes by a source.
std::pair<InteractionClass, InteractionClass> classes(const Yard& yard, OrderId order) {
    Scenario planned = yard.scenario;
    planned.ships[0].plan = {order};
    Scenario issued = yard.scenario;
    issued.sources = {{}, {{0, order}}};
    return {interaction_class(planned), interaction_class(issued)};
}

std::pair<InteractionClass, InteractionClass> both(InteractionClass c) {
    return {c, c};
}

/// Bounds by plain expansion: each order, then what it sends, told to whom it is sent.
struct Expansion {
    const Scenario& scenario;
    Bounds bounds;

    explicit Expansion(const Scenario& counted)
        : scenario{counted},
          bounds{.events = std::vector<std::uint32_t>(counted.ships.size()),
                 .mail = std::vector<std::uint32_t>(counted.ships.size()),
                 .derefs = std::vector<std::uint32_t>(counted.ships.size())} {
        for (ShipId ship = 0; ship < scenario.ships.size(); ++ship) {
            for (const OrderId id : scenario.ships[ship].plan) happen(ship, id);
        }
        for (const auto& source : scenario.sources) {
            for (const Issue& issue : source) mail(issue.ship, issue.order);
        }
    }

    void mail(ShipId ship, OrderId id) {
        bounds.mail[ship] += 1;
        happen(ship, id);
    }

    void happen(ShipId ship, OrderId id) {
        const Order& order = scenario.orders.at(id);
        bounds.total_events += 1;
        bounds.events[ship] += 1;
        if (order.kind == OrderKind::follow) bounds.derefs[ship] += 1;
        if (order.kind == OrderKind::rendezvous) bounds.derefs[ship] += 2;
        const bool sends = order.kind == OrderKind::hail || order.kind == OrderKind::transfer;
        if (sends) mail(order.ships[0], order.sent);
    }
};

}  // namespace

TEST_CASE("a scenario without orders is solo") {
    CHECK(interaction_class(Yard{}.scenario) == InteractionClass::solo);
    CHECK(interaction_class(Scenario{}) == InteractionClass::solo);
}

TEST_CASE("the class is that of the widest order, from a plan or from a source") {
    Yard yard;
    CHECK(classes(yard, yard.depart()) == both(InteractionClass::solo));
    CHECK(classes(yard, yard.arrive()) == both(InteractionClass::solo));
    CHECK(classes(yard, yard.tons(OrderKind::load)) == both(InteractionClass::solo));
    CHECK(classes(yard, yard.tons(OrderKind::unload)) == both(InteractionClass::solo));
    CHECK(classes(yard, yard.hail(1, yard.arrive())) == both(InteractionClass::hail));
    CHECK(classes(yard, yard.transfer(1)) == both(InteractionClass::hail));
    CHECK(classes(yard, yard.follow(1)) == both(InteractionClass::convoy));
    CHECK(classes(yard, yard.rendezvous(1, 2)) == both(InteractionClass::rendezvous));
}

TEST_CASE("the class looks into nested orders") {
    Yard yard;
    const auto deep = [&](OrderId order) { return yard.hail(1, yard.hail(2, order)); };
    CHECK(classes(yard, deep(yard.transfer(0))) == both(InteractionClass::hail));
    CHECK(classes(yard, deep(yard.follow(0))) == both(InteractionClass::convoy));
    CHECK(classes(yard, deep(yard.rendezvous(0, 1))) == both(InteractionClass::rendezvous));
}

TEST_CASE("a later, lesser order does not narrow the class") {
    Yard yard;
    yard.scenario.ships[0].plan = {yard.rendezvous(1, 2), yard.follow(1), yard.arrive()};
    CHECK(interaction_class(yard.scenario) == InteractionClass::rendezvous);
    yard.scenario.ships[0].plan = {yard.arrive(), yard.follow(1), yard.hail(1, yard.arrive())};
    CHECK(interaction_class(yard.scenario) == InteractionClass::convoy);
}

TEST_CASE("an order that nobody is given does not count") {
    Yard yard;
    const OrderId inner = yard.rendezvous(1, 2);
    CHECK(yard.hail(1, inner) != inner);
    CHECK(interaction_class(yard.scenario) == InteractionClass::solo);
    CHECK(bounds_of(yard.scenario)->total_events == 0);
}

TEST_CASE("bounds count a small scenario as one does by hand") {
    Yard yard;
    yard.scenario.ships[0].plan = {yard.hail(1, yard.hail(2, yard.rendezvous(0, 1))),
                                   yard.transfer(2)};
    yard.scenario.ships[1].plan = {yard.follow(0), yard.follow(0)};
    yard.scenario.sources = {{{0, yard.follow(1)}, {2, yard.hail(0, yard.arrive())}}, {}};
    const auto bounds = bounds_of(yard.scenario);
    REQUIRE(bounds);
    CHECK(bounds->events == std::vector<std::uint32_t>{4, 3, 3});
    CHECK(bounds->mail == std::vector<std::uint32_t>{2, 1, 3});
    CHECK(bounds->derefs == std::vector<std::uint32_t>{1, 2, 2});
    CHECK(bounds->total_events == 10);
}

TEST_CASE("bounds agree with a plain expansion") {
    for (const Preset& preset : presets()) {
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            Knobs knobs = preset.knobs();
            knobs.ships = 3 + static_cast<std::uint32_t>(seed % 5);
            knobs.orders = 30;
            knobs.source_orders = 25;
            knobs.seed = seed;
            const auto scenario = generate(knobs);
            REQUIRE(scenario);
            const auto bounds = bounds_of(*scenario);
            REQUIRE(bounds);
            const Bounds expected = Expansion{*scenario}.bounds;
            CAPTURE(preset.name, seed);
            CHECK(bounds->events == expected.events);
            CHECK(bounds->mail == expected.mail);
            CHECK(bounds->derefs == expected.derefs);
            CHECK(bounds->total_events == expected.total_events);
        }
    }
}

TEST_CASE("as many events as are allowed, and not one more") {
    // One chain of hails, each the next one's order, stands for a million events.
    constexpr std::uint32_t links = 1U << 20;
    static_assert(Limits::events % links == 0);
    Yard yard;
    OrderId chain = yard.arrive();
    for (std::uint32_t i = 1; i < links; ++i) chain = yard.hail(i % 3, chain);
    const OrderId single = yard.arrive();
    auto& plan = yard.scenario.ships[1].plan;
    plan.assign(Limits::events / links, chain);
    const auto bounds = bounds_of(yard.scenario);
    REQUIRE(bounds);
    CHECK(bounds->total_events == Limits::events);

    plan.push_back(single);
    const auto by_plan = bounds_of(yard.scenario);
    REQUIRE_FALSE(by_plan);
    CHECK(by_plan.error().place == "/ships/1/orders");
    CHECK(by_plan.error().expected.find(std::to_string(Limits::events)) != std::string::npos);

    plan.pop_back();
    yard.scenario.sources = {{}, {}, {{0, single}}};
    const auto by_source = bounds_of(yard.scenario);
    REQUIRE_FALSE(by_source);
    CHECK(by_source.error().place == "/sources/2");
}

TEST_CASE("orders read as what to do, and as what was done") {
    Yard yard;
    const auto reads = [&](OrderId id, std::string_view order, std::string_view done) {
        CHECK(text(yard.scenario, id) == order);
        CHECK(deed(yard.scenario, id) == done);
    };
    reads(yard.depart(), "depart for Gdańsk", "departure for Gdańsk");
    reads(yard.arrive(), "arrive", "arrival");
    reads(yard.tons(OrderKind::load), "load 3 t", "loading of 3 t");
    reads(yard.tons(OrderKind::unload), "unload 3 t", "unloading of 3 t");
    reads(yard.follow(1), "follow Berta", "pursuit of Berta");
    reads(yard.rendezvous(2, 1), "rendezvous Clara Berta", "rendezvous with Clara or Berta");
    reads(yard.hail(1, yard.hail(2, yard.depart())), "hail Berta: hail Clara: depart for Gdańsk",
          "hail to Berta");
    reads(yard.transfer(2), "transfer 4 t to Clara", "transfer of 4 t to Clara");
    reads(yard.tons(OrderKind::take), "take 3 t aboard", "taking of 3 t aboard");
}

TEST_CASE("states read as words") {
    CHECK(text(State{.at = 2, .refused = 1, .cargo = 5, .miles = 310}) ==
          "in Gdańsk with 5 t, 310 miles sailed, 1 order refused");
    CHECK(text(State{.bound = 1, .refused = 2}) ==
          "at sea for Malmö with 0 t, 0 miles sailed, 2 orders refused");
    CHECK(text(State{.at = 0}) == "in Aarhus with 0 t, 0 miles sailed, 0 orders refused");
}

TEST_CASE("the table keeps equal orders once, and orders that differ apart") {
    std::vector<Order> orders;
    OrderTable table{orders};
    const std::vector<Order> different{
        {.kind = OrderKind::arrive},
        {.kind = OrderKind::depart, .port = 1},
        {.kind = OrderKind::depart, .port = 2},
        {.kind = OrderKind::load, .tons = 1},
        {.kind = OrderKind::load, .tons = 2},
        {.kind = OrderKind::unload, .tons = 1},
        {.kind = OrderKind::follow, .ships = {1, 0}},
        {.kind = OrderKind::follow, .ships = {2, 0}},
        {.kind = OrderKind::rendezvous, .ships = {1, 2}},
        {.kind = OrderKind::rendezvous, .ships = {2, 1}},
        {.kind = OrderKind::hail, .ships = {1, 0}, .sent = 0},
        {.kind = OrderKind::hail, .ships = {1, 0}, .sent = 1},
    };
    for (int round = 0; round < 2; ++round) {
        for (OrderId id = 0; id < different.size(); ++id) CHECK(table.add(different[id]) == id);
    }
    CHECK(orders == different);
}

TEST_CASE("a transfer shares its order to take with any other of as many tons") {
    std::vector<Order> orders;
    OrderTable table{orders};
    const OrderId first = table.add_transfer(1, 5);
    const OrderId second = table.add_transfer(2, 5);
    const OrderId third = table.add_transfer(1, 6);
    CHECK(table.add_transfer(1, 5) == first);
    CHECK(orders.size() == 5);
    CHECK(orders[first] == Order{.kind = OrderKind::transfer,
                                 .ships = {1, 0},
                                 .tons = 5,
                                 .sent = orders[second].sent});
    CHECK(orders[orders[first].sent] == Order{.kind = OrderKind::take, .tons = 5});
    CHECK(orders[orders[third].sent] == Order{.kind = OrderKind::take, .tons = 6});
}
