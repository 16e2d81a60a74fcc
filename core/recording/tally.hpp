#pragma once
/// What a recording holds, counted block by block and held against its marks.

#include "core/recording/setting.hpp"

namespace reckon {

/// Looks at what stands behind the shape, as far as a block by itself and the numbers before it
/// tell.
///
/// Threads  One.
/// Order    The blocks as they stand in the file.
class Tally {
public:
    /// The setting outlives it.
    explicit Tally(const Setting& setting) : setting_{setting} {}

    /// How many things the block holds, as an index has it.
    ///
    /// Errors  A payload that is not what its type has; a mark that promises more than came; a type
    ///         that is out of place. The place is the block.
    [[nodiscard]] Result<std::uint32_t> count(const Block& block);

    /// Entries, and global states, so far.
    [[nodiscard]] std::uint64_t log() const { return log_; }
    [[nodiscard]] std::uint64_t truth() const { return truth_; }
    [[nodiscard]] std::uint64_t observed() const { return observed_; }

private:
    [[nodiscard]] Result<std::uint32_t> count_log(const Block& block);
    [[nodiscard]] Result<std::uint32_t> count_truth(const Block& block);
    [[nodiscard]] Result<std::uint32_t> count_mark(const Block& block) const;

    const Setting& setting_;
    std::uint64_t log_ = 0;
    std::uint64_t truth_ = 0;
    std::uint64_t observed_ = 0;
};

/// What a sync has made to survive.
struct SyncMark {
    std::uint64_t bytes;  ///< Before it.
    std::uint64_t log;    ///< Entries before it that are closed under all that log and truth name.
    std::uint64_t truth;  ///< Likewise.
};

/// None of a payload that is no mark.
[[nodiscard]] std::optional<SyncMark> take_mark(std::span<const std::byte> payload);

}  // namespace reckon
