#include "core/explore/exploration.hpp"

#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <thread>

#include "core/explore/exhaustive.hpp"
#include "core/explore/portion.hpp"
#include "core/explore/reduced.hpp"
#include "core/explore/task_words.hpp"

namespace reckon {
namespace {

using Searches = std::vector<std::unique_ptr<Search>>;

constexpr std::uint64_t samples_a_portion = 256;
constexpr std::size_t searches_wanted = 16;
constexpr std::size_t split_depth_max = 6;

std::unique_ptr<Search> search_for(const ExploreOptions& options) {
    if (options.reduce && !options.preemptions) {
        return std::make_unique<Reduced>(options.judge_strict);
    }
    return std::make_unique<Exhaustive>(options.preemptions);
}

/// Searches that together are the whole: each begins with its own first operations.
Searches split(ControlledRunner& runner, const ExploreOptions& options) {
    Searches parts;
    for (std::size_t depth = 1; depth <= split_depth_max; ++depth) {
        const std::size_t before = parts.size();
        parts.clear();
        const auto search = search_for(options);
        search->limit(depth);
        for (bool more = true; more;) {
            const ControlledRecording& run = runner.run(*search, options.limits);
            parts.push_back(search->beyond());
            more = !search->diverged() && search->next(run);
        }
        // A search that diverged says so again when it is asked for what lies beyond.
        if (search->diverged()) break;
        if (parts.size() >= searches_wanted || parts.size() == before) break;
    }
    return parts;
}

/// Puts together what portions found, in their order, up to the first that ends the exploration.
class Merger {
public:
    Merger(const ExploreOptions& options, std::uint64_t portions)
        : options_{options}, total_{portions} {}

    /// Portions from this one on need not be run.
    [[nodiscard]] std::uint64_t end() const { return end_.load(std::memory_order_relaxed); }

    /// No more portions are wanted: what there is will not be used.
    void abandon() { end_.store(0); }

    /// Threads  Any number.
    void add(std::uint64_t portion, PortionResult&& result) {
        const std::scoped_lock guard{mutex_};
        waiting_.emplace(portion, std::move(result));
        while (next_ < end_.load() && !waiting_.empty() && waiting_.begin()->first == next_) {
            take(next_, std::move(waiting_.begin()->second));
            waiting_.erase(waiting_.begin());
            ++next_;
        }
        options_.progress(all_.found.schedules, options_.schedules_max);
    }

    /// The portion that passed the bound on schedules, and how many of its own are within it.
    struct Cut {
        std::uint64_t portion;
        std::uint64_t schedules;
    };
    [[nodiscard]] const std::optional<Cut>& cut() const { return cut_; }

    void merge(PortionResult&& result) {
        Exploration& all = all_.found;
        const Exploration& one = result.found;
        all.schedules += one.schedules;
        all.pruned += one.pruned;
        all.not_serializable += one.not_serializable;
        all.deadlocks += one.deadlocks;
        all.too_long += one.too_long;
        all.operations += one.operations;
        for (std::size_t i = 0; i < all_checks.size(); ++i) {
            all.fails[i] += one.fails[i];
            all.undecided[i] += one.undecided[i];
        }
        all.stopped.resize(options_.limits.stops.size());
        for (std::size_t i = 0; i < one.stopped.size(); ++i) all.stopped[i] += one.stopped[i];
        all_.outcomes.merge(result.outcomes);
        all_.logs.merge(result.logs);
        if (!all.first_failure) all.first_failure = std::move(result.found.first_failure);
        if (all.first_deadlock.empty()) all.first_deadlock = result.found.first_deadlock;
        if (!all_.error) all_.error = std::move(result.error);
    }

    /// After all threads have stopped.
    [[nodiscard]] Result<Exploration> finish() && {
        if (all_.error) return fail(std::move(*all_.error));
        all_.found.finished = next_ == total_ && complete_;
        all_.found.outcomes = all_.outcomes.size();
        all_.found.logs = all_.logs.size();
        return std::move(all_.found);
    }

private:
    void take(std::uint64_t portion, PortionResult&& result) {
        const std::uint64_t left = options_.schedules_max - all_.found.schedules;
        if (result.found.schedules > left ||
            (result.found.schedules == left && !result.complete && !result.found.first_failure)) {
            cut_ = Cut{portion, left};
            end_.store(portion);
            complete_ = false;
            return;
        }
        const bool ends = !result.complete;
        complete_ = complete_ && result.complete;
        merge(std::move(result));
        if (ends) end_.store(portion + 1);
    }

    const ExploreOptions& options_;
    std::mutex mutex_;
    std::map<std::uint64_t, PortionResult> waiting_;  // For portions before them.
    std::uint64_t next_ = 0;
    std::uint64_t total_;
    std::atomic<std::uint64_t> end_{UINT64_MAX};
    PortionResult all_;
    bool complete_ = true;
    std::optional<Cut> cut_;
};

class Explorer {
public:
    Explorer(const StrategyRecord& strategy, const Scenario& scenario, const Bounds& bounds,
             const ExploreOptions& options)
        : strategy_{strategy}, scenario_{scenario}, bounds_{bounds}, options_{options} {}

