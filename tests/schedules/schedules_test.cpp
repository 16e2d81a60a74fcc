// Goal: what a strategy does not claim is broken by a schedule that anyone can repeat: each cell
// that claims less than faithful has a case here, and each case still does what it says.
// Method: the list × classes; cases are made by scripts/schedules.py. Of a strategy that is new and
// has none yet a schedule is looked for; where nothing may be left out, cases must be there.

#include <cstdlib>
#include <filesystem>
#include <set>

#include "core/explore/case_json.hpp"
#include "core/explore/exploration.hpp"
#include "core/explore/reproduce.hpp"
#include "core/world/preset.hpp"
#include "serializers/list.hpp"
#include "tests/catch.hpp"

namespace reckon {
namespace {

std::filesystem::path folder() {
    return std::filesystem::path{RECKON_SCHEDULES};
}

std::string file_of(const StrategyRecord& strategy, InteractionClass interaction) {
    return std::string{strategy.name} + "-" + std::string{word(interaction)} + ".case.json";
}

bool has_no_case(const StrategyRecord& strategy) {
    return std::ranges::none_of(interaction_classes, [&](InteractionClass interaction) {
        return std::filesystem::exists(folder() / file_of(strategy, interaction));
    });
}

/// Whether some schedule of a small fleet is not replayed faithfully, but as claimed.
bool is_broken(const StrategyRecord& strategy, InteractionClass interaction) {
    ExploreOptions options{.policy = Policy::pct, .schedules_max = 2000};
    options.required = required_by(Fidelity::faithful);
    for (const std::uint32_t orders : {2U, 4U, 30U}) {
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            Knobs knobs = find_preset(word(interaction))->knobs();
            knobs.ships = 3;
            knobs.orders = orders;
            knobs.seed = seed;
            const auto scenario = generate(knobs);
            REQUIRE(scenario);
            if (interaction_class(*scenario) != interaction) continue;
            const auto found = explore(strategy, *scenario, *bounds_of(*scenario), options);
            REQUIRE(found);
            if (!found->first_failure) continue;
            const Fidelity claim = strategy.claims.on(interaction);
            return judge_claim(found->first_failure->verdict, claim) == Outcome::holds;
        }
    }
    return false;
}

}  // namespace

TEST_CASE("each cell that claims less than faithful is broken by its case") {
    std::set<std::string> expected;
    for (const StrategyRecord& strategy : strategies()) {
        if (strategy.role == Role::baseline) continue;
        const bool is_new =
            has_no_case(strategy) && std::getenv("RECKON_NOTHING_SKIPPED") == nullptr;
        for (const InteractionClass interaction : interaction_classes) {
            const Fidelity claim = strategy.claims.on(interaction);
            if (claim >= Fidelity::faithful) continue;
            const std::string file = file_of(strategy, interaction);
            expected.insert(file);
            INFO(file);
            if (is_new) {
                WARN(file << " is not kept: scripts/schedules.py " << strategy.name);
                CHECK(is_broken(strategy, interaction));
                continue;
            }
            const auto broken = read_case(folder() / file);
            REQUIRE(broken);
            CHECK(broken->strategy == strategy.name);
            CHECK(interaction_class(broken->scenario) == interaction);
            const auto run = reproduce(strategy, *broken);
            INFO((run ? "" : run.error().message()));
            REQUIRE(run);
            CHECK(judge_claim(run->verdict, Fidelity::faithful) == Outcome::fails);
            CHECK(judge_claim(run->verdict, claim) == Outcome::holds);
        }
    }
    CHECK(expected.size() >= 20);
    for (const auto& entry : std::filesystem::directory_iterator{folder()}) {
        const std::string file = entry.path().filename().string();
        INFO(file);
        const bool is_case = file.find(".case.json") != std::string::npos;
        CHECK((!is_case || expected.count(file) == 1));
    }
}

TEST_CASE("a case comes out the same a thousand times of a thousand") {
    const auto broken = read_case(folder() / "mpsc-convoy.case.json");
    REQUIRE(broken);
    const StrategyRecord& strategy = *find_strategy(broken->strategy);
    for (int i = 0; i < 1000; ++i) REQUIRE(reproduce(strategy, *broken));
}

TEST_CASE("a case that has gone stale says so") {
    const auto fresh = read_case(folder() / "mpsc-convoy.case.json");
    REQUIRE(fresh);
    const auto message = [&](auto change) {
        Case stale = *fresh;
        change(stale);
        const auto run = reproduce(*find_strategy(stale.strategy), stale);
        return run ? "reproduced" : run.error().message();
    };
    CHECK(message([](Case& c) {
              c.expect.operations_hash.front() ^= 1;
          }).find("/expect/operations_hash: ") == 0);
    CHECK(message([](Case& c) { ++c.expect.operations; }).find("/expect/operations: ") == 0);
    CHECK(message([](Case& c) {
              c.expect.checks[0] = Outcome::fails;
          }).find("/expect/checks/complete: fails: expected holds; the case is stale") == 0);
    CHECK(message([](Case& c) { c.expect.divergence += "?"; }).find("/expect/divergence: ") == 0);
    CHECK(message([](Case& c) { c.strategy = "atom"; }).find("/expect/operations: ") == 0);
}

}  // namespace reckon
