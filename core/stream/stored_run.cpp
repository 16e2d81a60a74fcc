#include "core/stream/stored_run.hpp"

namespace reckon {

Result<StoredRun> StoredRun::open(const std::filesystem::path& file) {
    auto bytes = FileBytes::open(file);
    if (!bytes) return fail(bytes.error());
    StoredRun run{std::move(*bytes)};
    if (auto error = run.survey()) {
        error->place.insert(0, file.string() + ": ");
        return fail(std::move(*error));
    }
    return run;
}

std::span<const StoredBlock> StoredRun::blocks(BlockType type) const {
    const auto found = blocks_.find(static_cast<std::uint16_t>(type));
    if (found == blocks_.end()) return {};
    return found->second;
}

std::span<const std::byte> StoredRun::payload(BlockType type, std::size_t block) {
    const StoredBlock& at = blocks(type)[block];
    const auto stored = bytes_.bytes().subspan(at.offset + block_head_bytes, at.length);
    if (!at.packed) return stored;
    const auto found = kept_at_.find(at.offset);
    if (found != kept_at_.end()) {
        kept_.splice(kept_.begin(), kept_, found->second);
        return kept_.front().payload;
    }
    if (kept_.size() == kept_max) {
        kept_at_.erase(kept_.back().offset);
        kept_.pop_back();
    }
    kept_.push_front({at.offset, unpack(type, stored).value()});  // It was, once.
    kept_at_[at.offset] = kept_.begin();
    return kept_.front().payload;
}

std::optional<Error> StoredRun::survey() {
    BlockScan scan{bytes_.bytes()};
    auto setting = read_setting(scan);
    if (!setting) return std::move(setting.error());
    setting_ = std::move(*setting);
    while (const auto block = scan.next()) {
        if (auto error = look_at(*block)) return error;
        if (block->type == BlockType::index) {
            if (index_.empty()) index_at_ = block->offset;
            if (!take_index(block->payload, index_)) return Error{block->place(), "half", "whole"};
            continue;
        }
        const auto head = block_head(bytes_.bytes().subspan(block->offset));
        blocks_[static_cast<std::uint16_t>(block->type)].push_back(
            {block->offset, head->length, (head->flags & BlockHead::packed) != 0});
    }
    return scan.error();
}

std::optional<Error> StoredRun::look_at(const Block& block) {
    const auto wrong = [&](std::string value, std::string expected) {
        return Error{block.place(), std::move(value), std::move(expected)};
    };
    const bool log = block.type == BlockType::log;
    if (!log && block.type != BlockType::truth) return std::nullopt;
    if (!log && !setting_.has_truth) return wrong("out of place", "no truth, by the shape");
    std::uint64_t& count = log ? log_entries_ : truth_entries_;
    bool states_fit = true;
    const auto problem = each_entry(log ? setting_.log_bounds() : setting_.truth_bounds(),
                                    block.payload, [&](const Entry& entry) {
                                        ++count;
                                        if (!log) states_fit = states_fit && state_of(entry);
                                    });
    if (!problem.empty()) return wrong(problem, "entries");
    if (!states_fit) return wrong("bytes that are no state", "states");
    return std::nullopt;
}

}  // namespace reckon
