#include "core/recording/intact_blocks.hpp"

#include "core/log/effect.hpp"

namespace reckon {
namespace {

class Search {
public:
    explicit Search(std::span<const std::byte> file) : scan_{file} { found_.file = file; }

    Result<IntactBlocks> find() {
        const auto file = found_.file;
        const auto header = file.first(std::min(header_bytes, file.size()));
        // A header of whose version nothing is known is presumed to be of this one.
        if (scan_.error() && !(header_is_damaged(header) && resume())) {
            return fail(*scan_.error());
        }
        auto setting = read_setting(scan_);
        if (!setting) return fail(setting.error());
        found_.setting = std::move(*setting);
        next_number_ = scan_.number();
        while (go_on()) {
        }
        found_.whole = whole_;
        return std::move(found_);
    }

private:
    /// Takes blocks up to the next damage, and finds what is behind it. False at the end.
    bool go_on() {
        while (const auto block = scan_.next()) {
            // A block whose turn is past is another's, or a copy.
            const bool late = block->number < next_number_;
            hole_ = hole_ || block->number > next_number_;
            if (late || !take(*block)) {
                found_.damaged_bytes += scan_.offset() - block->offset;
                whole_ = false;
                hole_ = hole_ || !late;
            }
            if (!late) next_number_ = block->number + 1;
        }
        return scan_.error() && resume();
    }

    bool resume() {
        whole_ = false;
        const std::size_t from = scan_.offset();
        const bool more = scan_.resume();
        found_.damaged_bytes += (more ? scan_.offset() : found_.file.size()) - from;
        return more;
    }

    /// False if the payload is not what the type has.
    bool take(const Block& block) {
        const Setting& setting = found_.setting;
        std::size_t things = 0;
        bool states_fit = true;
        const auto list_of = [&](std::size_t bytes) {
            things = block.payload.size() / bytes;
            return block.payload.size() % bytes == 0;
        };
        switch (block.type) {
            case BlockType::log: {
                const auto count = [&](const Entry&) { ++things; };
                if (!each_entry(setting.log_bounds(), block.payload, count).empty()) return false;
                const bool in_sequence = setting.shape.order == OrderCode::in_sequence;
                if (!in_sequence || !hole_) log_ += things;
                break;
            }
            case BlockType::truth: {
                if (!setting.has_truth) return false;
                const auto count = [&](const Entry& entry) {
                    ++things;
                    states_fit = states_fit && state_of(entry).has_value();
                };
                if (!each_entry(setting.truth_bounds(), block.payload, count).empty()) return false;
                if (!states_fit) return false;
                truth_ += things;
                break;
            }
            case BlockType::observed:
                if (!setting.has_truth) return false;
                if (!list_of(setting.scenario.ships.size() * sizeof(Version))) return false;
                break;
            case BlockType::effects:
                if (!list_of(sizeof(Effect))) return false;
                break;
            case BlockType::synced: return take_mark(block);
            case BlockType::snapshot:
            case BlockType::index: return true;  // To be made anew.
            default: return false;
        }
        found_.blocks.push_back({block.offset, block.type, block.packed, hole_,
                                 static_cast<std::uint32_t>(things)});
        return true;
    }

    bool take_mark(const Block& block) {
        ByteReader in{block.payload};
        static_cast<void>(in.take<std::uint64_t>());  // Where it stood; it may have been moved.
        const auto log = in.take<std::uint64_t>();
        const auto truth = in.take<std::uint64_t>();
        if (in.ran_out() || in.left() > 0) return false;
        found_.log_promised = log;
        found_.truth_promised = truth;
        found_.promise_broken = log > log_ || truth > truth_;
        return true;
    }

    BlockScan scan_;
    IntactBlocks found_;
    bool whole_ = true;
    bool hole_ = false;
    std::uint32_t next_number_ = 0;
    std::uint64_t log_ = 0;  // Entries so far that are of use.
    std::uint64_t truth_ = 0;
};

}  // namespace

Result<IntactBlocks> find_intact(std::span<const std::byte> file) {
    return Search{file}.find();
}

}  // namespace reckon
