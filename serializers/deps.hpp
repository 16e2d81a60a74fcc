#pragma once

#include "core/run/dependency_lanes.hpp"

namespace reckon {

/// Each event with the version of each deref, and its cause: all the inputs of an event, and
/// nothing else. The order follows from them.
///
/// Threads  Any number; ships share nothing.
/// Cost     A store for each deref, and one for the event, into the ship's own lanes.
/// Source   Instant Replay, LeBlanc and Mellor-Crummey 1987, doi:10.1109/TC.1987.1676929 (versions
///          per object); Light, Liu et al. 2015, doi:10.1145/2737924.2738001 (reads-from suffices).
template <class Sync>
class Deps {
public:
    using Stamp = NoStamp;
    static constexpr std::string_view name = "deps";
    static constexpr std::string_view summary = "the version of each deref, and the cause";
    static constexpr Claims claims = always(Fidelity::faithful);

    explicit Deps(const Roster& roster) : lanes_{roster} {}

    template <class Step>
    void run(ShipId ship, Step&& step) {
        auto record = lanes_.open(ship);
        step.decide(record);
        step.publish({});
        record.close(step.event());
    }

    [[nodiscard]] auto tap() const { return lanes_.tap(); }

    Log finish() && { return lanes_.log(); }

private:
    DependencyLanes<OrderCode::by_dependency> lanes_;
};

}  // namespace reckon
