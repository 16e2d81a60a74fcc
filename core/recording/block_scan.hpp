#pragma once
/// The blocks of a recording, one after another, that nobody vouches for.

#include "core/recording/block.hpp"

namespace reckon {

struct Block {
    BlockType type;
    std::uint32_t number;
    std::size_t offset;                  ///< Of its first byte in the file.
    std::span<const std::byte> payload;  ///< Unpacked; until the scan goes on.

    /// "block 3 (log)".
    [[nodiscard]] std::string place() const;
};

/// Shape   Ends with the block of type end: what it says is checked, and it is not handed out.
///         Blocks of types to come, in a file of a newer minor version, are checked and skipped.
/// Errors  Whatever is not exactly what a writer wrote: the place is a byte or a block.
/// Cost    At the speed of the checksum, and of zstd where blocks are packed.
class BlockScan {
public:
    explicit BlockScan(std::span<const std::byte> file);

    /// None at the end, and after an error.
    [[nodiscard]] std::optional<Block> next();

    [[nodiscard]] const std::optional<Error>& error() const { return error_; }
    /// Whether the file was torn off at the end of a block or in one, and all before it is whole.
    [[nodiscard]] bool torn() const { return torn_; }
    [[nodiscard]] std::size_t offset() const { return at_; }

    /// Goes on behind what stopped it, at the next block that is intact; false if there is none.
    bool resume();

private:
    std::optional<Block> refuse(std::string value, std::string expected);
    [[nodiscard]] std::optional<Block> at_end(const BlockHead& head, std::size_t whole);
    [[nodiscard]] bool unpack_into(Block& block, const BlockHead& head);

    std::span<const std::byte> file_;
    std::size_t at_ = 0;
    std::uint32_t number_ = 0;
    bool newer_ = false;
    bool done_ = false;
    bool torn_ = false;
    std::optional<Error> error_;
    std::vector<std::byte> unpacked_;
};

}  // namespace reckon
