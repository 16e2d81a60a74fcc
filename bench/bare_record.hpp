#pragma once
/// One recording of bare steps by one strategy, and what it cost.

#include <malloc.h>

#include <thread>

#include "bench/bare_fleet.hpp"
#include "bench/hand_over.hpp"
#include "core/run/memory_budget.hpp"
#include "core/run/sync.hpp"
#include "serializers/vector.hpp"

namespace reckon::bench {

/// What is allocated now. Units: bytes.
inline double heap_bytes() {
    const struct mallinfo2 heap = mallinfo2();
    return static_cast<double>(heap.uordblks + heap.hblkhd);
}

/// Ends a strategy's consumer when the producers are done; without one, does nothing.
template <class S>
class Consumer {
public:
    explicit Consumer(S& strategy) {
        if constexpr (HasDrain<S>) {
            thread_ = std::thread{[this, &strategy] {
                while (sailing_.load()) {
                    strategy.drain();
                    std::this_thread::yield();
                }
                strategy.drain();
            }};
        }
    }
    Consumer(const Consumer&) = delete;
    Consumer& operator=(const Consumer&) = delete;

    ~Consumer() {
        sailing_.store(false);
        if (thread_.joinable()) thread_.join();
    }

private:
    std::atomic<bool> sailing_{true};
    std::thread thread_;
};

/// To finish() and, of a total order, to have it in sequence: what a replay needs.
///
/// Units  Nanoseconds.
template <class S>
double finish(S& strategy, Log& log) {
    const auto began = std::chrono::steady_clock::now();
    log = std::move(strategy).finish();
    if (log.recorded() && !log.is_partial()) benchmark::DoNotOptimize(sequence_of(log).data());
    const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - began;
    return took.count();
}

/// What S is known to need at least, where that is so much that it should not even begin: a fleet
/// of vector clocks would fill all memory before it is refused.
///
/// Units  Bytes.
template <class S>
std::uint64_t least_memory(const Courses& courses) {
    if (!std::is_same_v<S, VectorClock<RealSync>>) return 0;
    return courses.events() * courses.ships * sizeof(Version);
}

/// The row `state` records what the knobs say, under S.
///
/// Errors  More than `memory_max` bytes: the row says so.
template <class S>
void record_bare(benchmark::State& state, const CourseKnobs& knobs, std::uint64_t memory_max) {
    Courses courses = plot(knobs);
    const Tally tally{courses};
    MemoryBudget memory{memory_max};
    constexpr auto too_much = "more memory than --memory allows";
    if (least_memory<S>(courses) > memory_max) return state.SkipWithError(too_much);
    try {
        for (auto _ : state) {
            BareFleet<S> fleet{courses, tally};
            const double hand_over = knobs.producers > 1 ? hand_over_ns() : 0;
            const double heap = heap_bytes();
            S strategy{tally.roster(&memory)};
            Work work;
            {
                Consumer<S> consumer{strategy};
                work = together(knobs.producers, courses.events(),
                                [&](std::uint32_t producer) { fleet.sail(strategy, producer); });
            }
            measured(state, work);
            per_event(state, "held_bytes_per_event", heap_bytes() - heap, work.events);
            Log log{.events = std::pmr::vector<Event>{&memory}};
            per_event(state, "finish_ns_per_event", finish(strategy, log), work.events);
            per_event(state, "bytes_per_event", static_cast<double>(log.bytes()), work.events);
            if (knobs.producers > 1) state.counters["hand_over_ns"] = hand_over;
        }
    } catch (const std::bad_alloc&) {
        state.SkipWithError(too_much);
    }
}

}  // namespace reckon::bench
