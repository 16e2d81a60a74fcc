#pragma once
/// Runs of a given size, to be replayed and judged.

#include "core/control/strategy_record.hpp"
#include "core/world/preset.hpp"
#include "serializers/list.hpp"

namespace reckon::bench {

struct SailedRun {
    Scenario scenario;
    Recording recording;
};

struct SailedHow {
    std::uint32_t ships = 16;
    std::uint32_t work_ns = 0;
    std::uint32_t workers = 2;
    std::uint32_t batch = 1;  // So that what a ship reads is new to it.
    double pauses = 0;
    bool keep_history = false;
    std::uint32_t observe_every_us = 0;
};

/// Of a log by clock, how much of each event's clock is new; 0 of any other.
inline double changes_per_event(const Log& log) {
    const auto* clocks = std::get_if<ByClock>(&log.order);
    if (clocks == nullptr || log.events.empty()) return 0;
    return static_cast<double>(clocks->changes.size()) / static_cast<double>(log.events.size());
}

/// Ships that depart and follow, under a strategy.
inline Result<SailedRun> sail(std::string_view strategy, std::uint32_t events,
                              const SailedHow& how) {
    Knobs knobs{.name = "depart and follow", .ships = how.ships, .work_ns = how.work_ns};
    knobs.orders = std::max(1U, events / how.ships);
    knobs.shares[static_cast<std::size_t>(OrderKind::depart)] = 1;
    knobs.shares[static_cast<std::size_t>(OrderKind::follow)] = 1;
    auto scenario = generate(knobs);
    if (!scenario) return fail(std::move(scenario.error()));
    const auto bounds = bounds_of(*scenario);
    if (!bounds) return fail(bounds.error());
    auto recording = find_strategy(strategy)->free_run(*scenario, *bounds,
                                                       {.workers = how.workers,
                                                        .batch = how.batch,
                                                        .keep_history = how.keep_history,
                                                        .observe_every_us = how.observe_every_us,
                                                        .pauses = how.pauses,
                                                        .memory = 16ULL << 30});
    if (!recording) return fail(std::move(recording.error()));
    return SailedRun{std::move(*scenario), std::move(*recording)};
}

}  // namespace reckon::bench
