#pragma once
/// A portion of an exploration: what one thread runs on its own, whatever the others do.

#include <unordered_set>

#include "core/explore/exploration.hpp"
#include "core/explore/judged_run.hpp"
#include "core/explore/sampler.hpp"
#include "core/explore/search.hpp"

namespace reckon {

using Digests = std::unordered_set<Digest, Digest::Hash>;

/// Shape  found.seconds and what is derived from all portions together are left alone.
struct PortionResult {
    Exploration found;
    Digests outcomes;
    Digests logs;
    bool complete = false;  ///< Neither a failure nor a bound ended it early.
    std::optional<Error> error;
};

/// What a thread of an exploration keeps from portion to portion.
///
/// Threads  One.
class PortionRunner {
public:
    PortionRunner(const StrategyRecord& strategy, const Scenario& scenario, const Bounds& bounds,
                  const ExploreOptions& options)
        : strategy_{strategy},
          scenario_{scenario},
          options_{options},
          runner_{strategy.controlled(scenario, bounds)},
          judge_{scenario, options.judge_strict} {}

    /// Schedules drawn from the seed: those of the indices from `first` to `end` - 1.
    [[nodiscard]] PortionResult sample(std::uint64_t first, std::uint64_t end);

    /// All schedules of a search, at most `schedules_max`.
    [[nodiscard]] PortionResult exhaust(Search& search, std::uint64_t schedules_max);

    [[nodiscard]] ControlledRunner& runner() { return *runner_; }

    /// Counts one run; false if it ends the portion.
    bool count(PortionResult& result, const ControlledRecording& run);

private:
    void count_stops(Exploration& found, const ControlledRecording& run) const;
    [[nodiscard]] std::unique_ptr<Sampler> sampler() const;
    [[nodiscard]] bool runs_again_alike(PortionResult& result, const ControlledRecording& run);
    [[nodiscard]] Error undetermined() const;

    const StrategyRecord& strategy_;
    const Scenario& scenario_;
    const ExploreOptions& options_;
    std::unique_ptr<ControlledRunner> runner_;
    RunJudge judge_;
    RunDigester digester_;
};

}  // namespace reckon
