#include "core/recording/block_writer.hpp"

#include <utility>

namespace reckon {

BlockWriter::BlockWriter(Output& output, int pack) : output_{output}, pack_{pack} {
    output_.write(recording_header());
}

void BlockWriter::write(BlockType type, BlockDraft& draft) {
    index_.push_back({output_.written(), type, draft.things()});
    packed_.resize(block_head_bytes);
    const bool packed = pack_ > 0 && append_packed(packed_, draft.payload(), pack_);
    std::vector<std::byte>& block = packed ? packed_ : draft.bytes_;
    seal(block, type, count_++, packed ? BlockHead::packed : std::uint16_t{0});
    output_.write(block);
    draft.clear();
}

void BlockWriter::finish() {
    BlockDraft index;
    const std::uint64_t at = output_.written();
    const auto blocks = std::exchange(index_, {});  // The index does not name its own blocks.
    for (const IndexEntry& entry : blocks) {
        index.put(entry.offset);
        index.put(static_cast<std::uint32_t>(entry.type));
        index.put(entry.things);
        index.count();
        if (index.size() >= payload_bytes_max / 2) write(BlockType::index, index);
    }
    write(BlockType::index, index);
    BlockDraft end;
    end.put(at);
    end.put(count_);
    pack_ = 0;  // So that the last block has the same length in every file.
    write(BlockType::end, end);
}

}  // namespace reckon
