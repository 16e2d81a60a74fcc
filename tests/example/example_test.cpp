// Goal: the example of serializers/README.md is a strategy as any other, and whoever claims too
// much with it is told what to claim.
// Method: the header taken out of the README; its claims raised and lowered, and proven on small
// scenarios.

#include <fstream>

#include "serializers/list.hpp"
#include "tests/catch.hpp"
#include "tests/proof/proof_text.hpp"
#include "tests/proof/small_scenarios.hpp"

namespace reckon {
namespace {

std::vector<ProofCell> proven(const StrategyRecord& strategy, std::span<const Scenario> scenarios) {
    ProofOptions options;
    options.strategies = {&strategy};
    options.events_max = 3;
    return prove(scenarios, options);
}

/// The lines of the README's table of what the example may claim.
std::vector<std::string> quoted_table() {
    std::ifstream readme{RECKON_README};
    std::vector<std::string> lines;
    bool inside = false;
    for (std::string line; std::getline(readme, line);) {
        line.erase(0, line.find_first_not_of(' '));
        inside = inside || line.starts_with("strategy  class ");
        if (inside && line.starts_with("```")) break;
        if (inside) lines.push_back(line);
    }
    return lines;
}

}  // namespace

TEST_CASE("the list has the example alone", "[example]") {
    REQUIRE(strategies().size() == 1);
    CHECK(strategies()[0].name == "rounds");
    CHECK(find_strategy("rounds") == &strategies()[0]);
}

TEST_CASE("what the example claims is what a proof of any other claim says", "[example]") {
    const StrategyRecord& rounds = strategies()[0];
    const std::vector<Scenario> scenarios = small_scenarios();
    for (const Fidelity claim : {Fidelity::complete, Fidelity::strict}) {
        StrategyRecord other = rounds;
        other.claims = always(claim);
        const auto cells = proven(other, scenarios);
        REQUIRE(cells.size() == 4);
        for (const ProofCell& cell : cells) {
            INFO(word(cell.interaction));
            CHECK(unbroken(cell) == rounds.claims.on(cell.interaction));
        }
        const Outcome held = claim == Fidelity::strict ? Outcome::fails : Outcome::holds;
        CHECK(outcome_of(cells) == held);
    }
    const auto cells = proven(rounds, scenarios);
    CHECK(outcome_of(cells) == Outcome::holds);
}

TEST_CASE("who claims too much is told so in words", "[example]") {
    StrategyRecord boastful = strategies()[0];
    boastful.claims = always(Fidelity::strict);
    const std::vector<Scenario> scenarios = small_scenarios();
    const std::string text =
        proof_text(proven(boastful, scenarios), scenarios, {scenarios.size(), scenarios.size()});
    CHECK(text.find("rounds on solo, which claims strict, is broken on") == 0);
    CHECK(text.find("strict fails: ") != std::string::npos);
    const std::vector<std::string> quoted = quoted_table();
    CHECK(quoted.size() == 5);
    for (const std::string& line : quoted) {
        INFO(line << "\nis not in\n" << text);
        CHECK(text.find("  " + line + '\n') != std::string::npos);
    }
}

}  // namespace reckon
