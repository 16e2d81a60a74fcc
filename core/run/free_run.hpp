#pragma once
/// A run on real threads: workers, sources, an observer, and the strategy's drain.

#include <algorithm>
#include <chrono>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "core/log/log_tap.hpp"
#include "core/log/recording.hpp"
#include "core/run/fleet.hpp"
#include "core/run/free_run_options.hpp"
#include "core/run/memory_budget.hpp"
#include "core/run/observer.hpp"
#include "core/run/pool.hpp"

namespace reckon {

namespace detail {

using Nanoseconds = std::chrono::nanoseconds;
using SteadyTime = std::chrono::steady_clock::time_point;

inline std::uint64_t ns_between(SteadyTime from, SteadyTime to) {
    return static_cast<std::uint64_t>(std::chrono::duration_cast<Nanoseconds>(to - from).count());
}

/// Holds threads back until all are there, so that a short run does not end before its last
/// worker begins.
class StartLine {
public:
    explicit StartLine(std::size_t threads) : missing_{threads} {}

    /// False if there will be no start.
    [[nodiscard]] bool wait() {
        missing_.fetch_sub(1);
        while (!open_.load()) std::this_thread::yield();
        return !abandoned_.load();
    }

    SteadyTime open() {
        while (missing_.load() > 0) std::this_thread::yield();
        const auto now = std::chrono::steady_clock::now();
        open_.store(true);
        return now;
    }

    /// Sends home all that wait: not all will come.
    void abandon() {
        abandoned_.store(true);
        open_.store(true);
    }

private:
    std::atomic<bool> abandoned_{false};
    std::atomic<std::size_t> missing_;
    std::atomic<bool> open_{false};
};

}  // namespace detail

/// A fleet under a strategy, with its threads.
template <class Sync, Strategy S>
class FreeRun {
public:
    FreeRun(const Scenario& scenario, const Bounds& bounds, const FreeRunOptions& options)
        : scenario_{scenario},
          options_{options},
          memory_{std::make_shared<MemoryBudget>(options.memory, options.huge_pages)},
          strategy_{Roster{bounds.events, bounds.derefs, memory_.get()}},
          fleet_{scenario,
                 bounds,
                 strategy_,
                 {.publication = options.publication,
                  .keep_history = options.keep_history,
                  .gateway = options.gateway,
                  .memory = memory_.get()}},
          pool_{scenario, sources()},
          observer_{fleet_},
          start_{options.workers + std::size_t{sources()}},
          ends_(options.workers) {}

    Result<Recording> run() && {
        // Calibrated now, not while the clock runs.
        Sync::work(scenario_.work_ns);
        try {
            start_threads();
        } catch (const std::bad_alloc&) {
            send_home();
            throw;
        } catch (const std::system_error&) {
            send_home();
            return fail({"--workers",
                         std::to_string(options_.workers + sources()) + " workers and sources",
                         "as many threads as the system will start", Error::Kind::bound});
        }
        const auto began = start_.open();
        join_all();
        if (out_of_memory_.load()) return out_of_memory(options_);
        if (const auto error = followers_error()) return fail(*error);
        return record(detail::ns_between(began, *std::ranges::max_element(ends_)));
    }

    [[nodiscard]] static tl::unexpected<Error> out_of_memory(const FreeRunOptions& options) {
        return fail({"--memory", std::to_string(options.memory) + " bytes",
                     "enough for the versions, mailboxes, lanes and log of this run",
                     Error::Kind::bound});
    }

private:
    void start_threads() {
        for (std::uint32_t worker = 0; worker < options_.workers; ++worker) {
            crew_.emplace_back([this, worker] {
                begin(worker);
                guarded([&] { work(worker); });
            });
        }
        for (std::uint32_t source = 0; source < sources(); ++source) {
            crew_.emplace_back([this, source] {
                begin(options_.workers + source);
                guarded([&] { issue_all(source); });
            });
        }
        if (options_.observe_every_us > 0) {
            bystanders_.emplace_back([this] { guarded([&] { observe(); }); });
        }
        make_taps();
        // Without a tap of the log there is nothing to follow until the ships have stopped.
        if (log_tap_) {
            bystanders_.emplace_back([this] { guarded([&] { follow(); }); });
        }
        if constexpr (HasDrain<S>) {
            bystanders_.emplace_back([this] {
                begin(options_.workers + sources());
                guarded([&] { drain(); });
            });
        }
    }

    /// Not the observer: were it to pause, it would hardly ever read all ships twice alike.
    void begin(std::uint32_t thread) const {
        constexpr std::uint64_t apart = 0xd1342543de82ef95ULL;  // Odd, so no two seeds meet.
        Sync::thread_begins(options_.pauses, options_.pause_seed + apart * (thread + 1));
    }

    void send_home() {
        start_.abandon();
        join_all();
    }

    void join_all() {
        for (auto& thread : crew_) thread.join();
        sailing_.store(false);
        for (auto& thread : bystanders_) thread.join();
    }

    /// A strategy or the observer may take memory beyond the budget as it goes; there may be none.
    template <class Body>
    void guarded(Body&& body) {
        try {
            body();
        } catch (const std::bad_alloc&) {
            out_of_memory_.store(true);
            pool_.stop();
        }
    }

