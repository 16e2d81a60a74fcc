#pragma once
/// What is intact of a recording that may be torn or damaged.

#include "core/recording/setting.hpp"

namespace reckon {

/// A block that is intact, and whose payload is what its type has.
struct IntactBlock {
    std::size_t offset;  ///< Of its first byte in the file.
    BlockType type;
    bool packed;
    bool behind_hole;  ///< Whether a block before it is missing.
    std::uint32_t things;
};

struct IntactBlocks {
    std::span<const std::byte> file;
    Setting setting;
    std::vector<IntactBlock> blocks;   ///< Behind the shape: log, truth, observed, effects.
    bool whole = false;                ///< Nothing is missing.
    bool finished = false;             ///< It had its end: what is missing was damaged, not torn.
    std::uint64_t damaged_bytes = 0;   ///< That are no intact block.
    std::uint64_t log_promised = 0;    ///< Entries, by the last intact mark of a sync.
    std::uint64_t truth_promised = 0;  ///< Likewise.

    /// visit(payload, block) for each block of this type, in order. The payload stays until visit
    /// returns.
    template <class Visit>
    void each(BlockType type, Visit&& visit) const {
        for (const IntactBlock& block : blocks) {
            if (block.type != type) continue;
            const auto head = block_head(file.subspan(block.offset));
            const auto payload = file.subspan(block.offset + block_head_bytes, head->length);
            // A payload that could be unpacked once can be again.
            block.packed ? visit(*unpack(type, payload), block) : visit(payload, block);
        }
    }
};

/// Shape   Refers to the file's bytes, which outlive it.
/// Errors  A file that is no recording, or one of another major version; a setting that is not
///         intact. The place is a byte or a block.
/// Cost    One pass; 24 bytes of memory a block.
[[nodiscard]] Result<IntactBlocks> find_intact(std::span<const std::byte> file);

}  // namespace reckon
