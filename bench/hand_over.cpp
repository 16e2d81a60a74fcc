#include "bench/hand_over.hpp"

#include <sched.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <limits>
#include <thread>

#include "bench/together.hpp"
#include "core/run/lane.hpp"

namespace reckon::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int rallies = 1000;
constexpr int shots = 20;                            // Of a rally; every other one is ours.
constexpr std::chrono::milliseconds at_longest{30};  // Where threads do not run side by side.
constexpr int over = -1;

/// Answers each odd number with the even one after it.
void answer(std::atomic<int>& ball) {
    for (int turn = 1;; turn += 2) {
        int seen = ball.load(std::memory_order_acquire);
        while (seen != turn && seen != over) seen = ball.load(std::memory_order_acquire);
        if (seen == over) return;
        ball.store(turn + 1, std::memory_order_release);
    }
}

}  // namespace

double hand_over_ns() {
    alignas(cache_line) std::atomic<int> ball{0};
    const auto ours = static_cast<std::uint32_t>(std::max(0, sched_getcpu()));
    std::thread other{[&] {
        stay_on((ours + 1) % std::max(1U, std::thread::hardware_concurrency()));
        answer(ball);
    }};
    double best = std::numeric_limits<double>::max();
    int turn = 0;
    const auto start = Clock::now();
    for (int rally = 0; rally < rallies && (rally == 0 || Clock::now() - start < at_longest);
         ++rally) {
        const auto began = Clock::now();
        for (int shot = 0; shot < shots; shot += 2, turn += 2) {
            ball.store(turn + 1, std::memory_order_release);
            while (ball.load(std::memory_order_acquire) != turn + 2) {
            }
        }
        const std::chrono::duration<double, std::nano> took = Clock::now() - began;
        best = std::min(best, took.count() / shots);
    }
    ball.store(over, std::memory_order_release);
    other.join();
    return best;
}

}  // namespace reckon::bench
