#pragma once
/// Events with a stamp each, ship by ship: the storage of every strategy that sorts afterwards.

#include "core/run/lane_tap.hpp"
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
        ships_[ship].events.append({event, entry_words, stamp});
    }

    /// 0 before the first.
    [[nodiscard]] std::uint64_t last_stamp(ShipId ship) const {
        const auto& events = ships_[ship].events;
        return events.size() == 0 ? 0 : events[events.size() - 1].stamp;
    }

    /// The records are entries as they lie.
    [[nodiscard]] std::unique_ptr<Tap> tap() const {
        return lane_tap(shape, ships_, &Ship::events);
    }

    [[nodiscard]] Log log() const {
        return {joined(ships_, &Ship::events, &Stamped::event, memory_),
                ByStamp{joined(ships_, &Ship::events, &Stamped::stamp, memory_)},
                {}};
    }

private:
    static constexpr LogShape shape{OrderCode::by_stamp, false};

    struct Stamped {
        Event event;
        std::uint32_t words;
        std::uint64_t stamp;
    };

    static constexpr std::uint32_t entry_words = sizeof(Stamped) / sizeof(Entry::Word);
    static_assert(entry_words == entry_shape(shape).dots_at());

    struct Ship {
        Lane<Stamped> events;
    };

    std::pmr::memory_resource* memory_;
    std::pmr::vector<Ship> ships_;
};

}  // namespace reckon
