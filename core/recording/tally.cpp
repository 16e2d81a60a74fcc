#include "core/recording/tally.hpp"

#include "core/log/effect.hpp"

namespace reckon {
namespace {

/// How many pieces of this length a payload consists of.
Result<std::uint32_t> pieces(const Block& block, std::size_t bytes, std::string_view of) {
    if (block.payload.size() % bytes != 0) {
        return fail({block.place(), "half of one", std::string{of}});
    }
    return static_cast<std::uint32_t>(block.payload.size() / bytes);
}

}  // namespace

std::optional<SyncMark> take_mark(std::span<const std::byte> payload) {
    ByteReader in{payload};
    const auto bytes = in.take<std::uint64_t>();
    const auto log = in.take<std::uint64_t>();
    const SyncMark mark{bytes, log, in.take<std::uint64_t>()};
    if (in.ran_out() || in.left() > 0) return std::nullopt;
    return mark;
}

Result<std::uint32_t> Tally::count_others(const Block& block) {
    const bool of_history = block.type == BlockType::truth || block.type == BlockType::observed;
    if (of_history && !setting_.has_truth) {
        return wrong(block, "out of place", "no truth, by the shape");
    }
    switch (block.type) {
        case BlockType::observed: {
            const std::size_t each = setting_.scenario.ships.size() * sizeof(Version);
            auto things = pieces(block, each, "global states, a version of each ship");
            if (things) observed_ += *things;
            return things;
        }
        case BlockType::effects: return pieces(block, sizeof(Effect), "events and results");
        case BlockType::synced: return count_mark(block);
        case BlockType::snapshot: return 1;
        case BlockType::index: return 0;  // Its own blocks are not in it.
        default: return wrong(block, "out of place", "a block that stands behind the shape");
    }
}

Result<std::uint32_t> Tally::count_mark(const Block& block) const {
    const auto mark = take_mark(block.payload);
    if (!mark || mark->bytes != block.offset || mark->log > log_ || mark->truth > truth_) {
        return wrong(block, "a mark of another file", "what stands before it");
    }
    return 1;
}

}  // namespace reckon
