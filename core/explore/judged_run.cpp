#include "core/explore/judged_run.hpp"

namespace reckon {

Verdict verdict_of(const Scenario& scenario, const ControlledRecording& run, bool judge_strict) {
    if (!run.log.recorded()) {
        Verdict nothing;
        nothing.checks.fill({Outcome::undecided, "nothing was recorded"});
        nothing.serializable = judge_serializability(scenario, run.history);
        return nothing;
    }
    const auto replayed = replay(scenario, run.log);
    if (judge_strict) return judge(scenario, run.history, run.log, replayed);
    History unobserved = run.history;
    unobserved.publishes.clear();
    Verdict verdict = judge(scenario, unobserved, run.log, replayed);
    if (verdict[Check::strict].outcome == Outcome::holds) {
        verdict[Check::strict] = {Outcome::undecided, "it was not judged"};
    }
    return verdict;
}

JudgedRun RunJudge::judge(const ControlledRecording& run) {
    const std::span<const ShipId> publishes = run.history.publishes;
    const Digest all =
        digester_.verdict(run.history, run.log, judge_strict_ ? publishes : publishes.first(0));
    const auto known = kept_.find(all);
    if (known != kept_.end()) return known->second;
    JudgedRun judged{.outcome = digester_.outcome(run.history), .log = digester_.log(run.log)};
    const Verdict verdict = verdict_of(scenario_, run, judge_strict_);
    for (const Check check : all_checks) {
        judged.checks[static_cast<std::size_t>(check)] = verdict[check].outcome;
    }
    judged.serializable = verdict.serializable.outcome == Outcome::holds;
    if (kept_.size() < runs_kept) kept_.emplace(all, judged);
    return judged;
}

}  // namespace reckon
