// Goal: each order does what it says, a refused one does nothing, and cargo never leaks.
// Method: the cases of each kind; properties over many drawn states and orders; fleets sailed by a
//         few lines of our own, in many drawn interleavings, with all cargo counted at each step.

#include "core/world/order.hpp"

#include <deque>
#include <random>

#include "core/world/port.hpp"
#include "core/world/preset.hpp"
#include "tests/world/printing.hpp"

using namespace reckon;

namespace {

constexpr PortId aarhus = 0;
constexpr PortId malmo = 1;
constexpr PortId gdansk = 2;

State in_port(PortId port, std::int64_t cargo = 0) {
    return {.at = port, .cargo = cargo};
}

State at_sea(PortId port, std::int64_t cargo = 0) {
    return {.bound = port, .cargo = cargo};
}

Order depart(PortId port) {
    return {.kind = OrderKind::depart, .port = port};
}

Order cargo_order(OrderKind kind, std::int32_t tons) {
    return {.kind = kind, .tons = tons};
}

Order transfer(std::int32_t tons) {
    return {.kind = OrderKind::transfer, .ships = {1, 0}, .tons = tons, .sent = 0};
}

constexpr Order arrive{.kind = OrderKind::arrive};
constexpr Order follow{.kind = OrderKind::follow, .ships = {1, 0}};
constexpr Order rendezvous{.kind = OrderKind::rendezvous, .ships = {1, 2}};
constexpr Order hail{.kind = OrderKind::hail, .ships = {1, 0}, .sent = 0};

State after(const State& state, const Order& order, std::vector<State> read = {}) {
    return apply(state, order, read);
}

/// The same state, but for one more refused order.
State refused(State state) {
    ++state.refused;
    return state;
}

/// The state after sailing for a port from where it was headed.
State sailing(const State& from, PortId port) {
    State state = from;
    state.at = nowhere;
    state.bound = port;
    state.miles += miles_between(from.heading(), port);
    return state;
}

/// Draws by remainders: the standard's distributions differ between libraries.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : engine_{seed} {}

    std::uint32_t below(std::uint64_t bound) {
        return static_cast<std::uint32_t>(engine_() % bound);
    }

    PortId port() { return static_cast<PortId>(below(below(2) == 0 ? 3 : port_count)); }

    std::int32_t tons() { return 1 + static_cast<std::int32_t>(below(below(2) == 0 ? 4 : 1000)); }

    State state() {
        State state = below(2) == 0 ? in_port(port()) : at_sea(port());
        state.cargo = below(3) == 0 ? 0 : tons();
        state.refused = below(5);
        state.miles = below(100'000);
        return state;
    }

    Order order() {
        const auto kind = static_cast<OrderKind>(below(order_kind_count));
        switch (kind) {
            case OrderKind::depart: return depart(port());
            case OrderKind::arrive: return arrive;
            case OrderKind::follow: return follow;
            case OrderKind::rendezvous: return rendezvous;
            case OrderKind::hail: return hail;
            case OrderKind::transfer: return transfer(tons());
            default: return cargo_order(kind, tons());
        }
    }

private:
    std::mt19937_64 engine_;
};

}  // namespace

TEST_CASE("depart leaves for a port, and at sea changes course by way of the old one") {
    const State home = in_port(aarhus, 7);
    CHECK(after(home, depart(gdansk)) == sailing(home, gdansk));
    CHECK(after(home, depart(gdansk)).miles == miles_between(aarhus, gdansk));
    const State under_way = at_sea(malmo, 7);
    CHECK(after(under_way, depart(gdansk)) == sailing(under_way, gdansk));
    CHECK(after(under_way, depart(gdansk)).miles == miles_between(malmo, gdansk));
    CHECK(after(home, depart(aarhus)) == refused(home));
    CHECK(after(under_way, depart(malmo)) == refused(under_way));
}

TEST_CASE("arrive moors a ship where it was bound") {
    CHECK(after(at_sea(malmo, 3), arrive) == in_port(malmo, 3));
    CHECK(after(in_port(malmo, 3), arrive) == refused(in_port(malmo, 3)));
}

TEST_CASE("load and unload change the cargo, in port") {
    const Order load = cargo_order(OrderKind::load, 5);
    const Order unload = cargo_order(OrderKind::unload, 5);
    CHECK(after(in_port(malmo, 3), load) == in_port(malmo, 8));
    CHECK(after(in_port(malmo, 8), unload) == in_port(malmo, 3));
    CHECK(after(in_port(malmo, 5), unload) == in_port(malmo, 0));
    CHECK(after(in_port(malmo, 4), unload) == refused(in_port(malmo, 4)));
    CHECK(after(at_sea(malmo, 8), load) == refused(at_sea(malmo, 8)));
    CHECK(after(at_sea(malmo, 8), unload) == refused(at_sea(malmo, 8)));
}

