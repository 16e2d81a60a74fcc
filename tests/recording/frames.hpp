#pragma once
/// Recording files taken apart and put together again, with checksums that match.

#include <vector>

#include "core/recording/block_scan.hpp"
#include "core/recording/block_writer.hpp"

namespace reckon {

using Bytes = std::vector<std::byte>;

/// A block, as it is before it is packed.
struct Piece {
    BlockType type;
    Bytes payload;
    std::uint32_t things = 0;
};

/// Of a file that is whole: its blocks but for index and end.
[[nodiscard]] std::vector<Piece> pieces_of(std::span<const std::byte> file);

/// A whole file of these blocks: numbers, index and end are those of these.
[[nodiscard]] Bytes framed(const std::vector<Piece>& pieces, int pack = 0);

/// Where each block of a file begins, and the end of the last one.
[[nodiscard]] std::vector<std::size_t> offsets_of(std::span<const std::byte> file);

}  // namespace reckon
