#pragma once
/// One run through the whole chain: sail, replay, judge.

#include "core/check/judge.hpp"
#include "core/control/strategy_record.hpp"

namespace reckon {

/// Shape  verdict is none where there is nothing to judge: nothing recorded, or no history kept.
struct Trial {
    Recording recording;
    std::optional<Verdict> verdict;
    std::vector<Unsent> unsent;  ///< Hails of the log that their cause, as replayed, did not send.
    std::uint64_t unsent_count = 0;
    std::uint64_t replay_ns = 0;
    std::uint64_t judge_ns = 0;
};

/// Errors  As the strategy's free run. The caller has the scenario's bounds checked.
[[nodiscard]] Result<Trial> conduct(const StrategyRecord& strategy, const Scenario& scenario,
                                    const Bounds& bounds, const FreeRunOptions& options);

/// A run that was made, replayed and judged.
[[nodiscard]] Trial tried(const Scenario& scenario, Recording recorded);

/// The finding of telling_check; if there is none, null.
[[nodiscard]] const Finding* telling_failure(const Verdict& verdict);

/// Whether the run was replayed faithfully, as far as the verdict says.
[[nodiscard]] Outcome faithfulness(const Verdict& verdict);

}  // namespace reckon
