#include "core/report/verdict_text.hpp"

#include <fmt/format.h>

#include "core/report/escape.hpp"

namespace reckon {
namespace {

std::string check_text(const Verdict& verdict, Check check, Fidelity claim, Ink ink) {
    const Finding& finding = verdict[check];
    std::string out = fmt::format("  {:<9} {} {}", word(check), mark(finding.outcome, ink),
                                  word(finding.outcome));
    if (finding.outcome == Outcome::fails && !promises(claim, check)) {
        out += ", and is not claimed";
    }
    if (check == Check::strict && finding.outcome == Outcome::holds) {
        out += fmt::format(" on {} global states", verdict.observed);
    }
    out += '\n';
    // Checks that fail for the reason of an earlier one do not repeat it.
    const Finding& complete = verdict[Check::complete];
    const bool repeated = check != Check::complete && (complete.outcome == Outcome::fails ||
                                                       finding.witness == complete.witness);
    if (!finding.witness.empty() && !repeated) out += wrapped(plain(finding.witness), 14);
    return out;
}

}  // namespace

std::string mark(Outcome outcome, Ink ink) {
    switch (outcome) {
        case Outcome::holds: return ink.good("✓");
        case Outcome::undecided: return ink.strong("?");
        case Outcome::fails: return ink.bad("✗");
    }
    return "?";
}

std::string verdict_text(const StrategyRecord& strategy, const Scenario& scenario,
                         const Verdict& verdict, Ink ink) {
    const InteractionClass c = interaction_class(scenario);
    const Fidelity claim = strategy.claims.on(c);
    std::string out;
    for (const Check check : all_checks) out += check_text(verdict, check, claim, ink);
    const auto grade = is_graded(verdict) ? word(grade_of(verdict)) : "not known";
    out +=
        fmt::format("  grade: {}; on {} it claims: {}\n", ink.strong(grade), word(c), word(claim));
    if (verdict.serializable.outcome == Outcome::undecided) return out;
    if (verdict.serializable.outcome == Outcome::holds) {
        return out + "  the run is serializable\n";
    }
    return out + wrapped(
                     "The run is not serializable: no sequence of whole events replays it on "
                     "current state. " +
                         plain(verdict.serializable.cycle) + ".",
                     4, 2);
}

}  // namespace reckon
