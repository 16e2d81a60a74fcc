#pragma once

#include <algorithm>
#include <array>
#include <tuple>

#include "core/live/projection.hpp"

namespace reckon {

/// How many events of each ship come a second, by the clock of the reader; the busiest first.
///
/// Units  Over the last two seconds, or since the first event came if that is less, in steps of a
///        quarter of a second.
class EventRates {
public:
    static constexpr std::string_view name = "rates";
    static constexpr std::string_view summary = "events a second of each ship, as they come";
    static constexpr bool of_states = false;
    static constexpr std::array<std::string_view, 3> columns{"ship", "events", "events_per_s"};

    explicit EventRates(const Scenario& scenario)
        : scenario_{scenario}, ships_(scenario.ships.size()) {}

    void see(const LiveEvent& seen) {
        if (!any_) first_ = seen.arrived;
        any_ = true;
        const std::int64_t step = step_of(seen.arrived);
        Ship& ship = ships_[seen.event.dot.ship];
        ++ship.events;
        const std::size_t slot = static_cast<std::size_t>(step) % steps;
        if (ship.step_of[slot] != step) ship.in_step[slot] = 0;
        ship.step_of[slot] = step;
        ++ship.in_step[slot];
    }

    [[nodiscard]] std::vector<LiveRow> rows(Arrival now) const {
        const std::int64_t last = any_ ? step_of(now) : 0;
        const double seconds =
            static_cast<double>(std::min<std::int64_t>(last + 1, steps)) * step_s;
        std::vector<std::pair<std::int64_t, ShipId>> busiest;  // By events of late.
        for (ShipId ship = 0; ship < ships_.size(); ++ship) {
            busiest.emplace_back(of_late(ships_[ship], last), ship);
        }
        std::ranges::sort(busiest, [&](const auto& a, const auto& b) {
            const auto events_a = ships_[a.second].events;
            const auto events_b = ships_[b.second].events;
            return std::tuple{-a.first, -events_a, a.second} <
                   std::tuple{-b.first, -events_b, b.second};
        });
        std::vector<LiveRow> rows;
        for (const auto& [events, ship] : busiest) {
            rows.push_back({scenario_.ships[ship].name, ships_[ship].events,
                            static_cast<double>(events) / seconds});
        }
        return rows;
    }

private:
    static constexpr std::size_t steps = 8;
    static constexpr double step_s = 0.25;

    struct Ship {
        std::int64_t events = 0;
        std::array<std::int64_t, steps> step_of{};  // Which step a slot counts.
        std::array<std::int64_t, steps> in_step{};
    };

    [[nodiscard]] std::int64_t step_of(Arrival when) const {
        return std::max<std::int64_t>((when - first_) / std::chrono::milliseconds{250}, 0);
    }

    [[nodiscard]] static std::int64_t of_late(const Ship& ship, std::int64_t last) {
        std::int64_t events = 0;
        for (std::size_t slot = 0; slot < steps; ++slot) {
            const bool late = last - ship.step_of[slot] < static_cast<std::int64_t>(steps);
            if (late) events += ship.in_step[slot];
        }
        return events;
    }

    const Scenario& scenario_;
    std::vector<Ship> ships_;
    bool any_ = false;
    Arrival first_;
};

}  // namespace reckon
