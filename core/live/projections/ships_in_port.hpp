#pragma once

#include <algorithm>
#include <array>

#include "core/live/projection.hpp"
#include "core/world/port.hpp"

namespace reckon {

/// How many ships lie in each port; the fullest first.
class ShipsInPort {
public:
    static constexpr std::string_view name = "ships-in-port";
    static constexpr std::string_view summary = "ships in port, port by port";
    static constexpr bool of_states = true;
    static constexpr std::array<std::string_view, 2> columns{"port", "ships"};

    explicit ShipsInPort(const Scenario& scenario) {
        for (const ShipSetup& ship : scenario.ships) count(ship.initial, 1);
    }

    void see(const LiveEvent& seen) {
        if (seen.before != nullptr) count(*seen.before, -1);
        if (seen.after != nullptr) count(*seen.after, 1);
    }

    [[nodiscard]] std::vector<LiveRow> rows(Arrival) const {
        std::vector<LiveRow> rows;
        for (PortId port = 0; port < port_count; ++port) {
            if (in_port_[port] > 0) {
                rows.push_back({std::string{ports()[port].name}, in_port_[port]});
            }
        }
        std::ranges::stable_sort(rows, [](const LiveRow& a, const LiveRow& b) {
            return std::get<std::int64_t>(a[1]) > std::get<std::int64_t>(b[1]);
        });
        return rows;
    }

private:
    void count(const State& state, std::int64_t ships) {
        if (!state.at_sea()) in_port_[state.at] += ships;
    }

    std::array<std::int64_t, port_count> in_port_{};
};

}  // namespace reckon
