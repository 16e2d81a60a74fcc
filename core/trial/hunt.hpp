#pragma once
/// Free runs, one after another, until a check fails.

#include <functional>

#include "core/trial/trial.hpp"

namespace reckon {

/// What a hunt is after: a run in which this check fails, or one that is not replayed faithfully.
using Required = std::optional<Check>;

/// "view", "strict", …; "faithful" for none.
[[nodiscard]] std::string_view word(Required required);

/// Errors  Neither a check nor `faithful`.
[[nodiscard]] Result<Required> required_named(std::string_view name);

struct HuntOptions {
    std::uint64_t runs = 1000;   ///< At most.
    std::uint32_t seconds = 60;  ///< After which no run begins.
    std::uint64_t seed = 1;      ///< Of the first run; each further run's is one higher.
    Required required;
    FreeRunOptions run{.workers = 4, .batch = 8, .pauses = 0.01};

    /// Called before each run with the runs made, the most there can be, and what comes.
    std::function<void(std::size_t, std::size_t, std::string_view)> progress = [](auto, auto,
                                                                                  auto) {};
};

/// A run that failed, all of it.
struct Caught {
    std::uint64_t seed;
    Scenario scenario;
    Trial trial;
};

struct Hunt {
    std::uint64_t runs = 0;
    std::uint64_t events = 0;  ///< Of all runs.
    std::uint64_t elapsed_ns = 0;
    std::optional<Caught> caught;
    Verdict verdict;  ///< The conjunction over the runs.
};

/// The scenario of the run with this seed. The same one each time leaves chance to the threads.
using MakeScenario = std::function<Result<Scenario>(std::uint64_t seed)>;

/// Errors  A strategy that records nothing, strict without an observer; what make_scenario and the
///         free run have. An undecided check is no failure.
/// Shape   Stops at the first failure. At least one run is made.
[[nodiscard]] Result<Hunt> hunt(const StrategyRecord& strategy, const MakeScenario& make_scenario,
                                const HuntOptions& options);

/// Whether what is required held, as far as the verdict says. A strict that held on no observed
/// global state is undecided.
[[nodiscard]] Outcome required_outcome(Verdict verdict, Required required);

/// What it was that failed: the required check, or the failure that tells most.
[[nodiscard]] const Finding& failure(const Verdict& verdict, Required required);

}  // namespace reckon
