#include "core/check/verdict.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace reckon {

void Verdict::merge(const Verdict& other) {
    for (const Check check : all_checks) {
        Finding& mine = (*this)[check];
        if (other[check].outcome > mine.outcome) mine = other[check];
    }
    if (other.serializable.outcome > serializable.outcome) serializable = other.serializable;
    observed += other.observed;
}

Verdict Verdict::undecided(const std::string& why) {
    Verdict verdict;
    verdict.checks.fill({Outcome::undecided, why});
    verdict.serializable.outcome = Outcome::undecided;
    return verdict;
}

void Verdict::require_observed(std::uint64_t least) {
    Finding& strict = (*this)[Check::strict];
    least = std::max<std::uint64_t>(least, 1);
    if (strict.outcome == Outcome::holds && observed < least) {
        strict = {
            Outcome::undecided,
            fmt::format("it held on {} observed global states; {} are asked for", observed, least)};
    }
}

bool is_graded(const Verdict& verdict) {
    return verdict[Check::complete].outcome != Outcome::undecided;
}

void Verdict::only_up_to_a_cut(std::string_view sentence) {
    Finding& complete = (*this)[Check::complete];
    if (complete.outcome == Outcome::fails) return;
    complete = {Outcome::undecided,
                fmt::format("the recording ends before the run did: {}", sentence)};
}

Grade grade_of(const Verdict& verdict) {
    const auto holds = [&](Check check) { return verdict[check].outcome == Outcome::holds; };
    if (!holds(Check::complete)) return Grade::lost;
    if (holds(Check::view) && holds(Check::causal)) {
        return holds(Check::strict) ? Grade::strict : Grade::faithful;
    }
    if (holds(Check::view)) return Grade::view;
    if (holds(Check::causal)) return Grade::causal;
    if (holds(Check::history)) return Grade::history;
    if (holds(Check::final)) return Grade::final;
    return Grade::complete;
}

std::optional<Check> telling_check(const Verdict& verdict) {
    for (const Check check : {Check::complete, Check::view, Check::causal, Check::history,
                              Check::final, Check::strict}) {
        if (verdict[check].outcome == Outcome::fails) return check;
    }
    return std::nullopt;
}

bool promises(Fidelity claim, Check check) {
    switch (check) {
        case Check::complete: return claim >= Fidelity::complete;
        case Check::final:
        case Check::history:
        case Check::view: return claim >= Fidelity::view;
        case Check::causal: return claim == Fidelity::causal || claim >= Fidelity::faithful;
        case Check::strict: return claim == Fidelity::strict;
    }
    return false;
}

Outcome judge_claim(const Verdict& verdict, Fidelity claim) {
    auto worst = Outcome::holds;
    for (const Check check : all_checks) {
        if (promises(claim, check)) worst = std::max(worst, verdict[check].outcome);
    }
    return worst;
}

std::string_view word(Fidelity fidelity) {
    switch (fidelity) {
        case Fidelity::nothing: return "nothing";
        case Fidelity::complete: return "complete";
        case Fidelity::causal: return "causal";
        case Fidelity::view: return "view";
        case Fidelity::faithful: return "faithful";
        case Fidelity::strict: return "strict";
    }
    return "?";
}

}  // namespace reckon