TEST_CASE("follow sails where the other is bound, or to where it lies") {
    const State home = in_port(aarhus);
    CHECK(after(home, follow, {in_port(malmo)}) == sailing(home, malmo));
    CHECK(after(home, follow, {at_sea(gdansk)}) == sailing(home, gdansk));
    CHECK(after(at_sea(malmo), follow, {at_sea(gdansk)}) == sailing(at_sea(malmo), gdansk));
    CHECK(after(home, follow, {in_port(aarhus)}) == refused(home));
    CHECK(after(home, follow, {at_sea(aarhus)}) == refused(home));
    CHECK(after(at_sea(malmo), follow, {in_port(malmo)}) == refused(at_sea(malmo)));
}

TEST_CASE("rendezvous sails to the one with more cargo, on a tie to the first") {
    const State home = in_port(aarhus, 100);
    CHECK(after(home, rendezvous, {in_port(malmo, 2), at_sea(gdansk, 1)}) == sailing(home, malmo));
    CHECK(after(home, rendezvous, {in_port(malmo, 1), at_sea(gdansk, 2)}) == sailing(home, gdansk));
    CHECK(after(home, rendezvous, {at_sea(malmo, 2), in_port(gdansk, 2)}) == sailing(home, malmo));
    CHECK(after(home, rendezvous, {at_sea(aarhus, 2), in_port(gdansk, 1)}) == refused(home));
    CHECK(after(home, rendezvous, {at_sea(gdansk, 1), in_port(aarhus, 2)}) == refused(home));
}

TEST_CASE("a hail changes nothing of the ship that hails, and is always sent") {
    for (const State& state : {in_port(malmo, 3), at_sea(malmo)}) {
        CHECK(after(state, hail) == state);
        CHECK(hail_of(state, {.kind = OrderKind::hail, .ships = {4, 0}, .sent = 9}) == Hail{4, 9});
    }
}

TEST_CASE("a transfer hands tons over, in port and at sea, and is refused without them") {
    for (const PortId at : {malmo, nowhere}) {
        const auto ship = [&](std::int64_t cargo) {
            return at == nowhere ? at_sea(gdansk, cargo) : in_port(at, cargo);
        };
        CHECK(after(ship(8), transfer(5)) == ship(3));
        CHECK(hail_of(ship(8), transfer(5)) == Hail{1, 0});
        CHECK(after(ship(5), transfer(5)) == ship(0));
        CHECK(hail_of(ship(5), transfer(5)) == Hail{1, 0});
        CHECK(after(ship(4), transfer(5)) == refused(ship(4)));
        CHECK(hail_of(ship(4), transfer(5)) == std::nullopt);
        CHECK(after(ship(4), cargo_order(OrderKind::take, 5)) == ship(9));
    }
}

TEST_CASE("only hail and transfer send") {
    for (const OrderKind kind : {OrderKind::depart, OrderKind::arrive, OrderKind::load,
                                 OrderKind::unload, OrderKind::take}) {
        CHECK(hail_of(in_port(malmo, 9), {.kind = kind, .port = gdansk, .tons = 1}) ==
              std::nullopt);
    }
    CHECK(hail_of(in_port(malmo, 9), follow) == std::nullopt);
    CHECK(hail_of(in_port(malmo, 9), rendezvous) == std::nullopt);
}

TEST_CASE("only follow and rendezvous deref, in the order in which they name") {
    CHECK(derefs(arrive).empty());
    CHECK(derefs(depart(gdansk)).empty());
    CHECK(derefs(hail).empty());
    CHECK(derefs(transfer(1)).empty());
    CHECK(derefs(cargo_order(OrderKind::take, 1)).empty());
    REQUIRE(derefs(follow).size() == 1);
    CHECK(derefs(follow)[0] == 1);
    REQUIRE(derefs(rendezvous).size() == 2);
    CHECK(derefs(rendezvous)[0] == 1);
    CHECK(derefs(rendezvous)[1] == 2);
}

