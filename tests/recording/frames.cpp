#include "tests/recording/frames.hpp"

#include "core/world/little_endian.hpp"

namespace reckon {

std::vector<Piece> pieces_of(std::span<const std::byte> file) {
    std::vector<Piece> pieces;
    BlockScan scan{file};
    while (const auto block = scan.next()) {
        if (block->type != BlockType::index) {
            pieces.push_back({block->type, {block->payload.begin(), block->payload.end()}});
            continue;
        }
        ByteReader in{block->payload};
        for (Piece& piece : pieces) {
            static_cast<void>(in.take<std::uint64_t>());
            static_cast<void>(in.take<std::uint32_t>());
            piece.things = in.take<std::uint32_t>();
        }
    }
    return pieces;
}

Bytes framed(const std::vector<Piece>& pieces, int pack) {
    MemoryFile file;
    Output output{"memory", 0, file};
    BlockWriter writer{output, pack};
    BlockDraft draft;
    for (const Piece& piece : pieces) {
        draft.put(std::span<const std::byte>{piece.payload});
        draft.count(piece.things);
        writer.write(piece.type, draft);
    }
    writer.finish();
    return file.bytes();
}

std::vector<std::size_t> offsets_of(std::span<const std::byte> file) {
    std::vector<std::size_t> offsets;
    std::size_t at = header_bytes;
    while (at < file.size()) {
        offsets.push_back(at);
        at += block_head(file.subspan(at))->length + frame_bytes;
    }
    offsets.push_back(at);
    return offsets;
}

}  // namespace reckon
