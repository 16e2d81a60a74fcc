// Goal: verdicts merge and grade as the checks' meanings ask.
// Method: every combination of outcomes against the rule, spelled out once more.

#include "core/check/verdict.hpp"

#include "tests/catch.hpp"

namespace reckon {
namespace {

/// The n-th of the 3^6 combinations of outcomes.
Verdict combination(std::size_t n) {
    Verdict verdict;
    for (const Check check : all_checks) {
        verdict[check].outcome = static_cast<Outcome>(n % 3);
        if (n % 3 != 0) verdict[check].witness = "w" + std::to_string(n);
        n /= 3;
    }
    return verdict;
}

constexpr std::size_t combinations = 3 * 3 * 3 * 3 * 3 * 3;

}  // namespace

TEST_CASE("the grade is the strongest that all its checks allow; undecided never passes") {
    for (std::size_t n = 0; n < combinations; ++n) {
        const Verdict verdict = combination(n);
        const auto holds = [&](Check check) { return verdict[check].outcome == Outcome::holds; };
        const Grade grade = grade_of(verdict);
        const bool faithful = holds(Check::complete) && holds(Check::view) && holds(Check::causal);
        CHECK((grade >= Grade::faithful) == faithful);
        CHECK((grade == Grade::strict) == (faithful && holds(Check::strict)));
        CHECK((grade == Grade::lost) == !holds(Check::complete));
        if (grade == Grade::view) CHECK((holds(Check::view) && !holds(Check::causal)));
        if (grade == Grade::causal) CHECK((holds(Check::causal) && !holds(Check::view)));
        if (grade == Grade::history) CHECK((holds(Check::history) && !holds(Check::view)));
        if (grade == Grade::final) CHECK((holds(Check::final) && !holds(Check::history)));
    }
}

TEST_CASE("merged, the worse outcome wins and keeps its first witness") {
    for (std::size_t a = 0; a < combinations; a += 7) {
        for (std::size_t b = 0; b < combinations; b += 5) {
            const Verdict before = combination(a);
            Verdict merged = before;
            merged.observed = 3;
            Verdict other = combination(b);
            other.observed = 4;
            merged.merge(other);
            CHECK(merged.observed == 7);
            for (const Check check : all_checks) {
                const Finding& left = before[check];
                const Finding& right = other[check];
                const Finding& worse = right.outcome > left.outcome ? right : left;
                REQUIRE(merged[check].outcome == worse.outcome);
                REQUIRE(merged[check].witness == worse.witness);
            }
        }
    }
}

TEST_CASE("a claim promises the checks that its fidelity means") {
    const auto promised = [](Fidelity claim) {
        std::string words;
        for (const Check check : all_checks) {
            if (promises(claim, check)) words += std::string{word(check)} + " ";
        }
        return words;
    };
    CHECK(promised(Fidelity::nothing).empty());
    CHECK(promised(Fidelity::complete) == "complete ");
    CHECK(promised(Fidelity::causal) == "complete causal ");
    CHECK(promised(Fidelity::view) == "complete final history view ");
    CHECK(promised(Fidelity::faithful) == "complete final history view causal ");
    CHECK(promised(Fidelity::strict) == "complete final history view causal strict ");
}

TEST_CASE("strict that held on too few global states is undecided; a failure stays one") {
    Verdict verdict;
    verdict.observed = 99;
    verdict.require_observed(100);
    CHECK(verdict[Check::strict].outcome == Outcome::undecided);
    CHECK(judge_claim(verdict, Fidelity::strict) == Outcome::undecided);
    CHECK(judge_claim(verdict, Fidelity::faithful) == Outcome::holds);
    CHECK(grade_of(verdict) == Grade::faithful);

    Verdict nothing_seen;
    nothing_seen.require_observed(0);
    CHECK(nothing_seen[Check::strict].outcome == Outcome::undecided);

    Verdict enough;
    enough.observed = 100;
    enough.require_observed(100);
    CHECK(enough[Check::strict].outcome == Outcome::holds);

    Verdict failed;
    failed[Check::strict].outcome = Outcome::fails;
    failed.require_observed(100);
    CHECK(failed[Check::strict].outcome == Outcome::fails);
}

TEST_CASE("of a run known up to a cut, complete is undecided, and what fails goes on failing") {
    Verdict verdict;
    verdict.only_up_to_a_cut("the file was torn");
    CHECK(verdict[Check::complete].outcome == Outcome::undecided);
    CHECK(verdict[Check::complete].witness.find("the file was torn") != std::string::npos);
    CHECK(verdict[Check::view].outcome == Outcome::holds);
    CHECK(judge_claim(verdict, Fidelity::faithful) == Outcome::undecided);
    Verdict failed;
    failed[Check::complete] = {Outcome::fails, "Emma@3 is missing"};
    failed.only_up_to_a_cut("the file was torn");
    CHECK(failed[Check::complete].outcome == Outcome::fails);
    CHECK(failed[Check::complete].witness == "Emma@3 is missing");
}

}  // namespace reckon
