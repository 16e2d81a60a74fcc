#pragma once
/// Strategies that walk into the traps that a scheduler must see.

#include <mutex>

#include "core/control/controlled_run.hpp"
#include "core/control/strategy_record.hpp"

namespace reckon {

/// What all of them share: each claims nothing, and logs what it published, ship by ship.
template <class Sync>
class Trap {
public:
    using Stamp = NoStamp;
    static constexpr std::string_view summary = "a trap";
    static constexpr Claims claims = always(Fidelity::nothing);

    explicit Trap(const Roster& roster) : memory_{roster.memory} {
        log_.reserve(roster.total_events(), memory_);
    }

    Log finish() && { return {std::move(log_).take(), InSequence{}, {}}; }

protected:
    template <class Step>
    void publish(Step& step) {
        step.decide(ignore_seen);
        step.publish({});
        log_.append(step.event());
    }

private:
    std::pmr::memory_resource* memory_;
    Lane<Event> log_;
};

/// Two locks, in the order of the ship: the second ship takes them the other way round.
template <class Sync>
class CrossedLocks : public Trap<Sync> {
public:
    static constexpr std::string_view name = "crossed-locks";
    using Trap<Sync>::Trap;

    template <class Step>
    void run(ShipId ship, Step&& step) {
        const std::scoped_lock first{locks_[ship % 2]};
        const std::scoped_lock second{locks_[1 - ship % 2]};
        this->publish(step);
    }

private:
    std::array<typename Sync::Mutex, 2> locks_;
};

/// One lock, taken a second time by who holds it.
template <class Sync>
class LockedTwice : public Trap<Sync> {
public:
    static constexpr std::string_view name = "locked-twice";
    using Trap<Sync>::Trap;

    template <class Step>
    void run(ShipId, Step&& step) {
        const std::scoped_lock once{lock_};
        const std::scoped_lock twice{lock_};
        this->publish(step);
    }

private:
    typename Sync::Mutex lock_;
};

/// All ships but the first wait for it to have published, without giving way.
template <class Sync>
class Spin : public Trap<Sync> {
public:
    static constexpr std::string_view name = "spin";
    using Trap<Sync>::Trap;

    template <class Step>
    void run(ShipId ship, Step&& step) {
        while (ship != 0 && published_.load() == 0) {
        }
        this->publish(step);
        if (ship == 0) published_.store(1);
    }

private:
    typename Sync::template Atomic<std::uint64_t> published_{0};
};

/// Who publishes takes what there is from the queue first, without waiting for more.
template <class Sync>
class Helping : public Trap<Sync> {
public:
    static constexpr std::string_view name = "helping";

    explicit Helping(const Roster& roster) : Trap<Sync>{roster}, queue_{roster.total_events()} {}

    template <class Step>
    void run(ShipId, Step&& step) {
        for (Event event; queue_.pop(event);) {
        }
        this->publish(step);
        queue_.push(step.event());
    }

private:
    typename Sync::template Queue<Event> queue_;
};

/// Throws in the second ship's step.
template <class Sync>
class Throwing : public Trap<Sync> {
public:
    static constexpr std::string_view name = "throwing";
    using Trap<Sync>::Trap;

    template <class Step>
    void run(ShipId ship, Step&& step) {
        if (ship == 1) throw std::bad_alloc{};
        this->publish(step);
    }
};

/// Remembers, from run to run, how often it was run: every second run has operations more.
template <class Sync>
class Unsteady : public Trap<Sync> {
public:
    static constexpr std::string_view name = "unsteady";

    explicit Unsteady(const Roster& roster) : Trap<Sync>{roster}, odd_{++runs % 2 == 1} {}

    template <class Step>
    void run(ShipId, Step&& step) {
        if (odd_) atomic_.fetch_add(1);
        this->publish(step);
    }

private:
    static inline std::uint64_t runs = 0;
    bool odd_;
    typename Sync::template Atomic<std::uint64_t> atomic_{0};
};

/// Controlled runs only.
template <template <class Sync> class S>
StrategyRecord trap() {
    using Controlled = S<ControlledSync>;
    static_assert(Strategy<Controlled>);
    return {.name = Controlled::name,
            .summary = Controlled::summary,
            .claims = Controlled::claims,
            .role = role_of<Controlled>(),
            .caught_on = {},
            .time_of_stamp = nullptr,
            .has_drain = false,
            .free_run_plain = nullptr,
            .free_run_pausing = nullptr,
            .controlled = &controlled_runner<Controlled>};
}

}  // namespace reckon
