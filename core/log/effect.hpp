#pragma once
/// What an event did outside the fleet, and what came back.

#include <cstdint>

#include "core/log/event.hpp"

namespace reckon {

struct Effect {
    Dot event;
    std::uint64_t result = 0;

    friend bool operator==(const Effect&, const Effect&) = default;
};

}  // namespace reckon
