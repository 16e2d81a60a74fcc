// Goal: the checks can say no: every control is caught, and so is every strategy on every class
// where it claims less than faithful.
// Method: a bounded hunt under real threads that pause now and then, each cell until its first
// failure.

#include "core/trial/hunt.hpp"
#include "core/world/preset.hpp"
#include "serializers/list.hpp"
#include "tests/catch.hpp"

namespace reckon {
namespace {

/// Whether the strategy is caught. Small fleets, short steps with work in them.
bool is_caught(const StrategyRecord& strategy, InteractionClass interaction) {
    const auto scenario_of = [&](std::uint64_t seed) {
        Knobs knobs = find_preset(word(interaction))->knobs();
        knobs.ships = static_cast<std::uint32_t>(4 + seed % 5);
        knobs.orders = 200;
        knobs.source_orders = 200;
        knobs.work_ns = 500;
        knobs.seed = seed;
        return generate(knobs);
    };
    const auto hunted = hunt(strategy, scenario_of, {.runs = 500});
    REQUIRE(hunted);
    return hunted->caught.has_value();
}

}  // namespace

TEST_CASE("every control is caught where it should be") {
    std::size_t controls = 0;
    for (const StrategyRecord& strategy : strategies()) {
        for (const InteractionClass interaction : interaction_classes) {
            if (!strategy.caught_on[static_cast<std::size_t>(interaction)]) continue;
            ++controls;
            DYNAMIC_SECTION(strategy.name << " on " << word(interaction)) {
                CHECK(strategy.role == Role::control);
                CHECK(is_caught(strategy, interaction));
            }
        }
    }
    CHECK(controls >= 12);
}

TEST_CASE("what is not claimed can be seen to fail") {
    std::size_t cells = 0;
    for (const StrategyRecord& strategy : strategies()) {
        if (strategy.role != Role::strategy) continue;
        for (const InteractionClass interaction : interaction_classes) {
            if (strategy.claims.on(interaction) >= Fidelity::faithful) continue;
            ++cells;
            DYNAMIC_SECTION(strategy.name << " on " << word(interaction)) {
                CHECK(is_caught(strategy, interaction));
            }
        }
    }
    CHECK(cells >= 10);
}

}  // namespace reckon
