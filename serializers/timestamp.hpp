#pragma once

#include "core/run/stamped_lanes.hpp"

namespace reckon {

/// Each event with the time at which it was decided, as a Date has it: in milliseconds. Afterwards
/// the events are sorted by time, ties by dot.
///
/// Threads  Any number; ships share nothing but the clock.
/// Shape    Which clock is a parameter: one that may step back makes a control of this.
/// Cost     A reading of the clock, and two stores into the ship's own lanes.
/// Source   The original's `(Date.)`; Fowler, Event Sourcing 2005.
template <class Clock>
class ByClockTime {
public:
    using Stamp = NoStamp;
    /// The stamps are the readings.
    static constexpr std::uint64_t time_of(std::uint64_t stamp) { return stamp; }

    explicit ByClockTime(const Roster& roster) : lanes_{roster} {}

    template <class Step>
    void run(ShipId ship, Step&& step) {
        step.decide(ignore_seen);
        const auto now = static_cast<std::uint64_t>(clock_.now_ms());
        step.publish({});
        lanes_.append(ship, step.event(), now);
    }

    [[nodiscard]] auto tap() const { return lanes_.tap(); }

    Log finish() && { return lanes_.log(); }

private:
    Clock clock_;
    StampedLanes lanes_;
};

/// By a wall clock that never steps back.
template <class Sync>
class Timestamp : public ByClockTime<typename Sync::Clock> {
public:
    using ByClockTime<typename Sync::Clock>::ByClockTime;
    static constexpr std::string_view name = "timestamp";
    static constexpr std::string_view summary = "the wall clock at decide, in milliseconds";
    static constexpr Claims claims{.solo = Fidelity::faithful,
                                   .hail = Fidelity::view,
                                   .convoy = Fidelity::complete,
                                   .rendezvous = Fidelity::complete};
};

}  // namespace reckon
