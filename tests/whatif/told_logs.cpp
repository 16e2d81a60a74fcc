#include "tests/whatif/told_logs.hpp"

#include <cassert>

#include "core/control/strategy_record.hpp"
#include "core/explore/sampler.hpp"
#include "core/world/preset.hpp"
#include "serializers/list.hpp"
#include "tests/copy_of_log.hpp"

namespace reckon {
namespace {

/// Ends a run after some operations.
class Interrupted final : public Oracle {
public:
    Interrupted(Oracle& oracle, std::uint64_t operations) : oracle_{oracle}, left_{operations} {}

    TaskId pick(const Moment& moment) override {
        return left_-- == 0 ? nobody : oracle_.pick(moment);
    }

    std::int64_t read_clock(TaskId task, std::int64_t last_ms, bool may_step_back) override {
        return oracle_.read_clock(task, last_ms, may_step_back);
    }

private:
    Oracle& oracle_;
    std::uint64_t left_;
};

Scenario draw_scenario(std::string_view preset, std::uint64_t seed, std::uint32_t orders) {
    Knobs knobs = find_preset(preset)->knobs();
    knobs.ships = 3 + static_cast<std::uint32_t>(seed % 2);
    knobs.orders = orders;
    knobs.source_orders = 3;
    knobs.sources = static_cast<std::uint32_t>(seed / 2 % 3);
    knobs.seed = seed;
    auto scenario = generate(knobs);
    assert(scenario);
    return std::move(*scenario);
}

}  // namespace

ToldLog draw_told(std::string_view strategy, std::string_view preset, std::uint64_t seed,
                  std::uint32_t orders) {
    ToldLog told{draw_scenario(preset, seed, orders), {}};
    const auto bounds = bounds_of(told.scenario);
    assert(bounds);
    const auto runner = find_strategy(strategy)->controlled(told.scenario, *bounds);
    RandomWalk walk;
    walk.begin(seed, 0, 0);
    const std::uint64_t operations = seed % 3 == 0 ? 10 + seed % 60 : UINT64_MAX;
    Interrupted oracle{walk, operations};
    told.log = copy_of(runner->run(oracle, {}).log);
    return told;
}

Change draw_change(Draw& draw, Scenario& scenario, const Cut& last) {
    const auto below = [&](std::uint64_t bound) {
        return static_cast<std::uint32_t>(draw.below(bound));
    };
    const auto ships = scenario.ship_count();
    OrderTable table{scenario.orders};
    const auto order = [&](const auto& self, ShipId ship, int depth) -> OrderId {
        const ShipId one = (ship + 1 + below(ships - 1)) % ships;
        ShipId two = (ship + 1 + below(ships - 1)) % ships;
        if (two == one) two = (one + 1) % ships == ship ? (one + 2) % ships : (one + 1) % ships;
        const auto tons = static_cast<std::int32_t>(1 + below(8));
        switch (below(depth < 3 ? 8 : 6)) {
            case 0: return table.add({.kind = OrderKind::depart, .port = PortId(below(5))});
            case 1: return table.add({.kind = OrderKind::arrive});
            case 2: return table.add({.kind = OrderKind::load, .tons = tons});
            case 3: return table.add({.kind = OrderKind::unload, .tons = tons});
            case 4: return table.add({.kind = OrderKind::follow, .ships = {one, 0}});
            case 5: return table.add({.kind = OrderKind::rendezvous, .ships = {one, two}});
            case 6: return table.add_transfer(one, tons);
            default: {
                const OrderId sent = self(self, one, depth + 1);
                return table.add({.kind = OrderKind::hail, .ships = {one, 0}, .sent = sent});
            }
        }
    };
    Change change{.kind = static_cast<ChangeKind>(below(3)), .at = {below(ships), 1}};
    if (last[change.at.ship] == 0) change.kind = ChangeKind::insert;
    const bool inserts = change.kind == ChangeKind::insert;
    change.at.version = 1 + below(last[change.at.ship] + (inserts ? 1U : 0U));
    if (change.kind != ChangeKind::drop) change.order = order(order, change.at.ship, 0);
    return change;
}

}  // namespace reckon
