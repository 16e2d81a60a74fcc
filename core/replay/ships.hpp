#pragma once
/// The fleet as it is brought back: applies single entries of a log.

#include <atomic>

#include "core/replay/partial_order.hpp"
#include "core/replay/replay.hpp"

namespace reckon {

/// Where one ship has got to, on a cache line of its own.
struct alignas(64) ShipAtWork {
    State* states = nullptr;   // By version.
    Version* reads = nullptr;  // Where what its next deref returns goes.
    std::atomic<Version> done{0};
};

/// Threads  A ship's events one after another; different ships side by side, if each version named
///          is known to have been applied.
class ShipsAtWork {
public:
    /// Shapes the replay for the log.
    ShipsAtWork(const Scenario& scenario, const Log& log, const Survey& survey, void (*work)(),
                Replay& replay)
        : orders_{scenario.orders.data()},
          events_{log.events.data()},
          work_{work},
          ships_(scenario.ships.size()) {
        replay.reads.shape(survey.reads);
        replay.states.shape(survey.events, 1);  // With the initial state.
        for (ShipId ship = 0; ship < ships_.size(); ++ship) {
            ships_[ship].states = replay.states[ship].data();
            ships_[ship].reads = replay.reads[ship].data();
            ships_[ship].states[0] = scenario.ships[ship].initial;
        }
    }

    [[nodiscard]] ShipAtWork& operator[](ShipId ship) { return ships_[ship]; }

    /// How many of a ship's events have been applied, and may be read.
    [[nodiscard]] Version done(ShipId ship) const {
        return ships_[ship].done.load(std::memory_order_acquire);
    }

    /// Applies an entry, its k-th deref returning read_of(entry, k, ship, what stands where the
    /// answer goes). False if it is out of its ship's turn or reads what is not there.
    template <class ReadOf>
    bool apply_entry(std::uint32_t entry, ReadOf&& read_of) {
        const Event& event = events_[entry];
        ShipAtWork& ship = ships_[event.dot.ship];
        const Version before = ship.done.load(std::memory_order_relaxed);
        if (event.dot.version != before + 1) return false;
        const Order& order = orders_[event.order];
        const auto read = [&](std::size_t k, ShipId other) -> const State* {
            const Version version = read_of(entry, k, other, *ship.reads);
            // An event's own clock counts the event itself; a damaged log can make it deref that.
            const bool itself = other == event.dot.ship && version > before;
            if (version == not_there || itself) return nullptr;
            *ship.reads++ = version;
            return ships_[other].states + version;
        };
        const auto asked = derefs(order);
        State& after = ship.states[before + 1];
        if (work_ != nullptr) work_();
        if (asked.empty()) {
            after = apply(ship.states[before], order, {});
        } else if (asked.size() == 1) {
            const State* state = read(0, asked[0]);
            if (state == nullptr) return false;
            after = apply(ship.states[before], order, {state, 1});
        } else {
            std::array<State, derefs_max> states;
            for (std::size_t k = 0; k < asked.size(); ++k) {
                const State* state = read(k, asked[k]);
                if (state == nullptr) return false;
                states[k] = *state;
            }
            after = apply(ship.states[before], order, std::span{states}.first(asked.size()));
        }
        ship.done.store(before + 1, std::memory_order_release);
        return true;
    }

private:
    const Order* orders_;
    const Event* events_;
    void (*work_)();
    std::vector<ShipAtWork> ships_;
};

}  // namespace reckon
