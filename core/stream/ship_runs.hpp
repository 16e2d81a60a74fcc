#pragma once
/// The entries of each ship, one after another, wherever in a file they lie.

#include <functional>

#include "core/stream/stored_run.hpp"

namespace reckon {

/// Threads  One.
/// Cost     One pass over the blocks. In memory 12 bytes for each piece of the file in which
///          entries of one ship stand side by side, up to piece_bytes_max; of a file whose blocks
///          are packed a piece a ship besides.
class ShipRuns {
public:
    /// Side by side, so many bytes at most.
    static constexpr std::size_t piece_bytes_max = 16U << 10;

    using Look = std::function<void(const Entry&)>;

    /// Of the log's entries, or the truth's; looks at each as it stands in the file. The run
    /// outlives it.
    ShipRuns(StoredRun& run, BlockType type, const Look& look = {});

    /// The ship's next entry, until it is asked for the next one; none at the end.
    [[nodiscard]] std::optional<Entry> next(ShipId ship);

private:
    struct Piece {
        std::uint32_t block;
        std::uint32_t begin;
        std::uint32_t end;
    };

    struct Cursor {
        std::vector<Piece> pieces;
        std::size_t next_piece = 0;
        std::span<const std::byte> left;
        std::vector<std::byte> copy;  // Of what was unpacked.
    };

    void add(ShipId ship, Piece piece);

    StoredRun& run_;
    BlockType type_;
    EntryShape shape_;
    std::vector<Cursor> ships_;
};

}  // namespace reckon
