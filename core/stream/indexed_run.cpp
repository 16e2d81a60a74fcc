#include "core/stream/indexed_run.hpp"

#include <fmt/format.h>

#include "core/world/little_endian.hpp"

namespace reckon {
namespace {

constexpr std::size_t end_payload_bytes = sizeof(std::uint64_t) + sizeof(std::uint32_t);

Error no_index(std::string value) {
    return {"index", std::move(value), "a recording that is whole"};
}

/// The bytes of the intact block that begins there, with its frame.
std::optional<std::span<const std::byte>> block_at(std::span<const std::byte> file,
                                                   std::uint64_t offset) {
    if (offset > file.size()) return std::nullopt;
    const auto rest = file.subspan(offset);
    const auto head = block_head(rest);
    if (!head || head->length > length_max(head->type)) return std::nullopt;
    const std::size_t whole = head->length + frame_bytes;
    if (whole > rest.size() || !intact(rest.first(whole))) return std::nullopt;
    return rest.first(whole);
}

}  // namespace

Result<IndexedRun> IndexedRun::open(const std::filesystem::path& file) {
    auto bytes = FileBytes::open(file);
    if (!bytes) return fail(bytes.error());
    IndexedRun run{std::move(*bytes)};
    auto error = run.read_index();
    if (!error) error = run.read_setting_blocks();
    if (!error) return run;
    error->place.insert(0, file.string() + ": ");
    return fail(std::move(*error));
}

std::optional<Error> IndexedRun::read_index() {
    const auto file = bytes_.bytes();
    if (auto error = wrong_header(file.first(std::min(header_bytes, file.size())))) return error;
    constexpr std::size_t end_bytes = end_payload_bytes + frame_bytes;
    if (file.size() < header_bytes + end_bytes) return no_index("a short file");
    const std::uint64_t end_at = file.size() - end_bytes;
    const auto end = block_at(file, end_at);
    if (!end || block_head(*end)->type != BlockType::end) return no_index("no end");
    ByteReader in{end->subspan(block_head_bytes)};
    std::uint64_t at = in.take<std::uint64_t>();
    while (at < end_at) {
        const auto block = block_at(file, at);
        if (!block || block_head(*block)->type != BlockType::index) return no_index("damage");
        auto payload = this->payload({at, BlockType::index, 0});
        if (!payload || !take_index(*payload, index_)) return no_index("damage");
        at += block->size();
    }
    first_entry_.push_back(0);
    for (const IndexEntry& block : index_) {
        if (block.type == BlockType::snapshot) snapshots_.push_back(block);
        if (block.type != BlockType::log) continue;
        logs_.push_back(block);
        first_entry_.push_back(first_entry_.back() + block.things);
    }
    return std::nullopt;
}

/// The blocks that the index names, but for plans and issues.
class IndexedRun::SettingBlocks final : public BlockSource {
public:
    explicit SettingBlocks(const IndexedRun& run) : run_{run} {}

    [[nodiscard]] std::optional<Block> next() override {
        const auto& index = run_.index_;
        while (next_ < index.size() &&
               (index[next_].type == BlockType::plans || index[next_].type == BlockType::issues)) {
            ++next_;
        }
        if (next_ == index.size() || error_) return std::nullopt;
        auto payload = run_.payload(index[next_]);
        if (!payload) {
            error_ = std::move(payload.error());
            return std::nullopt;
        }
        payload_ = std::move(*payload);
        const auto number = static_cast<std::uint32_t>(next_);
        const IndexEntry& block = index[next_++];
        return Block{block.type, number, block.offset, payload_, false};
    }

    [[nodiscard]] const std::optional<Error>& error() const override { return error_; }

private:
    const IndexedRun& run_;
    std::size_t next_ = 0;
    std::vector<std::byte> payload_;
    std::optional<Error> error_;
};

std::optional<Error> IndexedRun::read_setting_blocks() {
    SettingBlocks blocks{*this};
    auto setting = read_setting(blocks);
    if (!setting) return std::move(setting.error());
    setting_ = std::move(*setting);
    return std::nullopt;
}

Result<Snapshot> IndexedRun::snapshot(std::size_t i) const {
    const auto payload = this->payload(snapshots_[i]);
    if (!payload) return fail(payload.error());
    auto snapshot = take_snapshot(*payload, scenario().ship_count(),
                                  setting_.shape.order == OrderCode::by_clock);
    if (!snapshot) return fail({"snapshot", "bytes that are none", "a global state"});
    return std::move(*snapshot);
}

Result<std::vector<std::byte>> IndexedRun::payload(const IndexEntry& block) const {
    const auto whole = block_at(bytes_.bytes(), block.offset);
    if (!whole || block_head(*whole)->type != block.type) {
        return fail({fmt::format("byte {}", block.offset),
                     fmt::format("no intact block ({})", word(block.type)),
                     "an undamaged file; `reckon recover FILE` keeps what is whole"});
    }
    const auto stored = whole->subspan(block_head_bytes, whole->size() - frame_bytes);
    if ((block_head(*whole)->flags & BlockHead::packed) == 0) {
        return std::vector<std::byte>{stored.begin(), stored.end()};
    }
    auto payload = unpack(block.type, stored);
    if (payload) return std::move(*payload);
    return fail({fmt::format("byte {}", block.offset), payload.error(), "a packed payload"});
}

}  // namespace reckon
