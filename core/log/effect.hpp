#pragma once
/// What the world outside answered when a ship came into port.

#include <cstdint>

#include "core/log/event.hpp"

namespace reckon {

/// The result of one call of a gateway, and the arrival that called it.
struct Effect {
    Dot event;
    std::uint64_t result = 0;

    friend bool operator==(const Effect&, const Effect&) = default;
};

}  // namespace reckon
