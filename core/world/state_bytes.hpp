#pragma once
/// A state as bytes, for files: the world alone looks into a state.

#include <optional>

#include "core/world/little_endian.hpp"
#include "core/world/state.hpp"

namespace reckon {

/// Shape  u16 at, u16 bound, u32 refused, i64 cargo, u64 miles; a port is its index in the table of
///        ports, 0xffff nowhere.
inline constexpr std::size_t state_bytes = 24;

void put_state(ByteWriter& out, const State& state);

/// None of bytes that are no state: too few, a port that there is not, at two places or at none,
/// less than no cargo.
[[nodiscard]] std::optional<State> take_state(ByteReader& in);

}  // namespace reckon