TEST_CASE("apply is total and pure, and never breaks a state") {
    Dice dice{20090314};
    std::array<std::uint32_t, order_kind_count> done{};
    std::array<std::uint32_t, order_kind_count> refusals{};
    for (int i = 0; i < 100'000; ++i) {
        const State before = dice.state();
        const Order order = dice.order();
        const std::vector<State> read{dice.state(), dice.state()};
        const State now = apply(before, order, read);
        CAPTURE(i, order.kind, before, now, read);
        REQUIRE(((now.at == nowhere) != (now.bound == nowhere)));
        REQUIRE(now.heading() < port_count);
        REQUIRE(now.cargo >= 0);
        REQUIRE(now.miles >= before.miles);
        REQUIRE(apply(before, order, read) == now);

        const bool turned_down = now.refused != before.refused;
        if (turned_down) REQUIRE(now == refused(before));
        if (order.kind == OrderKind::transfer) {
            REQUIRE(hail_of(before, order).has_value() != turned_down);
        }
        if (order.kind == OrderKind::follow || order.kind == OrderKind::rendezvous) {
            // What is not asked for is not looked at.
            const auto asked = std::span{read}.first(derefs(order).size());
            REQUIRE(apply(before, order, asked) == now);
        }
        ++(turned_down ? refusals : done)[static_cast<std::size_t>(order.kind)];
    }
    for (std::size_t kind = 0; kind < order_kind_count; ++kind) {
        const bool never_refused = kind == static_cast<std::size_t>(OrderKind::hail) ||
                                   kind == static_cast<std::size_t>(OrderKind::take);
        CAPTURE(order_words[kind]);
        CHECK(done[kind] > 100);
        CHECK((refusals[kind] == 0) == never_refused);
    }
}

namespace {

/// A fleet in one thread: whoever the dice say takes its next order.
class SmallFleet {
public:
    SmallFleet(const Scenario& scenario, std::uint64_t seed)
        : scenario_{scenario}, dice_{seed}, waiting_(scenario.ships.size()) {
        for (ShipId ship = 0; ship < scenario.ships.size(); ++ship) {
            states_.push_back(scenario.ships[ship].initial);
            for (const OrderId id : scenario.ships[ship].plan) waiting_[ship].push_back(id);
        }
        for (const auto& source : scenario.sources) {
            for (const Issue& issue : source) waiting_[issue.ship].push_back(issue.order);
        }
        for (const auto& orders : waiting_) left_ += orders.size();
    }

    bool step() {
        if (left_ == 0) return false;
        ShipId ship = dice_.below(states_.size());
        while (waiting_[ship].empty()) ship = dice_.below(states_.size());
        const Order& order = scenario_.orders[waiting_[ship].front()];
        waiting_[ship].pop_front();
        --left_;

        std::vector<State> read;
        for (const ShipId other : derefs(order)) read.push_back(states_[other]);
        const State before = states_[ship];
        states_[ship] = apply(before, order, read);
        const bool done = states_[ship].refused == before.refused;
        if (done && order.kind == OrderKind::load) from_ashore_ += order.tons;
        if (done && order.kind == OrderKind::unload) from_ashore_ -= order.tons;
        if (const auto sent = hail_of(before, order)) {
            waiting_[sent->to].push_back(sent->order);
            ++left_;
        }
        return true;
    }

    [[nodiscard]] std::int64_t from_ashore() const { return from_ashore_; }

    [[nodiscard]] std::int64_t cargo_aboard_and_under_way() const {
        std::int64_t cargo = 0;
        for (const State& state : states_) cargo += state.cargo;
        for (const auto& orders : waiting_) {
            for (const OrderId id : orders) {
                const Order& order = scenario_.orders[id];
                if (order.kind == OrderKind::take) cargo += order.tons;
            }
        }
        return cargo;
    }

private:
    const Scenario& scenario_;
    Dice dice_;
    std::vector<State> states_;
    std::vector<std::deque<OrderId>> waiting_;
    std::size_t left_ = 0;
    std::int64_t from_ashore_ = 0;
};

}  // namespace

TEST_CASE("cargo aboard and under way is constant but for load and unload") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        Knobs knobs = find_preset(seed % 2 == 0 ? "mixed" : "hail")->knobs();
        knobs.ships = 5;
        knobs.orders = 40;
        knobs.source_orders = 20;
        knobs.seed = seed;
        const auto scenario = generate(knobs);
        REQUIRE(scenario);
        SmallFleet fleet{*scenario, seed};
        const std::int64_t before = fleet.cargo_aboard_and_under_way();
        std::uint64_t steps = 0;
        while (fleet.step()) {
            ++steps;
            CAPTURE(seed, steps);
            REQUIRE(fleet.cargo_aboard_and_under_way() == before + fleet.from_ashore());
        }
        CHECK(steps > 5 * 40);
    }
}
