#pragma once

#include <mutex>

#include "core/run/lane_tap.hpp"
#include "core/run/strategy.hpp"

namespace reckon {

/// `mutex` with the lock around the append only: another ship can publish, and append, between a
/// step's derefs and its append.
template <class Sync>
class LateLock {
public:
    using Stamp = NoStamp;
    static constexpr std::string_view name = "late-lock";
    static constexpr std::string_view summary = "mutex, with the lock around the append only";
    static constexpr Claims claims = faithful_without_derefs;
    static constexpr Role role = Role::control;
    static constexpr CaughtOn caught_on{false, false, true, true};

    explicit LateLock(const Roster& roster) { log_.reserve(roster.total_events(), roster.memory); }

    template <class Step>
    void run(ShipId, Step&& step) {
        step.decide(ignore_seen);
        step.publish({});
        const std::scoped_lock guard{mutex_};
        log_.append(step.event());
    }

    [[nodiscard]] auto tap() const { return sequence_tap(log_); }

    Log finish() && { return {std::move(log_).take(), InSequence{}, {}}; }

private:
    typename Sync::Mutex mutex_;
    Lane<Event> log_;
};

}  // namespace reckon
