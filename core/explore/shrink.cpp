#include "core/explore/shrink.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "core/explore/follow.hpp"
#include "core/explore/judged_run.hpp"
#include "core/explore/reduced.hpp"
#include "core/explore/renumber.hpp"

namespace reckon {
namespace {

/// Not merely because the log is not complete.
bool fails_by_itself(const Verdict& verdict, Check check) {
    const bool whole = verdict[Check::complete].outcome == Outcome::holds;
    return verdict[check].outcome == Outcome::fails && (whole || check == Check::complete);
}

std::string_view telling_words(const Verdict& verdict) {
    const auto check = telling_check(verdict);
    return check ? word(*check) : "none";
}

class Shrinker {
public:
    Shrinker(const StrategyRecord& strategy, const Scenario& scenario, const ShrinkOptions& options,
             Check check, const Reproduced& whole, const Deviations& schedule)
        : strategy_{strategy},
          options_{options},
          check_{check},
          class_{interaction_class(scenario)},
          scenario_{scenario},
          history_{whole.run.history},
          script_{Script::of(whole.run)},
          deviations_{schedule} {}

    Result<Shrunk> run() {
        const std::size_t before = order_places(scenario_).size();
        scenario_.work_ns = 0;  // Nothing takes time in a controlled run.
        bool smaller = true;
        while (smaller && !spent()) {
            smaller = drop_orders();
            smaller = drop_ships() || smaller;
            smaller = drop_derefs() || smaller;
            smaller = drop_messengers() || smaller;
            smaller = drop_deviations() || smaller;
        }
        const auto bounds = bounds_of(scenario_);
        const auto last = run_by(strategy_, scenario_, *bounds, deviations_);
        if (!last) return fail(last.error());
        return Shrunk{.smallest = case_of(strategy_, scenario_, deviations_, *last),
                      .attempts = attempts_,
                      .orders_before = before,
                      .orders_after = order_places(scenario_).size(),
                      .seconds = seconds(),
                      .minimal = !spent()};
    }

private:
    /// Runs this long are small enough to try other schedules when the one at hand does not fail.
    static constexpr std::uint64_t few_events = 6;
    static constexpr std::uint64_t few_schedules = 2000;

    double seconds() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    }

    bool spent() const {
        return attempts_ >= options_.attempts_max || seconds() >= options_.seconds_max;
    }

    bool fails_alike(const Scenario& scenario, const ControlledRecording& run) const {
        if (run.end == RunEnd::stopped) return false;
        const Verdict verdict = verdict_of(scenario, run, check_ == Check::strict);
        return options_.check ? fails_by_itself(verdict, check_) : telling_check(verdict) == check_;
    }

    /// Keeps a smaller scenario if the same check fails on it.
    bool accept(Scenario candidate, const Script& script) {
        if (candidate.ships.empty() || spent()) return false;
        if (options_.keep_class && interaction_class(candidate) != class_) return false;
        const auto bounds = bounds_of(candidate);
        if (!bounds) return false;
        const auto runner = strategy_.controlled(candidate, *bounds);
        FollowScript follow{script};
        if (keep(candidate, *runner, follow, script.stops, script.clock_start_ms)) return true;
        const bool few = bounds->total_events <= few_events &&
                         runner->tasks().total() <= search_tasks_max && script.stops.empty();
        if (!few) return false;
        return search(candidate, *runner);
    }

    /// Runs a candidate once, and keeps it if the same check fails.
    bool keep(const Scenario& candidate, ControlledRunner& runner, Oracle& oracle,
              const std::vector<Stop>& stops, std::int64_t clock_start_ms) {
        ++attempts_;
        RecordDeviations record{oracle};
        const ControlledRecording& run = runner.run(
            record,
            {.operations_max = UINT64_MAX, .stops = stops, .clock_start_ms = clock_start_ms});
        options_.progress(attempts_, scenario_.orders.size());
        if (!fails_alike(candidate, run)) return false;
        history_ = run.history;
        script_ = Script::of(run);
        deviations_ = record.deviations();
        deviations_.stops = run.stops();
        deviations_.clock_start_ms = clock_start_ms;
        scenario_ = candidate;
        return true;
    }

    bool search(const Scenario& candidate, ControlledRunner& runner) {
        Reduced all{check_ == Check::strict};
        bool more = true;
        for (std::uint64_t i = 0; more && i < few_schedules; ++i) {
            const ControlledRecording& run = runner.run(all, {});
            if (fails_alike(candidate, run)) {
                const Schedule schedule = run.schedule;
                FollowSchedule follow{schedule};
                return keep(candidate, runner, follow, {}, schedule.clock_start_ms);
            }
            more = all.next(run);
        }
        return false;
    }

    bool try_without(Kept& kept) {
        const Scenario candidate = reduced(scenario_, kept);
        return accept(candidate, renumbered(script_, history_, kept));
    }

    /// Halves first, then quarters, … until no single one can be dropped.
    bool drop_orders() {
        bool any = false;
        for (std::size_t chunk = (order_places(scenario_).size() + 1) / 2; chunk > 0;) {
            const bool dropped = drop_chunks(chunk);
            any = any || dropped;
            if (chunk == 1 && (!dropped || spent())) break;
            chunk = std::max<std::size_t>(1, chunk / 2);
        }
        return any;
    }

