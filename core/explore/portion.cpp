#include "core/explore/portion.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/explore/pct.hpp"
#include "core/explore/pos.hpp"
#include "core/explore/task_words.hpp"

namespace reckon {
namespace {

constexpr std::size_t digests_kept = 1U << 22;

void keep(Digests& digests, const Digest& digest) {
    if (digests.size() < digests_kept) digests.insert(digest);
}

}  // namespace

std::unique_ptr<Sampler> PortionRunner::sampler() const {
    switch (options_.policy) {
        case Policy::pct: return std::make_unique<Pct>(options_.depth);
        case Policy::pos: return std::make_unique<Pos>();
        default: return std::make_unique<RandomWalk>();
    }
}

bool PortionRunner::count(PortionResult& result, const ControlledRecording& run) {
    Exploration& found = result.found;
    found.operations += run.made.size();
    if (run.end == RunEnd::stopped) {
        ++found.pruned;
        return true;
    }
    ++found.schedules;
    count_stops(found, run);
    if (run.end == RunEnd::too_long) {
        // What it lacks may have been still to come.
        ++found.too_long;
        for (std::uint64_t& undecided : found.undecided) ++undecided;
        return true;
    }
    if (run.end == RunEnd::deadlock) {
        ++found.deadlocks;
        if (found.first_deadlock.empty()) {
            found.first_deadlock = waiting_words(scenario_, run.waiting);
        }
    }
    const JudgedRun judged = judge_.judge(run);
    keep(result.outcomes, judged.outcome);
    keep(result.logs, judged.log);
    if (!judged.serializable) ++found.not_serializable;
    bool failed = false;
    for (std::size_t i = 0; i < all_checks.size(); ++i) {
        const bool fails = judged.checks[i] == Outcome::fails;
        found.fails[i] += fails ? 1 : 0;
        found.undecided[i] += judged.checks[i] == Outcome::undecided ? 1 : 0;
        failed = failed || (fails && options_.required[i]);
    }
    if (!failed) return true;
    if (!found.first_failure) {
        found.first_failure =
            FailedSchedule{run.schedule, {}, verdict_of(scenario_, run, options_.judge_strict)};
    }
    return options_.count_all;
}

void PortionRunner::count_stops(Exploration& found, const ControlledRecording& run) const {
    const auto& stops = options_.limits.stops;
    found.stopped.resize(stops.size());
    for (std::size_t i = 0; i < stops.size(); ++i) {
        const auto is_it = [&](const Stopped& each) { return each.at.task == stops[i].task; };
        found.stopped[i] += std::ranges::any_of(run.stopped, is_it) ? 1 : 0;
    }
}

/// Runs the schedule of the last run once more: it must be the same run.
bool PortionRunner::runs_again_alike(PortionResult& result, const ControlledRecording& run) {
    if (run.end == RunEnd::stopped) return true;
    const Schedule schedule = run.schedule;
    const std::vector<Made> made = run.made;
    const Digest outcome = digester_.outcome(run.history);
    const Digest log = digester_.log(run.log);
    FollowSchedule follow{schedule};
    const ControlledRecording& again = runner_->run(follow, options_.limits);
    if (again.made == made && digester_.outcome(again.history) == outcome &&
        digester_.log(again.log) == log) {
        return true;
    }
    result.error = undetermined();
    return false;
}

Error PortionRunner::undetermined() const {
    return {fmt::format("strategy {}", strategy_.name), "two runs of one schedule differ",
            "runs that their schedule determines"};
}

PortionResult PortionRunner::sample(std::uint64_t first, std::uint64_t end) {
    PortionResult result;
    const auto oracle = sampler();
    Deviations nothing;
    FollowDeviations usual{nothing, Fit::strict};
    std::uint64_t longest = runner_->run(usual, options_.limits).made.size();
    for (std::uint64_t index = first; index < end; ++index) {
        oracle->begin(options_.seed, index, longest);
        FollowDeviations prefix{options_.repeat, Fit::lenient, oracle.get()};
        const bool prefixed = !options_.repeat.switches.empty() || !options_.repeat.clock.empty();
        Oracle& asked = prefixed ? static_cast<Oracle&>(prefix) : *oracle;
        const ControlledRecording& run = runner_->run(asked, options_.limits);
        longest = std::max<std::uint64_t>(longest, run.made.size());
        if (!count(result, run)) return result;
        if (index == first && !runs_again_alike(result, run)) return result;
    }
    result.complete = true;
    return result;
}

PortionResult PortionRunner::exhaust(Search& search, std::uint64_t schedules_max) {
    PortionResult result;
    for (bool more = true; more;) {
        if (result.found.schedules == schedules_max) return result;
        const ControlledRecording& run = runner_->run(search, options_.limits);
        if (search.diverged()) {
            result.error = undetermined();
            return result;
        }
        if (!count(result, run)) return result;
        more = search.next(run);
        if (result.found.schedules == 1 && !runs_again_alike(result, run)) return result;
    }
    result.complete = true;
    return result;
}

}  // namespace reckon
