// Goal: a gateway is asked once for each arrival that was not refused, whatever the strategy, and
// its answers are kept; without one there are none.
// Method: a gateway that counts, in free runs of every strategy.

#include <algorithm>
#include <mutex>
#include <set>

#include "core/control/strategy_record.hpp"
#include "core/log/recorded_run.hpp"
#include "core/run/harbour_master.hpp"
#include "core/world/preset.hpp"
#include "serializers/list.hpp"
#include "tests/catch.hpp"

namespace reckon {
namespace {

class Counting final : public Gateway {
public:
    std::uint64_t arrived(Dot event, PortId port) override {
        const std::scoped_lock guard{mutex_};
        asked_.emplace_back(event, port);
        return asked_.size();
    }

    [[nodiscard]] const std::vector<std::pair<Dot, PortId>>& asked() const { return asked_; }

private:
    std::mutex mutex_;
    std::vector<std::pair<Dot, PortId>> asked_;
};

Scenario busy() {
    Knobs knobs = find_preset("mixed")->knobs();
    knobs.ships = 5;
    knobs.orders = 60;
    return *generate(knobs);
}

TEST_CASE("each arrival is told once, and its answer kept") {
    const Scenario scenario = busy();
    const auto bounds = bounds_of(scenario);
    REQUIRE(bounds);
    for (const StrategyRecord& strategy : strategies()) {
        CAPTURE(strategy.name);
        Counting gateway;
        const auto run =
            strategy.free_run(scenario, *bounds, {.workers = 2, .batch = 4, .gateway = &gateway});
        REQUIRE(run);
        const History& history = *run->history;
        std::set<std::pair<Dot, PortId>> arrivals;
        for (const ShipHistory& ship : history.ships) {
            for (const Event& event : ship.events) {
                const State& before = ship.states[event.dot.version - 1];
                const auto port = arrival_of(before, scenario.orders[event.order]);
                if (port) arrivals.emplace(event.dot, *port);
            }
        }
        REQUIRE(arrivals.size() > 10);
        CHECK(gateway.asked().size() == arrivals.size());
        CHECK(std::set(gateway.asked().begin(), gateway.asked().end()) == arrivals);
        REQUIRE(run->effects.size() == arrivals.size());
        for (const Effect& effect : run->effects) {
            CHECK(gateway.asked()[effect.result - 1].first == effect.event);
        }
        CHECK(std::ranges::is_sorted(run->effects, {}, &Effect::event));
        const auto wrong = contradiction(scenario, Log{}, &history, run->effects);
        CHECK_FALSE(wrong);
    }
    CHECK(strategies().front().free_run(scenario, *bounds, {})->effects.empty());
}

TEST_CASE("berths are given out port by port") {
    HarbourMaster master;
    CHECK(master.arrived({0, 1}, 3) == 1);
    CHECK(master.arrived({1, 1}, 3) == 2);
    CHECK(master.arrived({0, 2}, 4) == 1);
}

}  // namespace
}  // namespace reckon
