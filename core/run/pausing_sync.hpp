#pragma once
/// The door of sync.hpp for a hunt: the same real things, but a thread now and then pauses just
/// before an operation, so that others come in between where they seldom would.

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <limits>

#include "core/run/sync.hpp"

namespace reckon {

/// When a thread pauses, and how.
///
/// Threads  One.
/// Shape    One that was not given a chance never pauses: so the threads that build a fleet, look
///          at it and take it apart.
/// Cost     A decrement where there is no pause: the gap to the next one is drawn when one is made.
/// Source   SplitMix64: Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195.
class Pauses {
public:
    constexpr Pauses() = default;

    /// Each operation is preceded by a pause with this chance, over 0 and at most 1.
    Pauses(double chance, std::uint64_t seed) : seed_{seed}, log_miss_{std::log1p(-chance)} {
        assert(chance > 0 && chance <= 1 && "without pauses: RealSync");
        draw_gap();
    }

    void before_operation() {
        if (left_ == never) return;
        if (left_-- == 0) pause();
    }

    /// How many there have been.
    [[nodiscard]] std::uint64_t made() const { return made_; }

private:
    static constexpr std::uint64_t never = std::numeric_limits<std::uint64_t>::max();

    /// Mostly a step aside or some microseconds, as when a cache line is far away; seldom as long
    /// as a thread is off its core.
    void pause() {
        ++made_;
        const std::uint64_t dice = draw();
        const std::uint64_t length = dice >> 32U;
        if (dice % 16 == 0) {
            std::this_thread::sleep_for(std::chrono::microseconds{10 + length % 50});
        } else if (dice % 2 == 0) {
            std::this_thread::yield();
        } else {
            spin_for(static_cast<std::uint32_t>(100 + length % 4000));
        }
        draw_gap();
    }

    /// How many operations go without a pause until the next has one.
    void draw_gap() {
        const double chance = static_cast<double>((draw() >> 11U) + 1) * 0x1p-53;  // In (0, 1].
        left_ = static_cast<std::uint64_t>(std::min(std::log(chance) / log_miss_, 1e18));
    }

    std::uint64_t draw() {
        seed_ += 0x9e3779b97f4a7c15ULL;
        std::uint64_t mixed = seed_;
        mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9ULL;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebULL;
        return mixed ^ (mixed >> 31U);
    }

    std::uint64_t seed_ = 0;
    std::uint64_t left_ = never;
    std::uint64_t made_ = 0;
    double log_miss_ = 0;  // Of the chance of no pause.
};

/// Shape  Nothing is inherited from RealSync: what is added there has to be thought of here.
class PausingSync {
    static void pause() { pauses.before_operation(); }

public:
    /// This thread's.
    static inline constinit thread_local Pauses pauses{};

    static void thread_begins(double chance, std::uint64_t seed) { pauses = {chance, seed}; }

    template <class T>
    class Atomic {
    public:
        Atomic(T value) : value_{value} {}

        T load(std::memory_order order = std::memory_order_seq_cst) const {
            pause();
            return value_.load(order);
        }

        void store(T value, std::memory_order order = std::memory_order_seq_cst) {
            pause();
            value_.store(value, order);
        }

        T fetch_add(T amount, std::memory_order order = std::memory_order_seq_cst) {
            pause();
            return value_.fetch_add(amount, order);
        }

        bool compare_exchange_weak(T& expected, T desired) {
            pause();
            return value_.compare_exchange_weak(expected, desired);
        }

    private:
        RealSync::Atomic<T> value_;
    };

    template <class T>
    using Published = Atomic<T>;

    template <class Real>
    class PausingMutex {
    public:
        void lock() {
            pause();
            mutex_.lock();
        }

        void unlock() {
            pause();
            mutex_.unlock();
        }

    private:
        Real mutex_;
    };

    using Mutex = PausingMutex<RealSync::Mutex>;
    using BriefMutex = PausingMutex<RealSync::BriefMutex>;

    template <class T>
    class Mailbox {
    public:
        void reserve(std::size_t capacity, std::pmr::memory_resource* memory) {
            mailbox_.reserve(capacity, memory);
        }

        void send(const T& letter) {
            pause();
            mailbox_.send(letter);
        }

        bool receive(T& letter) {
            pause();
            return mailbox_.receive(letter);
        }

    private:
        RealSync::Mailbox<T> mailbox_;
    };

    template <class T>
    class Queue {
    public:
        explicit Queue(std::size_t reserve) : queue_{reserve} {}

        void push(const T& item) {
            pause();
            queue_.push(item);
        }

        bool pop(T& item) {
            pause();
            return queue_.pop(item);
        }

    private:
        RealSync::Queue<T> queue_;
    };

    template <class T>
    class Ring {
    public:
        explicit Ring(std::size_t capacity) : ring_{capacity} {}

        [[nodiscard]] bool try_push(const T& item) {
            pause();
            return ring_.try_push(item);
        }

        bool pop(T& item) {
            pause();
            return ring_.pop(item);
        }

    private:
        RealSync::Ring<T> ring_;
    };

    class Clock {
    public:
        [[nodiscard]] std::int64_t now_ms() const {
            pause();
            return clock_.now_ms();
        }

    private:
        RealSync::Clock clock_;
    };

    class SteppingClock {
    public:
        [[nodiscard]] std::int64_t now_ms() {
            pause();
            return clock_.now_ms();
        }

    private:
        RealSync::SteppingClock clock_;
    };

    static void step_begins(std::uint32_t number) { RealSync::step_begins(number); }

    static void work(std::uint32_t ns) { RealSync::work(ns); }
};

}  // namespace reckon
