#include "core/stream/stored_run.hpp"

#include "core/recording/tally.hpp"

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

Payload StoredRun::payload(BlockType type, std::size_t block) {
    const StoredBlock& at = blocks(type)[block];
    const auto stored = bytes_.bytes().subspan(at.offset + block_head_bytes, at.length);
    if (!at.packed) return {stored, nullptr};
    const auto found = kept_at_.find(at.offset);
    if (found != kept_at_.end()) {
        kept_.splice(kept_.begin(), kept_, found->second);
    } else {
        if (kept_.size() == kept_max) {
            kept_at_.erase(kept_.back().offset);
            kept_.pop_back();
        }
        auto unpacked = unpack(type, stored).value();  // It was, once.
        kept_.push_front(
            {at.offset, std::make_shared<const std::vector<std::byte>>(std::move(unpacked))});
        kept_at_[at.offset] = kept_.begin();
    }
    const auto& payload = kept_.front().payload;
    return {*payload, payload};
}

std::optional<Error> StoredRun::survey() {
    BlockScan scan{bytes_.bytes()};
    auto setting = read_setting(scan, PlansKept::each_order_once);
    if (!setting) return std::move(setting.error());
    setting_ = std::move(*setting);
    Tally tally{setting_};
    while (const auto block = scan.next()) {
        const auto things = tally.count(*block);
        if (!things) return things.error();
        if (block->type == BlockType::index) {
            if (index_.empty()) index_at_ = block->offset;
            if (!take_index(block->payload, index_)) return Error{block->place(), "half", "whole"};
            continue;
        }
        scan.held(*things);
        const auto head = block_head(bytes_.bytes().subspan(block->offset));
        blocks_[static_cast<std::uint16_t>(block->type)].push_back(
            {block->offset, head->length, (head->flags & BlockHead::packed) != 0});
    }
    log_entries_ = tally.log();
    truth_entries_ = tally.truth();
    observed_ = tally.observed();
    return scan.error();
}

}  // namespace reckon