    /// `first` is this thread's.
    Result<Exploration> run(PortionRunner& first) {
        const bool searching = options_.policy == Policy::exhaustive;
        if (searching) searches_ = split(first.runner(), options_);
        const std::uint64_t portions =
            searching ? searches_.size()
                      : (options_.schedules_max + samples_a_portion - 1) / samples_a_portion;
        Merger merger{options_, portions};
        std::atomic<std::uint64_t> next{0};
        const auto work = [&](PortionRunner& runner) {
            for (;;) {
                const std::uint64_t portion = next.fetch_add(1);
                if (portion >= portions || portion >= merger.end()) return;
                merger.add(portion, run_portion(runner, portion, options_.schedules_max));
            }
        };
        std::exception_ptr thrown;
        std::mutex throwing;
        const auto guarded = [&](auto&& body) {
            try {
                body();
            } catch (...) {
                merger.abandon();
                const std::scoped_lock guard{throwing};
                thrown = std::current_exception();
            }
        };
        std::vector<std::thread> others;
        guarded([&] {
            const std::uint64_t jobs = std::min<std::uint64_t>(options_.jobs, portions);
            while (others.size() + 1 < jobs) {
                others.emplace_back([&] {
                    guarded([&] {
                        PortionRunner runner = portion_runner();
                        work(runner);
                    });
                });
            }
            work(first);
        });
        for (std::thread& other : others) other.join();
        if (thrown) std::rethrow_exception(thrown);
        if (const auto& cut = merger.cut(); cut && cut->schedules > 0) {
            if (searching) searches_ = split(first.runner(), options_);
            merger.merge(run_portion(first, cut->portion, cut->schedules));
        }
        return std::move(merger).finish();
    }

private:
    PortionRunner portion_runner() const { return {strategy_, scenario_, bounds_, options_}; }

    PortionResult run_portion(PortionRunner& runner, std::uint64_t portion,
                              std::uint64_t schedules_max) {
        if (options_.policy == Policy::exhaustive) {
            return runner.exhaust(*searches_[portion], schedules_max);
        }
        const std::uint64_t first = portion * samples_a_portion;
        const std::uint64_t end = std::min(first + samples_a_portion, options_.schedules_max);
        return runner.sample(first, end);
    }

