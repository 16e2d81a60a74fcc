#pragma once
/// The blocks of a recording, one after another, that nobody vouches for.

#include "core/recording/block.hpp"

namespace reckon {

struct Block {
    BlockType type;
    std::uint32_t number;
    std::size_t offset;                  ///< Of its first byte in the file.
    std::span<const std::byte> payload;  ///< Unpacked; until the scan goes on.
    bool packed = false;                 ///< As it lies in the file.

    /// "block 3 (log)".
    [[nodiscard]] std::string place() const;
};

/// Shape   Ends with the block of type end: what it says is checked, and it is not handed out.
///         What the index says of the blocks before it is checked, unless some were missing. Blocks
///         of types to come, in a file of a newer minor version, are checked and skipped.
/// Errors  Whatever is not exactly what a writer wrote: the place is a byte or a block.
/// Cost    At the speed of the checksum, and of zstd where blocks are packed.
class BlockScan {
public:
    explicit BlockScan(std::span<const std::byte> file);

    /// None at the end, and after an error.
    [[nodiscard]] std::optional<Block> next();

    [[nodiscard]] const std::optional<Error>& error() const { return error_; }
    /// How many things the last block held, for the index to agree with.
    void held(std::size_t things) { seen_.back().things = static_cast<std::uint32_t>(things); }

    /// Whether the file was torn off at the end of a block or in one, and all before it is whole.
    [[nodiscard]] bool torn() const { return torn_; }
    [[nodiscard]] std::size_t offset() const { return at_; }
    /// Of the block that is to come.
    [[nodiscard]] std::uint32_t number() const { return number_; }

    /// Goes on behind what stopped it, at the next block that is intact; false if there is none.
    /// Behind a damaged header, this version is presumed.
    bool resume();

private:
    /// A block, for the index to be held against.
    struct Seen {
        std::uint64_t offset;
        BlockType type;
        std::optional<std::uint32_t> things;
    };

    std::optional<Block> refuse(std::string value, std::string expected);
    [[nodiscard]] std::optional<BlockHead> whole_head();
    [[nodiscard]] bool index_fits(const Block& block);
    [[nodiscard]] std::optional<Block> at_end(const BlockHead& head, std::size_t whole);
    [[nodiscard]] bool unpack_into(Block& block, const BlockHead& head);

    std::span<const std::byte> file_;
    std::size_t at_ = 0;
    std::uint32_t number_ = 0;
    bool begun_ = false;    // The header is behind it.
    bool skipped_ = false;  // Something: the index speaks of more than was seen.
    bool newer_ = false;
    bool done_ = false;
    bool torn_ = false;
    std::optional<Error> error_;
    std::vector<std::byte> unpacked_;
    std::vector<Seen> seen_;               // Before the index.
    std::size_t indexed_ = 0;              // How many of them the index has named.
    std::optional<std::size_t> index_at_;  // Once there is one.
};

}  // namespace reckon
