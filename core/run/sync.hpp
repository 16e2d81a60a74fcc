#pragma once
/// The one door by which chance, time and threads enter: every lock, atomic, queue, mailbox and
/// clock that agents and strategies share comes from a `Sync`. This is the real one; another with
/// the same members can put each operation under the control of a scheduler.

#include <atomic>
#include <boost/lockfree/queue.hpp>
#include <cassert>
#include <chrono>
#include <mutex>
#include <thread>

#include "core/run/mailbox.hpp"

namespace reckon {

/// Spins for about this long. Units: nanoseconds of an otherwise idle core.
/// Cost  Within some ten percent of what is asked, from 20 ns on; no clock is read.
void spin_for(std::uint32_t ns);

class RealSync {
public:
    template <class T>
    using Atomic = std::atomic<T>;

    /// What a ship publishes: stored by its steps, loaded by derefs.
    template <class T>
    using Published = std::atomic<T>;

    using Mutex = std::mutex;

    /// For what takes a few instructions: whoever comes meanwhile waits on the spot.
    ///
    /// Cost  One exchange and one store, a third less than a Mutex, if nobody else is there. Who
    ///       waits only reads, and soon lets a holder that is off its core get on with it.
    class BriefMutex {
    public:
        void lock() {
            while (held_.exchange(true, std::memory_order_acquire)) {
                int left = spins;
                while (held_.load(std::memory_order_relaxed)) {
                    left > 0 ? void(--left) : std::this_thread::yield();
                }
            }
        }

        void unlock() { held_.store(false, std::memory_order_release); }

    private:
        static constexpr int spins = 100;

        std::atomic<bool> held_{false};
    };

    template <class T>
    using Mailbox = reckon::Mailbox<T>;

    /// A lock-free queue that grows when its reserve is used up.
    /// Threads  Any number pushing and popping.
    /// Source   Boost.Lockfree (Michael and Scott 1996).
    template <class T>
    class Queue {
    public:
        explicit Queue(std::size_t reserve) : queue_{reserve} {}

        void push(const T& item) {
            [[maybe_unused]] const bool pushed = queue_.push(item);
            assert(pushed && "out of memory");
        }

        bool pop(T& item) { return queue_.pop(item); }

    private:
        boost::lockfree::queue<T> queue_;
    };

    /// A lock-free ring of fixed capacity.
    template <class T>
    class Ring {
    public:
        explicit Ring(std::size_t capacity) : queue_{capacity} {}

        /// False when full.
        [[nodiscard]] bool try_push(const T& item) { return queue_.bounded_push(item); }

        bool pop(T& item) { return queue_.pop(item); }

    private:
        boost::lockfree::queue<T, boost::lockfree::fixed_sized<true>> queue_;
    };

    /// The wall clock, held on course by the steady clock: it never steps back.
    /// Units  Milliseconds since 1970, as a Java Date has them.
    class Clock {
    public:
        [[nodiscard]] std::int64_t now_ms() const {
            const auto passed = std::chrono::steady_clock::now() - steady_start_;
            return std::chrono::floor<std::chrono::milliseconds>(wall_start_ + passed)
                .time_since_epoch()
                .count();
        }

    private:
        std::chrono::system_clock::time_point wall_start_ = std::chrono::system_clock::now();
        std::chrono::steady_clock::time_point steady_start_ = std::chrono::steady_clock::now();
    };

    /// A wall clock that is set back by two milliseconds at every 64th reading: a careless time
    /// daemon in fast motion.
    class SteppingClock {
    public:
        [[nodiscard]] std::int64_t now_ms() {
            const std::int64_t readings = readings_.fetch_add(1, std::memory_order_relaxed);
            return clock_.now_ms() - 2 * (readings / 64);
        }

    private:
        Clock clock_;
        std::atomic<std::int64_t> readings_{0};
    };

    /// A thread of a run begins: how often it is to pause before an operation, and a seed of its
    /// own. Not here, where nothing ever does.
    static void thread_begins(double, std::uint64_t) {}

    /// What this thread does from here on belongs to this version of its ship, or to this order of
    /// its source, counted from 1.
    static void step_begins(std::uint32_t) {}

    /// The busy work of an order.
    static void work(std::uint32_t ns) {
        if (ns > 0) spin_for(ns);
    }
};

}  // namespace reckon
