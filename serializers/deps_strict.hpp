#pragma once

#include <mutex>

#include "core/run/dependency_lanes.hpp"

namespace reckon {

/// `deps`, and a ticket taken together with publish: the order of the publishes, and the versions
/// read, which that order alone does not tell.
///
/// Threads  Any number; steps exclude each other while they publish and record, not while they
///          decide.
/// Cost     What `deps` costs, and a lock held for the stores alone.
/// Source   Order of publishes: Taurus, Xia et al., PVLDB 14(2), 2020 (a command log needs it, a
///          data log does not); the rest as `deps`.
template <class Sync>
class DepsStrict {
public:
    using Stamp = NoStamp;
    static constexpr std::string_view name = "deps-strict";
    static constexpr std::string_view summary = "deps, and a ticket taken together with publish";
    static constexpr Claims claims = always(Fidelity::strict);

    explicit DepsStrict(const Roster& roster) : lanes_{roster} {}

    template <class Step>
    void run(ShipId ship, Step&& step) {
        auto record = lanes_.open(ship);
        step.decide(record);
        const std::scoped_lock guard{mutex_};
        step.publish({});
        // Recorded under the lock too: a ship that stops has recorded all that it published.
        record.close(step.event(), next_++);
    }

    [[nodiscard]] auto tap() const { return lanes_.tap(); }

    Log finish() && { return lanes_.log(); }

private:
    alignas(cache_line)
        typename Sync::BriefMutex mutex_;  // Guards next_, and makes it one with publish.
    std::uint64_t next_ = 0;
    alignas(cache_line) DependencyLanes<OrderCode::by_stamp> lanes_;
};

}  // namespace reckon
