#pragma once
/// A strategy with its types erased: one indirect call a run, none a step.

#include <memory>

#include "core/control/controlled_runner.hpp"
#include "core/log/recording.hpp"
#include "core/run/free_run_options.hpp"
#include "core/run/strategy.hpp"
#include "core/world/scenario.hpp"

namespace reckon {

struct StrategyRecord {
    std::string_view name;
    std::string_view summary;
    Claims claims;
    Role role;
    CaughtOn caught_on;
    TimeOfStamp time_of_stamp;  ///< Null if stamps have nothing to do with a clock.
    bool has_drain;
    Result<Recording> (*free_run_plain)(const Scenario&, const Bounds&, const FreeRunOptions&);
    Result<Recording> (*free_run_pausing)(const Scenario&, const Bounds&, const FreeRunOptions&);
    std::unique_ptr<ControlledRunner> (*controlled)(const Scenario&, const Bounds&);

    /// Of a controlled run.
    [[nodiscard]] TaskCounts tasks(const Scenario& scenario) const {
        return {scenario.ship_count(), static_cast<std::uint32_t>(scenario.sources.size()),
                has_drain};
    }

    /// Without pauses, on the code that knows of none.
    [[nodiscard]] Result<Recording> free_run(const Scenario& scenario, const Bounds& bounds,
                                             const FreeRunOptions& options) const {
        return (options.pauses > 0 ? free_run_pausing : free_run_plain)(scenario, bounds, options);
    }
};

}  // namespace reckon
