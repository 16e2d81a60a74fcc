#pragma once
/// Logs of controlled runs, and changes of them, drawn by chance.

#include "core/explore/draw.hpp"
#include "core/log/cut.hpp"
#include "core/log/log.hpp"
#include "core/whatif/change.hpp"
#include "core/world/scenario.hpp"

namespace reckon {

struct ToldLog {
    Scenario scenario;
    Log log;
};

/// A small fleet of this preset under a schedule drawn from the seed; every third run ends before
/// its ships are done.
[[nodiscard]] ToldLog draw_told(std::string_view strategy, std::string_view preset,
                                std::uint64_t seed, std::uint32_t orders = 6);

/// The change's order, of any kind, is added to the scenario's table. `last` is the last version of
/// each ship.
[[nodiscard]] Change draw_change(Draw& draw, Scenario& scenario, const Cut& last);

}  // namespace reckon
