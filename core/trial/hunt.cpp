#include "core/trial/hunt.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cassert>
#include <chrono>

namespace reckon {
namespace {

constexpr std::string_view faithful_word = "faithful";

/// Errors  What no number of runs could find.
std::optional<Error> hopeless(const StrategyRecord& strategy, const HuntOptions& options) {
    if (strategy.role == Role::baseline) {
        return Error{"--strategy", fmt::format("{}, which records nothing", strategy.name),
                     "a strategy that records"};
    }
    if (options.required == Check::strict && options.run.observe_every_us == 0) {
        return Error{"--observe", "0, with strict required",
                     "microseconds between observations: strict is judged on what is observed"};
    }
    return std::nullopt;
}

}  // namespace

std::string_view word(Required required) {
    return required ? word(*required) : faithful_word;
}

Result<Required> required_named(std::string_view name) {
    if (name == faithful_word) return Required{};
    const auto* found = std::ranges::find(check_words, name);
    if (found == check_words.end()) {
        return fail({"--require", fmt::format("\"{}\"", name),
                     fmt::format("{}, {}", faithful_word, fmt::join(check_words, ", "))});
    }
    return Required{all_checks[static_cast<std::size_t>(found - check_words.begin())]};
}

Result<Hunt> hunt(const StrategyRecord& strategy, const MakeScenario& make_scenario,
                  const HuntOptions& options) {
    if (auto error = hopeless(strategy, options)) return fail(std::move(*error));
    using Clock = std::chrono::steady_clock;
    const auto start = Clock::now();
    const auto elapsed = [&] { return Clock::now() - start; };
    const auto out_of_time = [&] { return elapsed() >= std::chrono::seconds{options.seconds}; };

    Hunt made;
    do {
        options.progress(made.runs, options.runs, strategy.name);
        const std::uint64_t seed = options.seed + made.runs;
        auto scenario = make_scenario(seed);
        if (!scenario) return fail(std::move(scenario.error()));
        const auto bounds = bounds_of(*scenario);
        if (!bounds) return fail(bounds.error());
        FreeRunOptions run = options.run;
        run.keep_history = true;
        run.pause_seed = seed;
        auto trial = conduct(strategy, *scenario, *bounds, run);
        if (!trial) return fail(std::move(trial.error()));
        assert(trial->verdict && "something was recorded, and the history kept");
        ++made.runs;
        made.events += trial->recording.cost.events;
        made.verdict.merge(*trial->verdict);
        if (required_outcome(*trial->verdict, options.required) == Outcome::fails) {
            made.caught = Caught{seed, std::move(*scenario), std::move(*trial)};
        }
    } while (!made.caught && made.runs < options.runs && !out_of_time());
    made.elapsed_ns = static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::nanoseconds>(elapsed()).count());
    return made;
}

Outcome required_outcome(Verdict verdict, Required required) {
    if (!required) return faithfulness(verdict);
    verdict.require_observed(1);
    return verdict[*required].outcome;
}

const Finding& failure(const Verdict& verdict, Required required) {
    if (required) return verdict[*required];
    const Finding* found = telling_failure(verdict);
    assert(found != nullptr && "only of a verdict that has one");
    return *found;
}

}  // namespace reckon
