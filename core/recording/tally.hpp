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

    /// How many things the block holds, as an index has it. see(entry) for each entry of log or
    /// truth, in order, until one is none.
    ///
    /// Errors  A payload that is not what its type has; a mark that promises more than came; a type
    ///         that is out of place. The place is the block.
    template <class See>
    [[nodiscard]] Result<std::uint32_t> count(const Block& block, See&& see) {
        if (block.type == BlockType::log) return count_entries(block, log_, see);
        if (block.type == BlockType::truth && setting_.has_truth) {
            return count_entries(block, truth_, see);
        }
        return count_others(block);
    }
    [[nodiscard]] Result<std::uint32_t> count(const Block& block) {
        return count(block, [](const Entry&) {});
    }

    /// Entries, and global states, so far.
    [[nodiscard]] std::uint64_t log() const { return log_; }
    [[nodiscard]] std::uint64_t truth() const { return truth_; }
    [[nodiscard]] std::uint64_t observed() const { return observed_; }

private:
    [[nodiscard]] static tl::unexpected<Error> wrong(const Block& block, std::string value,
                                                     std::string expected) {
        return fail({block.place(), std::move(value), std::move(expected)});
    }

    template <class See>
    [[nodiscard]] Result<std::uint32_t> count_entries(const Block& block, std::uint64_t& count,
                                                      See& see) {
        const bool log = block.type == BlockType::log;
        std::uint32_t things = 0;
        bool states_fit = true;
        auto problem = each_entry(log ? setting_.log_bounds() : setting_.truth_bounds(),
                                  block.payload, [&](const Entry& entry) {
                                      ++things;
                                      states_fit = states_fit && (log || state_of(entry));
                                      if (states_fit) see(entry);
                                  });
        if (!problem.empty()) return wrong(block, std::move(problem), "entries");
        if (!states_fit) {
            return wrong(block, "bytes that are no state",
                         "ports that there are, and cargo of 0 up");
        }
        count += things;
        return things;
    }

    [[nodiscard]] Result<std::uint32_t> count_others(const Block& block);
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
