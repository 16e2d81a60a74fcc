#pragma once

#include "core/run/strategy.hpp"

namespace reckon {

/// Nothing is recorded: what a step costs without a strategy.
///
/// Threads  Any number.
template <class Sync>
class None {
public:
    using Stamp = NoStamp;
    static constexpr std::string_view name = "none";
    static constexpr std::string_view summary = "nothing is recorded: the baseline for cost";
    static constexpr Claims claims = always(Fidelity::nothing);
    static constexpr Role role = Role::baseline;

    explicit None(const Roster&) {}

    template <class Step>
    void run(ShipId, Step&& step) {
        step.decide(ignore_seen);
        step.publish({});
    }

    Log finish() && { return {}; }
};

}  // namespace reckon
