#pragma once

#include <algorithm>

#include "core/run/stamped_lanes.hpp"

namespace reckon {

/// Each ship has a hybrid logical clock: the wall clock where that is ahead, else the least time
/// that is later than the ship's last and than all it saw. Afterwards the events are sorted by
/// clock, ties by dot.
///
/// Threads  Any number; ships share nothing but the stamps they publish and the clock.
/// Shape    A stamp is milliseconds and a count within them, in one number; a count that runs over
///          runs into the milliseconds, which keeps the order.
/// Cost     What `lamport` costs, and a reading of the clock.
/// Source   Kulkarni et al. 2014, doi:10.1007/978-3-319-14472-6_2.
template <class Sync>
class Hybrid {
public:
    using Stamp = std::uint64_t;
    static constexpr std::string_view name = "hybrid";
    static constexpr std::string_view summary = "hybrid logical clock, merged on deref and hail";
    static constexpr Claims claims{.solo = Fidelity::faithful,
                                   .hail = Fidelity::faithful,
                                   .convoy = Fidelity::causal,
                                   .rendezvous = Fidelity::causal};

    /// A reading that gives this stamp, after what the ship had and saw.
    static constexpr std::uint64_t time_of(Stamp stamp) { return stamp >> count_bits; }

    explicit Hybrid(const Roster& roster) : lanes_{roster} {}

    template <class Step>
    void run(ShipId ship, Step&& step) {
        Stamp latest = lanes_.last_stamp(ship);
        step.decide([&](const Seen<Stamp>& seen) { latest = std::max(latest, seen.stamp); });
        const auto now = std::min(static_cast<Stamp>(clock_.now_ms()), last_ms);
        const Stamp stamp = std::max(latest + 1, now << count_bits);
        step.publish(stamp);
        lanes_.append(ship, step.event(), stamp);
    }

    [[nodiscard]] auto tap() const { return lanes_.tap(); }

    Log finish() && { return lanes_.log(); }

private:
    static constexpr int count_bits = 20;  // A million events a millisecond.
    static constexpr Stamp last_ms = (Stamp{1} << (64 - count_bits)) - 1;  // In the year 2527.

    typename Sync::Clock clock_;
    StampedLanes lanes_;
};

}  // namespace reckon
