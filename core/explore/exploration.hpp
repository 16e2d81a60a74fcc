#pragma once
/// One strategy, one scenario, many schedules: what held on all of them.

#include <functional>
#include <optional>

#include "core/check/verdict.hpp"
#include "core/control/strategy_record.hpp"
#include "core/explore/follow.hpp"

namespace reckon {

enum class Policy : std::uint8_t { random, pct, pos, exhaustive, repeat };

inline constexpr std::array<std::string_view, 5> policy_words{"random", "pct", "pos", "exhaustive",
                                                              "repeat"};

[[nodiscard]] constexpr std::string_view word(Policy policy) {
    return policy_words[static_cast<std::size_t>(policy)];
}

struct ExploreOptions {
    Policy policy = Policy::exhaustive;
    std::uint64_t seed = 1;
    std::uint64_t schedules_max = 1'000'000;
    std::uint32_t depth = 3;                   ///< Of the failures that pct looks for.
    std::optional<std::uint32_t> preemptions;  ///< Exhaustive: at most so many in a schedule.
    bool reduce = true;                        ///< Exhaustive: one schedule of each class.
    bool judge_strict = true;  ///< If not, strict is undecided, and fewer schedules differ.
    bool count_all = false;    ///< Go on after the first failure.
    std::uint32_t jobs = 1;
    RunLimits limits;
    Deviations repeat;  ///< The schedule that Policy::repeat follows, and samples begin with.
    std::array<bool, 6> required{};  ///< The checks whose failure is what is looked for.

    /// Called now and then, with the schedules run and how many there will be at most.
    std::function<void(std::uint64_t, std::uint64_t)> progress = [](auto, auto) {};
};

/// A schedule on which a required check failed.
struct FailedSchedule {
    Schedule schedule;
    Deviations deviations;
    Verdict verdict;
};

struct Exploration {
    std::uint64_t schedules = 0;
    std::uint64_t pruned = 0;    ///< Runs cut short, for they could only repeat others.
    bool finished = false;       ///< The policy's schedules were all visited, before any bound.
    bool exhausted = false;      ///< Every schedule there is, or with reduction every class, was
                                 ///< visited, each to its end.
    std::uint64_t outcomes = 0;  ///< Distinct assignments of reads and causes to events.
    std::uint64_t logs = 0;
    std::array<std::uint64_t, 6> fails{};      ///< By Check: schedules on which it failed.
    std::array<std::uint64_t, 6> undecided{};  ///< By Check.
    std::uint64_t not_serializable = 0;
    std::uint64_t deadlocks = 0;
    std::uint64_t too_long = 0;  ///< Not judged: every check is undecided.
    /// By RunLimits::stops: schedules on which the task stopped.
    std::vector<std::uint64_t> stopped;
    std::uint64_t operations = 0;  ///< Visible ones, in all runs.
    double seconds = 0;
    std::optional<FailedSchedule> first_failure;
    std::string first_deadlock;  ///< Who waits for what.

    [[nodiscard]] double schedules_per_s() const {
        return seconds > 0 ? static_cast<double>(schedules) / seconds : 0;
    }
};

/// The checks that a claim promises, as ExploreOptions::required has them.
[[nodiscard]] std::array<bool, 6> required_by(Fidelity claim);

/// Runs and judges schedules until one fails, or all are done, or the bound is reached.
///
/// Threads  Starts as many as it has jobs, and has joined them when it returns.
/// Order    Results do not depend on the number of jobs: schedules are split into portions that
///          depend on nothing but the options, and what a portion found counts only if no portion
///          before it ended the exploration.
/// Errors   More tasks than a search can tell apart (bound); a schedule to repeat, or to begin
///          with, that does not fit; a stop to which no schedule came; a strategy whose runs are
///          not determined by their schedule.
/// Cost     A verdict is worked out once for each distinct run. Memory grows with distinct runs,
///          logs and outcomes, within a bound, not with schedules.
[[nodiscard]] Result<Exploration> explore(const StrategyRecord& strategy, const Scenario& scenario,
                                          const Bounds& bounds, const ExploreOptions& options);

/// Of the required checks that failed, the one that tells most.
[[nodiscard]] Check telling_check(const FailedSchedule& failed, const ExploreOptions& options);

/// The worst that came of a check on any schedule.
[[nodiscard]] Outcome outcome_of(const Exploration& exploration, Check check);

/// Whether any schedule was judged: those that were too long are not.
[[nodiscard]] inline bool judged_any(const Exploration& exploration) {
    return exploration.schedules > exploration.too_long;
}

/// The grade of all schedules together. Only if one was judged.
[[nodiscard]] Grade grade_of(const Exploration& exploration);

/// Whether what was required held. Undecided: a required check is, a task waited for ever though
/// none was stopped, or a search was not brought to its end.
[[nodiscard]] Outcome required_outcome(const Exploration& exploration,
                                       const ExploreOptions& options);

/// One sentence on what an exploration has shown, and what it has not.
[[nodiscard]] std::string shown(const Exploration& exploration, const ExploreOptions& options);

}  // namespace reckon