    [[nodiscard]] std::uint32_t sources() const {
        return static_cast<std::uint32_t>(scenario_.sources.size());
    }

    void work(std::uint32_t worker) {
        const auto post = [this](ShipId ship) { pool_.post(ship); };
        if (!start_.wait()) return;
        pool_.work([&](ShipId ship) {
            std::uint32_t steps = 0;
            while (steps < options_.batch && fleet_.sail(ship, post)) ++steps;
            return steps;
        });
        ends_[worker] = std::chrono::steady_clock::now();
    }

    void issue_all(std::uint32_t source) {
        const auto post = [this](ShipId ship) { pool_.post(ship); };
        if (!start_.wait()) return;
        const auto count = static_cast<std::uint32_t>(scenario_.sources[source].size());
        for (std::uint32_t i = 0; i < count; ++i) fleet_.issue(source, i, post);
        pool_.source_done();
    }

    void observe() {
        while (sailing_.load()) {
            {
                const std::scoped_lock guard{observing_};
                observer_.observe();
            }
            std::this_thread::sleep_for(std::chrono::microseconds{options_.observe_every_us});
        }
    }

    void drain() {
        while (sailing_.load()) {
            strategy_.drain();
            std::this_thread::yield();
        }
        strategy_.drain();
    }

    [[nodiscard]] std::optional<Error> followers_error() const {
        return options_.follower == nullptr ? std::nullopt : options_.follower->error();
    }

    void make_taps() {
        if (options_.follower == nullptr) return;
        if constexpr (HasTap<S>) log_tap_ = strategy_.tap();
        if (options_.keep_history) truth_tap_ = fleet_.truth_tap();
    }

    /// What there is to take now. The follower's thread alone, and after it whoever joined it.
    [[nodiscard]] RunTaps taps() {
        const std::scoped_lock guard{observing_};
        auto news = observer_.kept().subspan(cuts_shown_);
        // The last one may come to be the final state, which is not counted as observed.
        const bool held_back = sailing_.load() || observer_.last_is_now();
        if (held_back && !news.empty()) news = news.first(news.size() - 1);
        shown_.assign(news.begin(), news.end());
        cuts_shown_ += news.size();
        return {log_tap_.get(), truth_tap_.get(), shown_};
    }

    void follow() {
        constexpr std::chrono::milliseconds pause{1};
        while (sailing_.load()) {
            const bool took = options_.follower->follow(taps());
            if (followers_error()) return pool_.stop();
            if (!took) std::this_thread::sleep_for(pause);
        }
    }

    Recording record(std::uint64_t elapsed_ns) {
        if (log_tap_) options_.follower->follow_to_the_end(taps());  // Before finish moves the log.
        const auto finishing = std::chrono::steady_clock::now();
        Recording recording{.memory = memory_, .log = std::move(strategy_).finish()};
        const auto finished = std::chrono::steady_clock::now();
        recording.cost = {.elapsed_ns = elapsed_ns,
                          .finish_ns = detail::ns_between(finishing, finished),
                          .events = fleet_.event_count(),
                          .log_bytes = recording.log.bytes()};
        if (options_.follower != nullptr && !log_tap_) {
            log_tap_ = std::make_unique<LogTap>(recording.log, fleet_.ship_count());
            options_.follower->follow_to_the_end(taps());
        }
        recording.snapshots = observer_.snapshots();
        recording.effects = fleet_.effects();
        if (options_.keep_history) {
            recording.history = fleet_.history();
            recording.history->observed = std::move(observer_).observed();
        }
        return recording;
    }

    const Scenario& scenario_;
    const FreeRunOptions& options_;
    std::shared_ptr<MemoryBudget> memory_;
    S strategy_;
    Fleet<Sync, S> fleet_;
    Pool pool_;
    std::mutex observing_;  // Guards the observer, whose cuts are shown to the follower.
    Observer<Fleet<Sync, S>> observer_;
    detail::StartLine start_;
    std::vector<detail::SteadyTime> ends_;  // By worker.
    std::atomic<bool> sailing_{true};
    std::atomic<bool> out_of_memory_{false};
    std::unique_ptr<Tap> log_tap_;
    std::unique_ptr<Tap> truth_tap_;
    std::vector<Cut> shown_;
    std::size_t cuts_shown_ = 0;
    std::vector<std::thread> crew_;        // Workers and sources: until they are done, ships sail.
    std::vector<std::thread> bystanders_;  // The observer and the drain: until the crew is done.
};

/// Threads  Called by one; starts its own, and has joined them when it returns.
/// Errors   More memory than the options allow or the system has; more threads than it will start.
///          The caller has the scenario's bounds checked.
template <class Sync, Strategy S>
Result<Recording> free_run(const Scenario& scenario, const Bounds& bounds,
                           const FreeRunOptions& options) {
    try {
        return FreeRun<Sync, S>{scenario, bounds, options}.run();
    } catch (const std::bad_alloc&) {
        return FreeRun<Sync, S>::out_of_memory(options);
    }
}

}  // namespace reckon
