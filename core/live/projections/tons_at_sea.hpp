#pragma once

#include <array>

#include "core/live/projection.hpp"

namespace reckon {

/// How many ships there are at sea and in port, and how many tons aboard.
class TonsAtSea {
public:
    static constexpr std::string_view name = "tons-at-sea";
    static constexpr std::string_view summary = "ships and tons of cargo at sea, and in port";
    static constexpr bool of_states = true;
    static constexpr std::array<std::string_view, 3> columns{"where", "ships", "tons"};

    explicit TonsAtSea(const Scenario& scenario) {
        for (const ShipSetup& ship : scenario.ships) count(ship.initial, 1);
    }

    void see(const LiveEvent& seen) {
        if (seen.before != nullptr) count(*seen.before, -1);
        if (seen.after != nullptr) count(*seen.after, 1);
    }

    [[nodiscard]] std::vector<LiveRow> rows(Arrival) const {
        return {{"at sea", at_sea_.ships, at_sea_.tons},
                {"in port", in_port_.ships, in_port_.tons}};
    }

private:
    struct Sum {
        std::int64_t ships = 0;
        std::int64_t tons = 0;
    };

    void count(const State& state, std::int64_t sign) {
        Sum& sum = state.at_sea() ? at_sea_ : in_port_;
        sum.ships += sign;
        sum.tons += sign * state.cargo;
    }

    Sum at_sea_;
    Sum in_port_;
};

}  // namespace reckon
