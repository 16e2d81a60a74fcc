#include "core/explore/reproduce.hpp"

#include <fmt/format.h>

#include "core/explore/follow.hpp"
#include "core/explore/judged_run.hpp"
#include "core/explore/run_digest.hpp"

namespace reckon {
namespace {

/// As long as it takes: what is followed has been run to its end before.
RunLimits limits_of(const Deviations& schedule) {
    return {.operations_max = UINT64_MAX,
            .stops = schedule.stops,
            .clock_start_ms = schedule.clock_start_ms};
}

}  // namespace

Result<Reproduced> run_by(const StrategyRecord& strategy, const Scenario& scenario,
                          const Bounds& bounds, const Deviations& schedule) {
    const auto runner = strategy.controlled(scenario, bounds);
    FollowDeviations follow{schedule, Fit::strict};
    const ControlledRecording& run = runner->run(follow, limits_of(schedule));
    if (auto error = misfit_of(scenario, runner->tasks(), follow, run)) {
        return fail(std::move(*error));
    }
    return Reproduced{run, verdict_of(scenario, run)};
}

ReproducedInPart run_by_what_fits(const StrategyRecord& strategy, const Scenario& scenario,
                                  const Bounds& bounds, const Deviations& schedule) {
    const auto runner = strategy.controlled(scenario, bounds);
    FollowDeviations follow{schedule, Fit::lenient};
    const ControlledRecording& run = runner->run(follow, limits_of(schedule));
    return {{run, verdict_of(scenario, run)}, follow.skipped(run)};
}

Case case_of(const StrategyRecord& strategy, const Scenario& scenario, const Deviations& schedule,
             const Reproduced& reproduced) {
    Case made{.scenario = scenario,
              .strategy = std::string{strategy.name},
              .drain = strategy.has_drain,
              .schedule = schedule};
    for (const Check check : all_checks) {
        made.expect.checks[static_cast<std::size_t>(check)] = reproduced.verdict[check].outcome;
    }
    if (const auto check = telling_check(reproduced.verdict)) {
        made.expect.divergence = reproduced.verdict[*check].witness;
    }
    made.expect.operations = reproduced.run.made.size();
    made.expect.operations_hash = RunDigester{}.operations(reproduced.run.made).text();
    return made;
}

Result<Reproduced> reproduce(const StrategyRecord& strategy, const Case& wanted) {
    const auto bounds = bounds_of(wanted.scenario);
    if (!bounds) return fail(bounds.error());
    auto reproduced = run_by(strategy, wanted.scenario, *bounds, wanted.schedule);
    if (!reproduced) return reproduced;
    const Expectation met = case_of(strategy, wanted.scenario, wanted.schedule, *reproduced).expect;
    const auto stale = [](std::string place, std::string value, std::string expected) {
        return fail({"/expect/" + place, std::move(value),
                     std::move(expected) +
                         "; the case is stale: the code has changed since it was made; "
                         "`reckon reproduce --lenient` follows it as far as it fits"});
    };
    if (met.operations != wanted.expect.operations) {
        return stale("operations", fmt::format("{}", wanted.expect.operations),
                     fmt::format("{}, which the run now makes", met.operations));
    }
    if (met.operations_hash != wanted.expect.operations_hash) {
        return stale("operations_hash", wanted.expect.operations_hash,
                     met.operations_hash + ", that of the operations which the run now makes");
    }
    for (const Check check : all_checks) {
        const auto i = static_cast<std::size_t>(check);
        if (met.checks[i] == wanted.expect.checks[i]) continue;
        return stale(fmt::format("checks/{}", word(check)),
                     std::string{word(wanted.expect.checks[i])}, std::string{word(met.checks[i])});
    }
    if (met.divergence != wanted.expect.divergence) {
        return stale("divergence", "\"" + wanted.expect.divergence + "\"",
                     "\"" + met.divergence + "\"");
    }
    return reproduced;
}

}  // namespace reckon
