#include "core/trial/trial.hpp"

#include "core/trial/stopwatch.hpp"

namespace reckon {

Result<Trial> conduct(const StrategyRecord& strategy, const Scenario& scenario,
                      const Bounds& bounds, const FreeRunOptions& options) {
    auto recorded = strategy.free_run(scenario, bounds, options);
    if (!recorded) return fail(std::move(recorded.error()));
    return tried(scenario, std::move(*recorded));
}

Trial tried(const Scenario& scenario, Recording recorded) {
    Trial trial{.recording = std::move(recorded)};
    const Recording& recording = trial.recording;
    if (!recording.log.recorded() || !recording.history) return trial;
    const Stopwatch replaying;
    auto replayed = replay(scenario, recording.log);
    trial.replay_ns = replaying.ns();
    const Stopwatch judging;
    trial.verdict = judge(scenario, *recording.history, recording.log, replayed);
    trial.judge_ns = judging.ns();
    if (replayed) {
        trial.unsent = std::move(replayed->unsent);
        trial.unsent_count = replayed->unsent_count;
    }
    return trial;
}

const Finding* telling_failure(const Verdict& verdict) {
    const auto check = telling_check(verdict);
    return check ? &verdict[*check] : nullptr;
}

Outcome faithfulness(const Verdict& verdict) {
    return judge_claim(verdict, Fidelity::faithful);
}

}  // namespace reckon
