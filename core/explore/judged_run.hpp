#pragma once
/// Verdicts of controlled runs, each distinct run judged once.

#include <unordered_map>

#include "core/check/judge.hpp"
#include "core/check/serializability.hpp"
#include "core/control/controlled_runner.hpp"
#include "core/explore/run_digest.hpp"

namespace reckon {

/// What an exploration counts of a run.
struct JudgedRun {
    Digest outcome;
    Digest log;
    std::array<Outcome, 6> checks{};  ///< By Check.
    bool serializable = true;
};

/// Threads  One.
/// Cost     A known run costs its digest; a new one replay and judgement. At most runs_kept
///          verdicts are remembered.
class RunJudge {
public:
    RunJudge(const Scenario& scenario, bool judge_strict)
        : scenario_{scenario}, judge_strict_{judge_strict} {}

    [[nodiscard]] JudgedRun judge(const ControlledRecording& run);

private:
    static constexpr std::size_t runs_kept = 1U << 20;

    const Scenario& scenario_;
    bool judge_strict_;
    RunDigester digester_;
    std::unordered_map<Digest, JudgedRun, Digest::Hash> kept_;
};

/// The verdict of a controlled run, with its witnesses: every global state is observed, so strict
/// is decided. Nothing was recorded: nothing is known.
[[nodiscard]] Verdict verdict_of(const Scenario& scenario, const ControlledRecording& run,
                                 bool judge_strict = true);

}  // namespace reckon
