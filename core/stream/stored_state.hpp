#pragma once
/// A global state of a stored run, begun from a snapshot.

#include "core/replay/state_at.hpp"
#include "core/stream/indexed_run.hpp"

namespace reckon {

/// Which cut is asked for.
struct AskedCut {
    enum class Kind : std::uint8_t {
        end,       ///< All that the log has.
        entry,     ///< After so many entries of a log that is a total order.
        smallest,  ///< The smallest consistent cut that contains the dots.
        these,     ///< Just the dots; the other ships at their first version, or at their last.
    };

    Kind kind = Kind::end;
    std::uint64_t entry = 0;
    std::vector<Dot> dots;
    bool rest_at_end = false;
};

/// Whether stored_state can answer: the log stands in the order of its replay, and there are
/// snapshots.
[[nodiscard]] bool can_begin_in_the_middle(const IndexedRun& run);

/// What state_at and the cuts of core/replay say, without reading the whole file.
///
/// Errors  As those; the place is "cut". A log that cannot be replayed; what IndexedRun has.
/// Cost    A replay of what lies between two snapshots, twice; of the smallest cut around dots, of
///         as many as it takes until all of a snapshot is in their past.
[[nodiscard]] Result<StateAt> stored_state(const IndexedRun& run, const AskedCut& asked);

}  // namespace reckon
