#pragma once
/// Claims held against every class of schedules of every scenario of a set.

#include <functional>
#include <span>

#include "core/explore/exploration.hpp"

namespace reckon {

/// A required check that failed.
struct Broken {
    std::size_t scenario = 0;   ///< Of the set.
    std::uint64_t classes = 0;  ///< On which the required check failed that fails most often.
    FailedSchedule failure;
};

/// One strategy on all scenarios of one class.
struct ProofCell {
    const StrategyRecord* strategy = nullptr;
    InteractionClass interaction = InteractionClass::solo;
    std::uint64_t scenarios = 0;            ///< Tried.
    std::uint64_t left_out = 0;             ///< Scenarios with more events than events_reach().
    std::uint64_t strict_judged = 0;        ///< Scenarios on which strict was.
    std::uint64_t classes = 0;              ///< Of equivalent schedules, in all.
    std::uint64_t classes_max = 0;          ///< In one scenario.
    std::array<std::uint64_t, 6> broken{};  ///< By Check: scenarios where some schedule breaks it.
    std::uint64_t claim_broken = 0;         ///< Scenarios where a required check is broken.
    std::uint64_t cut = 0;  ///< Scenarios on which a bound was hit or a required check undecided.
    std::optional<Broken> first_broken;
    std::string first_trouble;  ///< A deadlock or an error, in words.
    double seconds = 0;         ///< By the wall, of its jobs added up: the one thing that varies.

    [[nodiscard]] Fidelity claim() const { return strategy->claims.on(interaction); }
};

struct ProofOptions {
    std::vector<const StrategyRecord*> strategies;
    std::uint64_t schedules_max = 10'000'000;  ///< Of each strategy on each scenario.
    std::optional<std::uint64_t> events_max;   ///< Of a scenario; if none, events_reach().
    std::uint32_t jobs = 1;

    /// Called now and then, by one thread at a time: explorations done, of how many.
    std::function<void(std::size_t, std::size_t)> progress = [](auto, auto) {};
};

/// Whether strict is judged where it is not claimed. That the order of all publishes counts there
/// multiplies classes; on scenarios of so few events it is cheap, and shows that strict fails.
[[nodiscard]] bool small_enough_for_strict(const Scenario& scenario);

/// The most events that a scenario may have if it is to be tried. No bound, but where classes grow
/// tenfold with each event: where every event meets all others at one place more than once (a
/// retried compare-and-swap) or by chance (a clock that may tick). And where nothing is claimed, so
/// that nothing could be proven, few will do.
[[nodiscard]] std::uint64_t events_reach(const StrategyRecord& strategy, Fidelity claim);

/// A cell for each strategy and each class that occurs.
///
/// Threads  Starts as many as it has jobs, and has joined them when it returns.
/// Order    By strategy, then by class. Results do not depend on the number of jobs.
/// Cost     Strategies times scenarios, each with all its classes of schedules.
[[nodiscard]] std::vector<ProofCell> prove(std::span<const Scenario> scenarios,
                                           const ProofOptions& options);

}  // namespace reckon
