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

/// Blocks, one after another, wherever they come from.
class BlockSource {
public:
    BlockSource() = default;
    BlockSource(const BlockSource&) = default;
    BlockSource(BlockSource&&) = default;
    BlockSource& operator=(const BlockSource&) = default;
    BlockSource& operator=(BlockSource&&) = default;
    virtual ~BlockSource() = default;

    /// None at the end, and after an error.
    [[nodiscard]] virtual std::optional<Block> next() = 0;
    [[nodiscard]] virtual const std::optional<Error>& error() const = 0;
};

/// Shape   Ends with the block of type end: what it says is checked, and it is not handed out. What
///         the index says of the blocks before it is checked too, unless some were missing. Blocks
///         of types to come, in a file of a newer minor version, are checked and skipped.
/// Errors  Whatever is not exactly what a writer wrote: the place is a byte or a block.
/// Cost    At the speed of the checksum, and of zstd where blocks are packed.
class BlockScan final : public BlockSource {
public:
    explicit BlockScan(std::span<const std::byte> file);

    [[nodiscard]] std::optional<Block> next() override;
    [[nodiscard]] const std::optional<Error>& error() const override { return error_; }

    /// How many things the last block held, for the index to agree with.
    void held(std::size_t things) { seen_.back().things = static_cast<std::uint32_t>(things); }

    /// Whether the file was torn off at the end of a block or in one, and all before it is whole.
    [[nodiscard]] bool torn() const { return torn_; }
    [[nodiscard]] std::size_t offset() const { return at_; }
    /// Whether the end was found, with nothing wrong before it.
    [[nodiscard]] bool ended() const { return done_ && !error_; }
    /// Of the block that is to come.
    [[nodiscard]] std::uint32_t number() const { return number_; }

    /// Goes on behind what stopped it, at the next block that is intact; false if there is none.
    /// Behind a damaged header, this version is presumed.
    bool resume();

    /// Goes on where it is, in a file that was torn and has grown since: `bytes` are what it has
    /// from offset() on, the older ones again. Nothing can be resumed from then on.
    void grow(std::span<const std::byte> bytes);

    /// Whether it has come to an index.
    [[nodiscard]] bool in_index() const { return index_at_.has_value(); }
    /// Goes back to where the index began, whatever stopped it since: something else may come to
    /// stand there. As after a torn block, grow has what there is from offset() on.
    void leave_index();

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
    /// What there is from at_ on.
    [[nodiscard]] std::span<const std::byte> rest() const { return file_.subspan(at_ - begin_); }

    std::span<const std::byte> file_;
    std::size_t begin_ = 0;  // Where in the file its first byte is, which may have grown.
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
    std::uint32_t index_number_ = 0;       // Of its first block.
};

}  // namespace reckon
