#pragma once

#include <algorithm>

#include "core/run/lane_tap.hpp"
#include "core/run/strategy.hpp"

namespace reckon {

/// Each event carries a clock with an entry per ship: how many of its events this one could have
/// known of. The clocks are the order, and name the versions that derefs returned.
///
/// Threads  Any number; ships share nothing but the stamps they publish.
/// Shape    A stamp points to the clock in the lane of the ship that published it. The log has of
///          each clock what changed.
/// Cost     A copy and a maximum of as many entries as there are ships, for each event and each
///          thing seen.
/// Source   Fidge 1988; Mattern 1989.
template <class Sync>
class VectorClock {
public:
    using Stamp = const Version*;
    static constexpr std::string_view name = "vector";
    static constexpr std::string_view summary = "vector clock, merged on deref and hail";
    static constexpr Claims claims{.solo = Fidelity::faithful,
                                   .hail = Fidelity::faithful,
                                   .convoy = Fidelity::faithful,
                                   .rendezvous = Fidelity::causal};

    explicit VectorClock(const Roster& roster)
        : memory_{roster.memory}, ships_(roster.ship_count(), memory_) {
        for (std::size_t ship = 0; ship < ships_.size(); ++ship) {
            ships_[ship].events.reserve(roster.events[ship], memory_);
            ships_[ship].clocks.reserve(roster.events[ship] * ships_.size(), memory_);
        }
    }

    template <class Step>
    void run(ShipId id, Step&& step) {
        Ship& ship = ships_[id];
        Version* clock = ship.clocks.extend(ships_.size());
        if (ship.latest != nullptr) std::copy_n(ship.latest, ships_.size(), clock);
        step.decide([&](const Seen<Stamp>& seen) {
            if (seen.stamp == nullptr) return;  // Version 0 knows of nothing.
            for (std::size_t i = 0; i < ships_.size(); ++i) {
                clock[i] = std::max(clock[i], seen.stamp[i]);
            }
        });
        ++clock[id];
        ship.latest = clock;
        step.publish(clock);
        ship.events.append(step.event());
    }

    [[nodiscard]] auto tap() const {
        return made_entries(
            {OrderCode::by_clock, false}, ships_.size(),
            [this](std::uint32_t ship) { return ships_[ship].events.size(); },
            [this, changes = std::vector<Dot>{}](std::uint32_t id, std::size_t i,
                                                 EntryBytes& entries) mutable {
                const Version* clock = ships_[id].clocks.begin() + i * ships_.size();
                changes.clear();
                for (ShipId ship = 0; ship < ships_.size(); ++ship) {
                    const Version before = i == 0 ? 0 : (clock - ships_.size())[ship];
                    if (ship != id && clock[ship] != before) changes.push_back({ship, clock[ship]});
                }
                entries.append(ships_[id].events[i], 0, nullptr, changes);
            });
    }

    Log finish() && {
        std::pmr::vector<Event> events = joined(ships_, &Ship::events, memory_);
        ByClock clocks{std::pmr::vector<std::uint64_t>{memory_}, std::pmr::vector<Dot>{memory_}};
        clocks.ends.reserve(events.size());
        for (const Ship& ship : ships_) {
            std::span<const Version> before;
            const Version* row = ship.clocks.begin();
            for (const Event& event : ship.events) {
                const std::span clock{row, ships_.size()};
                clocks.append(event.dot.ship, before, clock);
                before = clock;
                row += ships_.size();
            }
        }
        return {std::move(events), std::move(clocks), {}};
    }

private:
    struct Ship {
        const Version* latest = nullptr;
        Lane<Event> events;
        Lane<Version> clocks;
    };

    std::pmr::memory_resource* memory_;
    std::pmr::vector<Ship> ships_;
};

}  // namespace reckon
