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
    switch (block.type) {
        case BlockType::log: return look_at_entries(block);
        case BlockType::truth:
        case BlockType::observed: break;
        case BlockType::effects:
        case BlockType::synced:
        case BlockType::snapshot:
        case BlockType::index: return std::nullopt;
        default: return wrong("out of place", "a block that stands behind the shape");
    }
    if (!setting_.has_truth) return wrong("out of place", "no truth, by the shape");
    if (block.type == BlockType::truth) return look_at_entries(block);
    const std::size_t each = setting_.scenario.ships.size() * sizeof(Version);
    if (block.payload.size() % each != 0) {
        return wrong("half a global state", "a version of each ship");
    }
    observed_ += block.payload.size() / each;
    return std::nullopt;
}

std::optional<Error> StoredRun::look_at_entries(const Block& block) {
    const bool log = block.type == BlockType::log;
    const ShipId ships = setting_.scenario.ship_count();
    std::uint64_t count = 0;
    bool fit = true;
    auto problem = each_entry(log ? setting_.log_bounds() : setting_.truth_bounds(), block.payload,
                              [&](const Entry& entry) {
                                  ++count;
                                  const Cause cause = entry.event().cause;
                                  fit = fit && (!cause.is_hail() || cause.sender().ship < ships);
                                  fit = fit && (log || state_of(entry));
                              });
    (log ? log_entries_ : truth_entries_) += count;
    if (problem.empty() && !fit) problem = "a hail of an unknown ship, or bytes that are no state";
    if (problem.empty()) return std::nullopt;
    return Error{block.place(), std::move(problem), "entries"};
}

}  // namespace reckon
