#pragma once

#include "core/run/strategy.hpp"

namespace reckon {

/// A bounded ring that a consumer empties, and that drops what comes while it is full.
template <class Sync>
class Lossy {
public:
    using Stamp = NoStamp;
    static constexpr std::string_view name = "lossy";
    static constexpr std::string_view summary = "a bounded ring that drops when full";
    static constexpr Claims claims = always(Fidelity::nothing);
    static constexpr Role role = Role::control;
    static constexpr CaughtOn caught_on{true, true, true, true};

    explicit Lossy(const Roster& roster) : log_{roster.memory} {
        log_.reserve(roster.total_events());
    }

    template <class Step>
    void run(ShipId, Step&& step) {
        step.decide(ignore_seen);
        step.publish({});
        [[maybe_unused]] const bool kept = ring_.try_push(step.event());
    }

    void drain() {
        for (Event event; ring_.pop(event);) log_.push_back(event);
    }

    Log finish() && { return {std::move(log_), InSequence{}, {}}; }

private:
    static constexpr std::size_t capacity = 64;

    typename Sync::template Ring<Event> ring_{capacity};
    std::pmr::vector<Event> log_;  // The consumer's.
};

}  // namespace reckon
