#pragma once

#include <algorithm>

#include "core/run/stamped_lanes.hpp"

namespace reckon {

/// Each ship has a logical clock. An event is later than the ship's last and than all it saw;
/// afterwards the events are sorted by clock, ties by dot.
///
/// Threads  Any number; ships share nothing but the stamps they publish.
/// Cost     A maximum for each thing seen, and two stores into the ship's own lanes.
/// Source   Lamport 1978, doi:10.1145/359545.359563.
template <class Sync>
class Lamport {
public:
    using Stamp = std::uint64_t;
    static constexpr std::string_view name = "lamport";
    static constexpr std::string_view summary = "scalar clock, merged on deref and hail";
    static constexpr Claims claims{.solo = Fidelity::faithful,
                                   .hail = Fidelity::faithful,
                                   .convoy = Fidelity::causal,
                                   .rendezvous = Fidelity::causal};

    explicit Lamport(const Roster& roster) : lanes_{roster} {}

    template <class Step>
    void run(ShipId ship, Step&& step) {
        Stamp clock = lanes_.last_stamp(ship);
        step.decide([&](const Seen<Stamp>& seen) { clock = std::max(clock, seen.stamp); });
        ++clock;
        step.publish(clock);
        lanes_.append(ship, step.event(), clock);
    }

    [[nodiscard]] auto tap() const { return lanes_.tap(); }

    Log finish() && { return lanes_.log(); }

private:
    StampedLanes lanes_;
};

}  // namespace reckon