    const StrategyRecord& strategy_;
    const Scenario& scenario_;
    const Bounds& bounds_;
    const ExploreOptions& options_;
    Searches searches_;
};

/// The one schedule that is to be repeated.
Result<Exploration> repeat(PortionRunner& portion, const Scenario& scenario,
                           const ExploreOptions& options) {
    FollowDeviations follow{options.repeat, Fit::strict};
    const ControlledRecording& run = portion.runner().run(follow, options.limits);
    if (auto error = misfit_of(scenario, portion.runner().tasks(), follow, run)) {
        return fail(std::move(*error));
    }
    PortionResult result;
    result.found.finished = portion.count(result, run);
    result.found.outcomes = result.outcomes.size();
    result.found.logs = result.logs.size();
    return std::move(result.found);
}

/// What does not fit of the schedule that samples begin with.
std::optional<Error> unfit_beginning(ControlledRunner& runner, const Scenario& scenario,
                                     const ExploreOptions& options) {
    const Deviations& begin = options.repeat;
    if (begin.switches.empty() && begin.clock.empty() && begin.stops.empty()) return std::nullopt;
    FollowDeviations follow{begin, Fit::strict};
    const ControlledRecording& run = runner.run(follow, options.limits);
    return misfit_of(scenario, runner.tasks(), follow, run);
}

std::optional<Error> out_of_bounds(const ExploreOptions& options, const TaskCounts& tasks) {
    if (options.policy == Policy::exhaustive && tasks.total() > search_tasks_max) {
        return Error{"--policy", fmt::format("exhaustive, with {} tasks", tasks.total()),
                     fmt::format("at most {} ships and sources together", search_tasks_max),
                     Error::Kind::bound};
    }
    return std::nullopt;
}

/// A stop to which no schedule came says nothing of what it was asked for.
std::optional<Error> never_stopped(const Exploration& found, const Scenario& scenario,
                                   const ExploreOptions& options) {
    if (found.first_failure) return std::nullopt;
    for (std::size_t i = 0; i < options.limits.stops.size(); ++i) {
        if (found.stopped[i] > 0) continue;
        const Stop& stop = options.limits.stops[i];
        return Error{
            "--stop",
            fmt::format("{} after {} operations", task_name(scenario, stop.task), stop.steps),
            fmt::format("a stop before its last operation: it came to none on {} schedules",
                        found.schedules)};
    }
    return std::nullopt;
}

/// The failing schedule by its deviations, found by running it once more.
void add_deviations(FailedSchedule& failure, ControlledRunner& runner, const RunLimits& limits) {
    FollowSchedule follow{failure.schedule};
    RecordDeviations record{follow};
    const ControlledRecording& run = runner.run(record, limits);
    failure.deviations = record.deviations();
    failure.deviations.stops = run.stops();
    failure.deviations.clock_start_ms = failure.schedule.clock_start_ms;
}

}  // namespace

std::array<bool, 6> required_by(Fidelity claim) {
    std::array<bool, 6> required{};
    for (const Check check : all_checks) {
        required[static_cast<std::size_t>(check)] = promises(claim, check);
    }
    return required;
}

Result<Exploration> explore(const StrategyRecord& strategy, const Scenario& scenario,
                            const Bounds& bounds, const ExploreOptions& options) {
    PortionRunner portion{strategy, scenario, bounds, options};
    if (auto error = out_of_bounds(options, portion.runner().tasks())) {
        return fail(std::move(*error));
    }
    const auto start = std::chrono::steady_clock::now();
    const bool samples = options.policy != Policy::repeat && options.policy != Policy::exhaustive;
    if (samples) {
        auto error = unfit_beginning(portion.runner(), scenario, options);
        if (error) return fail(std::move(*error));
    }
    auto found = options.policy == Policy::repeat
                     ? repeat(portion, scenario, options)
                     : Explorer{strategy, scenario, bounds, options}.run(portion);
    if (!found) return found;
    if (auto error = never_stopped(*found, scenario, options)) return fail(std::move(*error));
    found->exhausted = found->finished && options.policy == Policy::exhaustive &&
                       !options.preemptions && found->too_long == 0;
    found->seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (found->first_failure) {
        add_deviations(*found->first_failure, portion.runner(), options.limits);
    }
    return found;
}

Check telling_check(const FailedSchedule& failed, const ExploreOptions& options) {
    Verdict required = failed.verdict;
    for (const Check check : all_checks) {
        if (!options.required[static_cast<std::size_t>(check)]) required[check] = {};
    }
    return *telling_check(required);
}

Outcome outcome_of(const Exploration& found, Check check) {
    const auto i = static_cast<std::size_t>(check);
    if (found.fails[i] > 0) return Outcome::fails;
    return found.undecided[i] > 0 ? Outcome::undecided : Outcome::holds;
}

Grade grade_of(const Exploration& found) {
    Verdict together;
    for (const Check check : all_checks) together[check].outcome = outcome_of(found, check);
    return grade_of(together);
}

Outcome required_outcome(const Exploration& found, const ExploreOptions& options) {
    auto worst = Outcome::holds;
    for (const Check check : all_checks) {
        if (!options.required[static_cast<std::size_t>(check)]) continue;
        worst = std::max(worst, outcome_of(found, check));
    }
    const bool cut_short = options.policy == Policy::exhaustive && !found.finished;
    const bool open = cut_short || (found.deadlocks > 0 && options.limits.stops.empty());
    return open ? std::max(worst, Outcome::undecided) : worst;
}

std::string shown(const Exploration& found, const ExploreOptions& options) {
    std::string required;
    std::string broken;
    bool undecided = false;
    for (const Check check : all_checks) {
        const auto i = static_cast<std::size_t>(check);
        if (!options.required[i]) continue;
        required += (required.empty() ? "" : ", ") + std::string{word(check)};
        if (found.fails[i] > 0) broken += (broken.empty() ? "" : ", ") + std::string{word(check)};
        undecided = undecided || found.undecided[i] > 0;
    }
    const bool exhaustive = options.policy == Policy::exhaustive;
    const bool classes = exhaustive && options.reduce && !options.preemptions;
    const bool one = found.schedules == 1;
    const std::string what =
        fmt::format("{} {}{}", found.schedules, classes ? (one ? "class" : "classes") : "schedule",
                    classes ? " of equivalent schedules"
                    : one   ? ""
                            : "s");
    if (!broken.empty()) {
        return fmt::format("Found to fail: {}, which one schedule proves; {} {} run{}.", broken,
                           what, one ? "was" : "were",
                           found.exhausted ? ", and there are no more" : "");
    }
    const bool none_judged = found.schedules > 0 && found.too_long == found.schedules;
    const std::string held = none_judged ? "none was run to its end, so that nothing was judged"
                             : required.empty() ? "nothing was required of them"
                             : undecided ? required + " not seen to fail, but undecided on some"
                                         : required + " held on each";
    if (found.exhausted) {
        const bool waits_for_ever = found.deadlocks > 0 && options.limits.stops.empty();
        const std::string_view proof = waits_for_ever ? ", but some end in a deadlock"
                                       : required.empty() || undecided
                                           ? ""
                                           : ", which is a proof for this scenario";
        return fmt::format("All {}: {}{}.", what, held, proof);
    }
    if (options.preemptions && exhaustive) {
        return fmt::format("{}{} with at most {} preemptions: {}; {} not tried, so it is no proof.",
                           found.finished ? "All " : "", what, *options.preemptions, held,
                           found.finished ? "those with more were"
                                          : "others within that bound, and those with more, were");
    }
    return fmt::format("{} of unknown many: {}, which says nothing of the others.", what, held);
}

}  // namespace reckon
