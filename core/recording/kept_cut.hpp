#pragma once
/// Up to where a torn or damaged recording can be kept.

#include "core/log/cut.hpp"
#include "core/recording/intact_blocks.hpp"

namespace reckon {

/// Follows entries as they stand, and takes those up to a bound that are closed under all that they
/// name.
///
/// Shape  Of a log in sequence an entry names all before it: the first that is not taken is the
///        end. Of any other, it ends its ship.
class ClosedPrefix {
public:
    /// `bound` has a version for each ship, the last that may be taken.
    ClosedPrefix(bool in_sequence, const Cut& bound)
        : in_sequence_{in_sequence}, bound_{bound}, taken_(bound.size()), ended_(bound.size()) {}

    /// `behind_hole`: whether entries before this one may be missing.
    [[nodiscard]] bool take(const Entry& entry, bool behind_hole);

    [[nodiscard]] const Cut& taken() const { return taken_; }
    [[nodiscard]] std::uint64_t count() const { return count_; }

private:
    bool in_sequence_;
    const Cut& bound_;
    Cut taken_;
    std::vector<bool> ended_;
    bool all_ended_ = false;
    std::uint64_t count_ = 0;
};

/// The longest cut for which log and truth have all that they name.
struct KeptCut {
    Cut cut;
    Cut seen;                 ///< The last version of each ship in an entry that is intact.
    std::uint64_t log = 0;    ///< Entries that are kept.
    std::uint64_t truth = 0;  ///< Likewise.
};

/// Errors  Of kind bound: a log that contradicts its truth over and over.
/// Cost    A few passes over the blocks: as many as log and truth cut each other back.
[[nodiscard]] Result<KeptCut> kept_cut(const IntactBlocks& intact);

/// The entries of the log that are in the cut, or of the truth: visit(entry).
template <class Visit>
ClosedPrefix each_kept(const IntactBlocks& intact, BlockType type, const Cut& bound,
                       Visit&& visit) {
    const Setting& setting = intact.setting;
    const bool of_log = type == BlockType::log;
    const EntryBounds bounds = of_log ? setting.log_bounds() : setting.truth_bounds();
    const bool in_sequence = of_log && setting.shape.order == OrderCode::in_sequence;
    ClosedPrefix prefix{in_sequence, bound};
    intact.each(type, [&](std::span<const std::byte> payload, const IntactBlock& block) {
        for (std::size_t at = 0; at < payload.size();) {
            const Entry entry{bounds.shape, payload.data() + at};
            if (prefix.take(entry, block.behind_hole)) visit(entry);
            at += entry.bytes();
        }
    });
    return prefix;
}

}  // namespace reckon
