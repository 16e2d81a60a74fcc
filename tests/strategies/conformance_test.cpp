// Goal: each strategy keeps its claim on every interaction class, under real threads.
// Method: the list × classes × seeds × workers and batches; names no strategy.

#include "core/trial/trial.hpp"
#include "core/world/preset.hpp"
#include "serializers/list.hpp"
#include "tests/catch.hpp"

namespace reckon {
namespace {

struct Setting {
    std::uint32_t ships;
    std::uint32_t orders;
    std::uint32_t sources;
    std::uint32_t work_ns;
    FreeRunOptions run;
};

const Setting settings[] = {
    {4, 100, 0, 300, {.workers = 2, .batch = 1, .observe_every_us = 10}},
    {3, 200, 2, 0, {.workers = 2, .batch = 16, .observe_every_us = 50}},
    {12, 60, 3, 200, {.workers = 8, .batch = 4, .observe_every_us = 20}},
};

Scenario scenario_for(std::string_view preset, const Setting& setting, std::uint64_t seed) {
    Knobs knobs = find_preset(preset)->knobs();
    knobs.ships = setting.ships;
    knobs.orders = setting.orders;
    knobs.sources = setting.sources;
    knobs.source_orders = setting.orders;
    knobs.work_ns = setting.work_ns;
    knobs.seed = seed;
    return *generate(knobs);
}

}  // namespace

TEST_CASE("each strategy keeps its claim on each class") {
    for (const StrategyRecord& strategy : strategies()) {
        if (strategy.role == Role::baseline) continue;
        for (const Preset& preset : presets()) {
            DYNAMIC_SECTION(strategy.name << " on " << preset.name) {
                for (const Setting& setting : settings) {
                    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
                        const Scenario scenario = scenario_for(preset.name, setting, seed);
                        const auto trial =
                            conduct(strategy, scenario, *bounds_of(scenario), setting.run);
                        REQUIRE(trial);
                        const Verdict& verdict = *trial->verdict;
                        const Fidelity claim = strategy.claims.on(interaction_class(scenario));
                        for (const Check check : all_checks) {
                            if (!promises(claim, check)) continue;
                            INFO(word(check)
                                 << ": " << verdict[check].witness << ", seed " << seed);
                            CHECK(verdict[check].outcome == Outcome::holds);
                        }
                    }
                }
            }
        }
    }
}

TEST_CASE("a log that names the versions read is faithful even under the weaker publication") {
    for (const StrategyRecord& strategy : strategies()) {
        for (const Preset& preset : presets()) {
            Setting setting = settings[0];
            setting.run.publication = Publication::release;
            const Scenario scenario = scenario_for(preset.name, setting, 7);
            const auto trial = conduct(strategy, scenario, *bounds_of(scenario), setting.run);
            REQUIRE(trial);
            if (!trial->recording.log.named_reads) continue;
            DYNAMIC_SECTION(strategy.name << " on " << preset.name) {
                CHECK(faithfulness(*trial->verdict) == Outcome::holds);
            }
        }
    }
}

TEST_CASE("the baseline records nothing, and so has no verdict") {
    for (const StrategyRecord& strategy : strategies()) {
        const Scenario scenario = scenario_for("solo", settings[0], 1);
        const auto trial = conduct(strategy, scenario, *bounds_of(scenario), {});
        REQUIRE(trial);
        CHECK(trial->verdict.has_value() == (strategy.role != Role::baseline));
    }
}

TEST_CASE("without history there is a log but no verdict") {
    for (const StrategyRecord& strategy : strategies()) {
        const Scenario scenario = scenario_for("mixed", settings[0], 1);
        const auto trial =
            conduct(strategy, scenario, *bounds_of(scenario), {.keep_history = false});
        REQUIRE(trial);
        CHECK_FALSE(trial->verdict);
        CHECK(trial->recording.log.recorded() == (strategy.role != Role::baseline));
    }
}

}  // namespace reckon
