#pragma once
/// A partial order replayed by several threads.

#include "core/replay/partial_order.hpp"
#include "core/replay/ships.hpp"

namespace reckon {

/// Applies all entries of a partial order. False if some entry cannot be applied: then the ships
/// are left wherever they got to.
///
/// Threads  Called by one, which works along with threads - 1 others of oneTBB's.
/// Cost     4 bytes an event.
[[nodiscard]] bool apply_in_parallel(const PartialOrder& order, ShipsAtWork& ships,
                                     std::uint32_t threads);

}  // namespace reckon
