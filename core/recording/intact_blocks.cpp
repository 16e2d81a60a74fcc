#include "core/recording/intact_blocks.hpp"

#include "core/recording/tally.hpp"

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
        if (!setting) return fail(too_early(std::move(setting.error())));
        found_.setting = std::move(*setting);
        tally_.emplace(found_.setting);
        next_number_ = scan_.number();
        while (go_on()) {
        }
        found_.whole = whole_;
        found_.finished = scan_.ended();
        return std::move(found_);
    }

private:
    /// Whoever asks is recovering already.
    static Error too_early(Error error) {
        const auto way_out = error.expected.find("; `reckon recover");
        if (way_out != std::string::npos) error.expected.resize(way_out);
        error.expected += ": without what stands before the log nothing can be recovered";
        return error;
    }

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
        if (block.type == BlockType::synced) return take_mark(block);
        const auto things = tally_->count(block);
        if (!things) return false;
        if (block.type == BlockType::index) return true;
        scan_.held(*things);
        if (block.type == BlockType::snapshot) return true;  // To be made anew.
        found_.blocks.push_back({block.offset, block.type, block.packed, hole_, *things});
        return true;
    }

    /// It may have been moved, and what it promises be gone: that is for who knows what is kept.
    bool take_mark(const Block& block) {
        const auto mark = reckon::take_mark(block.payload);
        if (!mark) return false;
        found_.log_promised = mark->log;
        found_.truth_promised = mark->truth;
        scan_.held(1);
        if (!tally_->count(block)) whole_ = false;
        return true;
    }

    BlockScan scan_;
    IntactBlocks found_;
    bool whole_ = true;
    bool hole_ = false;
    std::uint32_t next_number_ = 0;
    std::optional<Tally> tally_;
};

}  // namespace

Result<IntactBlocks> find_intact(std::span<const std::byte> file) {
    return Search{file}.find();
}

}  // namespace reckon
