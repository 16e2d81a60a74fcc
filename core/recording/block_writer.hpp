#pragma once
/// Blocks, one after another, to an output.

#include <span>
#include <type_traits>
#include <vector>

#include "core/recording/block.hpp"
#include "core/recording/output.hpp"

namespace reckon {

/// What comes to be a block: its payload, with room for the head before it.
class BlockDraft {
public:
    BlockDraft() { clear(); }

    template <class T>
    void put(const T& value) {
        static_assert(std::is_trivially_copyable_v<T> &&
                      std::has_unique_object_representations_v<T>);
        put(std::as_bytes(std::span{&value, 1}));
    }
    void put(std::span<const std::byte> bytes) {
        bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    }
    /// So many things more are in the payload.
    void count(std::size_t things = 1) { things_ += static_cast<std::uint32_t>(things); }

    [[nodiscard]] std::span<const std::byte> payload() const {
        return std::span{bytes_}.subspan(block_head_bytes);
    }
    [[nodiscard]] std::size_t size() const { return bytes_.size() - block_head_bytes; }
    [[nodiscard]] bool empty() const { return size() == 0; }
    [[nodiscard]] std::uint32_t things() const { return things_; }

    /// Keeps the memory.
    void clear() {
        bytes_.resize(block_head_bytes);
        things_ = 0;
    }

private:
    friend class BlockWriter;

    std::vector<std::byte> bytes_;
    std::uint32_t things_ = 0;
};

/// A block as the file's index has it.
struct IndexEntry {
    std::uint64_t offset;  ///< Of its first byte in the file.
    BlockType type;
    std::uint32_t things;  ///< Entries, or whatever it is a list of.
};

/// Appends what a block of the index has; false of a payload that is none.
[[nodiscard]] bool take_index(std::span<const std::byte> payload, std::vector<IndexEntry>& index);

/// Threads  One.
class BlockWriter {
public:
    /// Writes the header. `pack` is zstd's level, or 0 for none.
    BlockWriter(Output& output, int pack);

    /// Goes on behind these blocks, which are all that the output has.
    BlockWriter(Output& output, std::vector<IndexEntry> blocks);

    /// Writes the block, and clears the draft.
    void write(BlockType type, BlockDraft& draft);

    /// Writes the index of all blocks so far, and the block that says how many there were.
    void finish();

private:
    Output& output_;
    int pack_;
    std::uint32_t count_ = 0;
    std::vector<std::byte> packed_;
    std::vector<IndexEntry> index_;
};

}  // namespace reckon