    bool drop_chunks(std::size_t chunk) {
        bool any = false;
        auto places = order_places(scenario_);
        for (std::size_t first = 0; first < places.size() && !spent();) {
            Kept kept{scenario_};
            const std::size_t end = std::min(first + chunk, places.size());
            for (std::size_t i = first; i < end; ++i) kept.at(places[i]) = false;
            if (try_without(kept)) {
                any = true;
                places = order_places(scenario_);
            } else {
                first = end;
            }
        }
        return any;
    }

    bool drop_ships() {
        bool any = false;
        for (ShipId ship = 0; ship < scenario_.ship_count() && !spent();) {
            Kept kept{scenario_};
            kept.ships[ship] = false;
            if (try_without(kept)) {
                any = true;
            } else {
                ++ship;
            }
        }
        return any;
    }

    /// Where the order of an event comes from, and after how many hails.
    std::pair<OrderPlace, std::uint32_t> origin(Dot dot) const {
        std::uint32_t depth = 0;
        Cause cause = history_.event(dot).cause;
        for (; cause.is_hail(); ++depth) {
            dot = cause.sender();
            cause = history_.event(dot).cause;
        }
        if (cause.is_source()) return {{false, cause.source_index(), cause.index()}, depth};
        return {{true, dot.ship, cause.index()}, depth};
    }

    bool drop_derefs() {
        bool any = false;
        for (ShipId ship = 0; ship < history_.ships.size(); ++ship) {
            for (Version version = 1; version <= history_.ships[ship].last(); ++version) {
                if (spent()) return any;
                any = drop_deref({ship, version}) || any;
            }
        }
        return any;
    }

    bool drop_deref(Dot dot) {
        const Event event = history_.event(dot);
        const State after = history_.ships[dot.ship].states[dot.version];
        for (const Order& simpler : with_one_deref_less(scenario_.orders[event.order], after)) {
            const auto [place, depth] = origin(dot);
            Scenario candidate = replaced(scenario_, place, depth, simpler);
            Kept all{candidate};
            if (accept(reduced(candidate, all), script_)) return true;
        }
        return false;
    }

    /// Of little ones only, where other schedules can be tried: who carries an order out changes.
    bool drop_messengers() {
        bool any = false;
        for (std::size_t i = 0; i < order_places(scenario_).size() && !spent();) {
            if (history_.event_count() > few_events) return any;
            const auto candidates = without_messenger(scenario_, order_places(scenario_)[i]);
            const bool accepted = std::ranges::any_of(candidates, [&](const Scenario& candidate) {
                Kept all{candidate};
                return accept(reduced(candidate, all), Script{});
            });
            accepted ? void(any = true) : void(++i);
        }
        return any;
    }

    bool drop_deviations() {
        bool any = false;
        for (std::size_t i = 0; i < deviations_.stops.size() && !spent();) {
            Deviations fewer = deviations_;
            fewer.stops.erase(fewer.stops.begin() + static_cast<std::ptrdiff_t>(i));
            try_schedule(fewer) ? void(any = true) : void(++i);
        }
        for (std::size_t i = 0; i < deviations_.switches.size() && !spent();) {
            Deviations fewer = deviations_;
            fewer.switches.erase(fewer.switches.begin() + static_cast<std::ptrdiff_t>(i));
            try_schedule(fewer) ? void(any = true) : void(++i);
        }
        for (std::size_t i = 0; i < deviations_.clock.size() && !spent();) {
            Deviations fewer = deviations_;
            fewer.clock.erase(fewer.clock.begin() + static_cast<std::ptrdiff_t>(i));
            try_schedule(fewer) ? void(any = true) : void(++i);
        }
        return any;
    }

    static std::size_t size(const Deviations& schedule) {
        return schedule.switches.size() + schedule.clock.size() + schedule.stops.size();
    }

    bool try_schedule(const Deviations& fewer) {
        const std::size_t before = size(deviations_);
        const auto was = std::tuple{history_, script_, deviations_};
        const auto bounds = bounds_of(scenario_);
        const auto runner = strategy_.controlled(scenario_, *bounds);
        FollowDeviations follow{fewer, Fit::lenient};
        const Scenario same = scenario_;
        if (!keep(same, *runner, follow, fewer.stops, fewer.clock_start_ms)) return false;
        if (size(deviations_) < before) return true;
        std::tie(history_, script_, deviations_) = was;
        return false;
    }

    const StrategyRecord& strategy_;
    const ShrinkOptions& options_;
    Check check_;
    InteractionClass class_;
    Scenario scenario_;
    History history_;
    Script script_;
    Deviations deviations_;
    std::uint64_t attempts_ = 0;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace

Result<Shrunk> shrink(const StrategyRecord& strategy, const Scenario& scenario,
                      const Deviations& schedule, const ShrinkOptions& options) {
    const auto bounds = bounds_of(scenario);
    if (!bounds) return fail(bounds.error());
    const auto whole = run_by(strategy, scenario, *bounds, schedule);
    if (!whole) return fail(whole.error());
    const auto check = options.check ? options.check : telling_check(whole->verdict);
    if (!check) {
        return fail(
            {"the case", "no check fails", "a failure to shrink; `reckon hunt -o FILE` keeps one"});
    }
    if (options.check && !fails_by_itself(whole->verdict, *check)) {
        return fail(
            {"--check", std::string{word(*check)},
             fmt::format("a check that fails, of a log that is complete; here {} tells most",
                         telling_words(whole->verdict))});
    }
    return Shrinker{strategy, scenario, options, *check, *whole, schedule}.run();
}

}  // namespace reckon
