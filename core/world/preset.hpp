#pragma once
/// Scenarios from a seed and a few knobs, and the presets that exercise each interaction class.

#include <span>

#include "core/world/scenario.hpp"

namespace reckon {

/// How often each kind of order is drawn, relative to the others; `take` is never drawn.
using Shares = std::array<std::uint32_t, order_kind_count - 1>;

struct Knobs {
    std::string name;
    Shares shares{};
    std::uint32_t ships = 16;
    std::uint32_t orders = 1000;  ///< In each ship's plan.
    std::uint32_t sources = 0;
    std::uint32_t source_orders = 1000;  ///< That each source issues.
    double skew = 0;  ///< The chance that an order which names another ship names the flagship, 0.
    std::uint32_t work_ns = 0;
    std::uint64_t seed = 1;
};

struct Preset {
    std::string_view name;
    std::string_view summary;
    Shares shares;
    std::uint32_t sources;
    double skew;

    [[nodiscard]] Knobs knobs() const;
};

[[nodiscard]] std::span<const Preset> presets();

/// None with this name: null.
[[nodiscard]] const Preset* find_preset(std::string_view name);

/// The fewest ships that orders of the kinds with a share can do with.
[[nodiscard]] std::uint32_t ships_needed(const Shares& shares);

/// The same knobs give the same scenario on every machine.
///
/// Errors  A knob out of its bounds; the place is the knob's command-line option.
[[nodiscard]] Result<Scenario> generate(const Knobs& knobs);

/// The name of a ship in generated scenarios: "Emma", "Berta", …, later "Emma 2".
[[nodiscard]] std::string ship_name(ShipId ship);

}  // namespace reckon
