// Goal: the checks can say no: every control is caught, and so is every strategy on every class
// where it claims less than faithful.
// Method: a bounded hunt under real threads, each cell until its first failure. What is too rare
// for that on two cores is listed here, and constructed in constructed_test.cpp.

#include "core/trial/trial.hpp"
#include "core/world/preset.hpp"
#include "serializers/list.hpp"
#include "tests/catch.hpp"

namespace reckon {
namespace {

constexpr std::uint64_t runs_max = 500;

/// Short steps with work in them and small batches: derefs and publishes fall between each other.
Result<Trial> attempt(const StrategyRecord& strategy, InteractionClass interaction,
                      std::uint64_t seed) {
    Knobs knobs = find_preset(word(interaction))->knobs();
    knobs.ships = static_cast<std::uint32_t>(4 + seed % 5);
    knobs.orders = 200;
    knobs.source_orders = 200;
    knobs.work_ns = 500;
    knobs.seed = seed;
    const auto scenario = generate(knobs);
    return conduct(strategy, *scenario, *bounds_of(*scenario), {.workers = 2, .batch = 8});
}

/// After how many runs the strategy was caught; 0 if it was not.
std::uint64_t hunt(const StrategyRecord& strategy, InteractionClass interaction) {
    for (std::uint64_t seed = 1; seed <= runs_max; ++seed) {
        const auto trial = attempt(strategy, interaction, seed);
        REQUIRE(trial);
        if (faithfulness(*trial->verdict) == Outcome::fails) return seed;
    }
    return 0;
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
                CHECK(hunt(strategy, interaction) > 0);
            }
        }
    }
    CHECK(controls >= 12);
}

TEST_CASE("what is not claimed can be seen to fail") {
    // Two other ships must publish between two derefs of one step: seen in one run of a dozen, or
    // in none of hundreds.
    const auto too_rare = [](const StrategyRecord& strategy, InteractionClass interaction) {
        return strategy.name == "vector" && interaction == InteractionClass::rendezvous;
    };
    std::size_t cells = 0;
    for (const StrategyRecord& strategy : strategies()) {
        if (strategy.role != Role::strategy) continue;
        for (const InteractionClass interaction : interaction_classes) {
            if (strategy.claims.on(interaction) >= Fidelity::faithful) continue;
            if (too_rare(strategy, interaction)) continue;
            ++cells;
            DYNAMIC_SECTION(strategy.name << " on " << word(interaction)) {
                CHECK(hunt(strategy, interaction) > 0);
            }
        }
    }
    CHECK(cells >= 9);
}

}  // namespace reckon
