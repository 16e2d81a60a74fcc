#pragma once

#include <mutex>

#include "core/run/lane_tap.hpp"
#include "core/run/strategy.hpp"

namespace reckon {

/// One lock around the whole step: the order of the lock is the order of the log.
///
/// Threads  Any number; steps of all ships exclude each other.
/// Cost     One lock an event, held while the order is carried out.
/// Source   Folklore; the baseline of fidelity.
template <class Sync>
class Mutex {
public:
    using Stamp = NoStamp;
    static constexpr std::string_view name = "mutex";
    static constexpr std::string_view summary = "one lock around decide, publish and append";
    static constexpr Claims claims = always(Fidelity::strict);

    explicit Mutex(const Roster& roster) { log_.reserve(roster.total_events(), roster.memory); }

    template <class Step>
    void run(ShipId, Step&& step) {
        const std::scoped_lock guard{mutex_};
        step.decide(ignore_seen);
        step.publish({});
        log_.append(step.event());
    }

    [[nodiscard]] auto tap() const { return sequence_tap(log_); }

    Log finish() && { return {std::move(log_).take(), InSequence{}, {}}; }

private:
    typename Sync::Mutex mutex_;  // Guards log_ and, on purpose, the step.
    Lane<Event> log_;
};

}  // namespace reckon
