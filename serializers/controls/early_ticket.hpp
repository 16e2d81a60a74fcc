#pragma once

#include "core/run/stamped_lanes.hpp"

namespace reckon {

/// A ticket taken before decide: what the step then reads can be the work of a later ticket.
template <class Sync>
class EarlyTicket {
public:
    using Stamp = NoStamp;
    static constexpr std::string_view name = "early-ticket";
    static constexpr std::string_view summary = "a ticket taken before decide";
    static constexpr Claims claims = faithful_without_derefs;
    static constexpr Role role = Role::control;
    static constexpr CaughtOn caught_on{false, false, true, true};

    explicit EarlyTicket(const Roster& roster) : lanes_{roster} {}

    template <class Step>
    void run(ShipId ship, Step&& step) {
        const std::uint64_t ticket = next_.fetch_add(1);
        step.decide(ignore_seen);
        step.publish({});
        lanes_.append(ship, step.event(), ticket);
    }

    [[nodiscard]] auto tap() const { return lanes_.tap(); }

    Log finish() && { return lanes_.log(); }

private:
    typename Sync::template Atomic<std::uint64_t> next_{0};
    StampedLanes lanes_;
};

}  // namespace reckon
