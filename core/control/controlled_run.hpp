#pragma once
/// A run in which an oracle picks who makes each visible operation: the same fleet, the same agents
/// and the same strategy as in a free run, on another Sync.

#include <memory>
#include <optional>

#include "core/control/controlled_runner.hpp"
#include "core/control/controlled_sync.hpp"
#include "core/control/run_memory.hpp"
#include "core/run/fleet.hpp"

namespace reckon {

template <class S>
class ControlledRun final : public ControlledRunner {
public:
    ControlledRun(const Scenario& scenario, const Bounds& bounds)
        : scenario_{scenario},
          bounds_{bounds},
          scheduler_{counts(scenario).total(),
                     HasDrain<S> ? counts(scenario).total() - 1 : nobody} {
        const auto nobody_waits = [](ShipId) {};
        for (ShipId ship = 0; ship < scenario.ship_count(); ++ship) {
            bodies_.emplace_back([this, ship, nobody_waits] {
                while (fleet_->sail(ship, nobody_waits)) {
                }
            });
        }
        for (std::uint32_t source = 0; source < scenario.sources.size(); ++source) {
            bodies_.emplace_back([this, source, nobody_waits] {
                const auto count = static_cast<std::uint32_t>(scenario_.sources[source].size());
                for (std::uint32_t i = 0; i < count; ++i) fleet_->issue(source, i, nobody_waits);
            });
        }
        if constexpr (HasDrain<S>) bodies_.emplace_back([this] { strategy_->drain(); });
    }

    ~ControlledRun() override { forget(); }

    const ControlledRecording& run(Oracle& oracle, const RunLimits& limits) override {
        forget();
        const Scheduler::AtWork at_work{scheduler_, memory_};
        strategy_.emplace(Roster{bounds_.events, bounds_.derefs, &memory_});
        fleet_.emplace(scenario_, bounds_, *strategy_,
                       typename Fleet<ControlledSync, S>::Options{.memory = &memory_});
        told_.end = scheduler_.run(bodies_, oracle, limits, told_);
        fleet_->tell(told_.history);
        std::construct_at(&told_.log, std::move(*strategy_).finish());
        told_.history.publishes.clear();
        for (const Made& made : told_.made) {
            if (made.kind == OperationKind::publish) told_.history.publishes.push_back(made.task);
        }
        return told_;
    }

    [[nodiscard]] TaskCounts tasks() const override { return counts(scenario_); }

private:
    static TaskCounts counts(const Scenario& scenario) {
        return {scenario.ship_count(), static_cast<std::uint32_t>(scenario.sources.size()),
                HasDrain<S>};
    }

    /// Lets go of all that lives in the memory of the last run: its log too, which is made anew in
    /// place, for an assignment would keep the old memory.
    void forget() {
        std::destroy_at(&told_.log);
        std::construct_at(&told_.log);
        fleet_.reset();
        strategy_.reset();
        memory_.release();
    }

    const Scenario& scenario_;
    const Bounds& bounds_;
    RunMemory memory_;
    Scheduler scheduler_;
    std::vector<Scheduler::Body> bodies_;
    std::optional<S> strategy_;
    std::optional<Fleet<ControlledSync, S>> fleet_;
    ControlledRecording told_;
};

/// Shape  The scenario and its bounds outlive the runner.
template <class S>
std::unique_ptr<ControlledRunner> controlled_runner(const Scenario& scenario,
                                                    const Bounds& bounds) {
    return std::make_unique<ControlledRun<S>>(scenario, bounds);
}

}  // namespace reckon
