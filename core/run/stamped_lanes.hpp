#pragma once
/// Events with a stamp each, ship by ship: the storage of every strategy that sorts afterwards.

#include "core/run/lane.hpp"
#include "core/run/strategy.hpp"

namespace reckon {

/// Threads  append, last_stamp: one at a time for a ship; ships share nothing.
/// Cost     A store of 32 bytes.
class StampedLanes {
public:
    explicit StampedLanes(const Roster& roster)
        : memory_{roster.memory}, ships_(roster.ship_count(), memory_) {
        for (std::size_t ship = 0; ship < ships_.size(); ++ship) {
            ships_[ship].events.reserve(roster.events[ship], memory_);
        }
    }

    void append(ShipId ship, const Event& event, std::uint64_t stamp) {
        ships_[ship].events.append({event, stamp});
    }

    /// 0 before the first.
    [[nodiscard]] std::uint64_t last_stamp(ShipId ship) const {
        const auto& events = ships_[ship].events;
        return events.size() == 0 ? 0 : events[events.size() - 1].stamp;
    }

    [[nodiscard]] Log log() const {
        return {joined(ships_, &Ship::events, &Stamped::event, memory_),
                ByStamp{joined(ships_, &Ship::events, &Stamped::stamp, memory_)},
                {}};
    }

private:
    struct Stamped {
        Event event;
        std::uint64_t stamp;
    };

    struct Ship {
        Lane<Stamped> events;
    };

    std::pmr::memory_resource* memory_;
    std::pmr::vector<Ship> ships_;
};

}  // namespace reckon
