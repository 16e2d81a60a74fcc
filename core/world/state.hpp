#pragma once
/// The state of a ship: a small immutable value.

#include <cstdint>
#include <type_traits>

#include "core/world/ids.hpp"

namespace reckon {

/// Either in port (`at` is a port, `bound` is nowhere) or at sea (`at` is nowhere, `bound` a port).
///
/// Units  Whole tons and whole nautical miles. A leg's miles count from the moment it begins.
struct State {
    PortId at = nowhere;
    PortId bound = nowhere;
    std::uint32_t refused = 0;  ///< Orders that made no sense when they came.
    std::int64_t cargo = 0;
    std::uint64_t miles = 0;

    [[nodiscard]] bool at_sea() const { return at == nowhere; }

    /// Where the ship is bound, or else where it lies.
    [[nodiscard]] PortId heading() const { return at_sea() ? bound : at; }

    friend bool operator==(const State&, const State&) = default;
};

static_assert(std::is_trivially_copyable_v<State> && sizeof(State) == 24);

}  // namespace reckon
