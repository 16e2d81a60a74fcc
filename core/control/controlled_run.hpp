#pragma once
/// A run in which an oracle picks who makes each visible operation: the same fleet, the same agents
/// and the same strategy as in a free run, on another Sync.

#include <array>
#include <cstddef>
#include <memory>
#include <optional>

#include "core/control/controlled_runner.hpp"
#include "core/control/controlled_sync.hpp"
#include "core/run/fleet.hpp"

namespace reckon {

template <class S>
class ControlledRun final : public ControlledRunner {
public:
    ControlledRun(const Scenario& scenario, const Bounds& bounds)
        : scenario_{scenario}, bounds_{bounds}, scheduler_{task_count(scenario)} {
        const auto nobody = [](ShipId) {};
        for (ShipId ship = 0; ship < scenario.ship_count(); ++ship) {
            bodies_.emplace_back([this, ship, nobody] {
                while (fleet_->sail(ship, nobody)) {
                }
            });
        }
        for (std::uint32_t source = 0; source < scenario.sources.size(); ++source) {
            bodies_.emplace_back([this, source, nobody] {
                const auto count = static_cast<std::uint32_t>(scenario_.sources[source].size());
                for (std::uint32_t i = 0; i < count; ++i) fleet_->issue(source, i, nobody);
            });
        }
        if constexpr (HasDrain<S>) bodies_.emplace_back([this] { strategy_->drain(); });
    }

    const ControlledRecording& run(Oracle& oracle, std::uint64_t steps_max) override {
        out_.reset();  // Its log lives in the memory that is used anew.
        fleet_.reset();
        strategy_.reset();
        memory_.emplace(buffer_.data(), buffer_.size());
        const Scheduler::AtWork at_work{scheduler_};
        strategy_.emplace(Roster{bounds_.events, bounds_.derefs, &*memory_});
        fleet_.emplace(scenario_, bounds_, *strategy_,
                       typename Fleet<ControlledSync, S>::Options{.memory = &*memory_});
        std::vector<Cut> observed;
        Cut cut(scenario_.ships.size());
        fleet_->watch([&](const State&, const auto& after) {
            ++cut[after.event.dot.ship];
            observed.push_back(cut);
        });
        std::vector<Made> made;
        const RunEnd end = scheduler_.run(bodies_, oracle, steps_max, made);
        History history = fleet_->history();
        history.observed = std::move(observed);
        out_.emplace(ControlledRecording{.end = end,
                                         .log = std::move(*strategy_).finish(),
                                         .history = std::move(history),
                                         .schedule = scheduler_.schedule(),
                                         .made = std::move(made),
                                         .waiting = scheduler_.waiting()});
        return *out_;
    }

private:
    static std::size_t task_count(const Scenario& scenario) {
        return scenario.ships.size() + scenario.sources.size() + (HasDrain<S> ? 1 : 0);
    }

    const Scenario& scenario_;
    const Bounds& bounds_;
    Scheduler scheduler_;
    std::vector<Scheduler::Body> bodies_;
    std::array<std::byte, std::size_t{64} * 1024> buffer_;
    std::optional<std::pmr::monotonic_buffer_resource> memory_;
    std::optional<S> strategy_;
    std::optional<Fleet<ControlledSync, S>> fleet_;
    std::optional<ControlledRecording> out_;
};

template <class S>
std::unique_ptr<ControlledRunner> controlled_runner(const Scenario& scenario,
                                                    const Bounds& bounds) {
    return std::make_unique<ControlledRun<S>>(scenario, bounds);
}

}  // namespace reckon
