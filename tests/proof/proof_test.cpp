// Goal: the set of small scenarios is what it says, and a proof says what it found.
// Method: the set's size is worked out by hand; a claim that is too high is set up and refuted.

#include "tests/proof/proof_text.hpp"

#include <set>

#include "core/world/scenario_json.hpp"
#include "serializers/list.hpp"
#include "tests/catch.hpp"
#include "tests/proof/small_scenarios.hpp"

namespace reckon {

TEST_CASE("the small scenarios are all there, each once") {
    const std::vector<Scenario> scenarios = small_scenarios();
    // Two ships: depart, follow, arrive, load, unload, transfer and three hails, of which up to
    // two; three ships: 4 + 2 follow + 2 meet + 2 transfer + 2 * (1 + 2 + 2 + 2) hail, of which up
    // to one.
    const std::size_t two = 1 + 9 + 9 * 9;
    const std::size_t two_without_transfer = 1 + 8 + 8 * 8;
    const std::size_t three = 1 + 24;
    const std::size_t three_without_transfer = 1 + 22;
    const std::size_t laden = two * two + three * three * three;
    const std::size_t empty =
        laden - two_without_transfer * two_without_transfer -
        three_without_transfer * three_without_transfer * three_without_transfer;
    CHECK(scenarios.size() == laden + empty);
    std::set<std::string> distinct;
    for (const Scenario& scenario : scenarios) distinct.insert(to_json(scenario));
    CHECK(distinct.size() == scenarios.size());
    CHECK(std::ranges::is_sorted(scenarios, {}, events_of));
    const auto parsed = parse_scenario(to_json(scenarios.back()));
    REQUIRE(parsed);
    CHECK(to_json(*parsed) == to_json(scenarios.back()));
}

TEST_CASE("a sample has no scenario twice, and depends on its seed only") {
    const std::vector<Scenario> all = small_scenarios();
    const auto texts = [&](std::size_t count, std::uint64_t seed) {
        std::set<std::string> drawn;
        for (const Scenario& scenario : sample(all, count, seed)) drawn.insert(to_json(scenario));
        return drawn;
    };
    CHECK(texts(50, 1).size() == 50);
    CHECK(texts(50, 1) == texts(50, 1));
    CHECK(texts(50, 1) != texts(50, 2));
    CHECK(sample(all, all.size() + 1, 1).size() == all.size());
}

TEST_CASE("a claim that is too high is refuted, whatever the jobs, and a bound that cuts is told") {
    StrategyRecord boastful = *find_strategy("lamport");
    boastful.claims.convoy = Fidelity::faithful;
    const auto scenarios = sample(small_scenarios(), 200, 3);
    const auto told = [&](ProofOptions options) {
        options.strategies = {&boastful};
        const auto cells = prove(scenarios, options);
        return std::pair{outcome_of(cells), proof_text(cells, scenarios, {200, 1000})};
    };
    const auto [outcome, text] = told({});
    CHECK(outcome == Outcome::fails);
    CHECK(text.find("lamport on convoy, which claims faithful, is broken on") == 0);
    CHECK(text.find("view fails: ") != std::string::npos);
    CHECK(text.ends_with("A claim is broken, tried on a sample of 200 of 1000 scenarios.\n"));
    CHECK(told({.jobs = 3}).second == text);

    CHECK(told({.events_max = 0}).first == Outcome::holds);
    CHECK(told({.events_max = 0}).second.ends_with("scenarios, but for those not tried.\n"));

    boastful.claims.convoy = Fidelity::causal;
    CHECK(told({}).first == Outcome::holds);
    const auto [cut_outcome, cut_text] = told({.schedules_max = 2});
    CHECK(cut_outcome == Outcome::undecided);
    CHECK(cut_text.find(", CUT on ") != std::string::npos);
}

}  // namespace reckon
