#pragma once

#include "serializers/timestamp.hpp"

namespace reckon {

/// `timestamp` by a clock that may step back: a ship's later event can get the earlier time.
template <class Sync>
class SteppingClock : public ByClockTime<typename Sync::SteppingClock> {
public:
    using ByClockTime<typename Sync::SteppingClock>::ByClockTime;
    static constexpr std::string_view name = "stepping-clock";
    static constexpr std::string_view summary = "timestamp, by a clock that may step back";
    static constexpr Claims claims = always(Fidelity::nothing);
    static constexpr Role role = Role::control;
    static constexpr CaughtOn caught_on{true, true, true, true};
};

}  // namespace reckon
