#pragma once
/// Threads that begin at the same moment, and what they spent.

#include <pthread.h>
#include <time.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <thread>
#include <vector>

#include "bench/invocation.hpp"

namespace reckon::bench {

/// Of the calling thread. Units: nanoseconds.
inline double thread_cpu_ns() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

/// Keeps the calling thread on one core.
/// Errors  None: where the system will not have it so, the thread goes where it likes.
inline void stay_on(std::uint32_t core) {
    cpu_set_t cores;
    CPU_ZERO(&cores);
    CPU_SET(core, &cores);
    pthread_setaffinity_np(pthread_self(), sizeof cores, &cores);
}

/// Runs body(0) to body(threads - 1) at once, each on a thread of its own. The threads are dealt
/// out to the cores: left to itself, a system may run short ones one after another.
///
/// Units  Wall time is from when all stand ready to when the last has ended.
template <class Body>
Work together(std::uint32_t threads, std::uint64_t events, Body&& body) {
    using Clock = std::chrono::steady_clock;
    std::atomic<std::uint32_t> missing{threads};
    std::atomic<bool> open{false};
    std::vector<Clock::time_point> ends(threads);
    std::vector<double> spent(threads);
    std::vector<std::thread> crew;
    for (std::uint32_t thread = 0; thread < threads; ++thread) {
        crew.emplace_back([&, thread] {
            stay_on(thread % std::max(1U, std::thread::hardware_concurrency()));
            missing.fetch_sub(1);
            while (!open.load()) std::this_thread::yield();
            const double before = thread_cpu_ns();
            body(thread);
            spent[thread] = thread_cpu_ns() - before;
            ends[thread] = Clock::now();
        });
    }
    while (missing.load() > 0) std::this_thread::yield();
    const auto began = Clock::now();
    open.store(true);
    for (std::thread& thread : crew) thread.join();
    Work work{.events = events, .threads = threads};
    const std::chrono::duration<double, std::nano> wall = *std::ranges::max_element(ends) - began;
    work.wall_ns = wall.count();
    for (const double cpu_ns : spent) work.cpu_ns += cpu_ns;
    return work;
}

}  // namespace reckon::bench
