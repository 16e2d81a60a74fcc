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

    explicit DepsStrict(const Roster& roster)
        : lanes_{roster}, tickets_(roster.ship_count(), roster.memory), memory_{roster.memory} {
        for (std::size_t ship = 0; ship < tickets_.size(); ++ship) {
            tickets_[ship].taken.reserve(roster.events[ship], roster.memory);
        }
    }

    template <class Step>
    void run(ShipId ship, Step&& step) {
        auto record = lanes_.open(ship);
        step.decide(record);
        const std::scoped_lock guard{mutex_};
        step.publish({});
        // Recorded under the lock too: a ship that stops has recorded all that it published.
        record.close(step.event());
        tickets_[ship].taken.append(next_++);
    }

    Log finish() && { return lanes_.log(ByStamp{joined(tickets_, &Ship::taken, memory_)}); }

private:
    struct Ship {
        Lane<std::uint64_t> taken;
    };

    alignas(cache_line)
        typename Sync::BriefMutex mutex_;  // Guards next_, and makes it one with publish.
    std::uint64_t next_ = 0;
    alignas(cache_line) DependencyLanes lanes_;
    std::pmr::vector<Ship> tickets_;
    std::pmr::memory_resource* memory_;
};

}  // namespace reckon
