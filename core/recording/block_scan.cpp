#include "core/recording/block_scan.hpp"

#include <fmt/format.h>

#include "core/world/little_endian.hpp"

namespace reckon {

std::string Block::place() const {
    return fmt::format("block {} ({})", number, word(type));
}

BlockScan::BlockScan(std::span<const std::byte> file)
    : file_{file}, at_{std::min(header_bytes, file.size())} {
    error_ = wrong_header(file.first(at_));
    done_ = error_.has_value();
    begun_ = !done_;
    if (begun_) newer_ = of_newer_minor(file);
}

std::optional<Block> BlockScan::next() {
    while (!done_) {
        const auto head = whole_head();
        if (!head) return std::nullopt;
        const std::size_t whole = head->length + frame_bytes;
        if (head->type == BlockType::end) return at_end(*head, whole);
        Block block{head->type, number_, at_, rest().subspan(block_head_bytes, head->length),
                    (head->flags & BlockHead::packed) != 0};
        const bool known = !word(block.type).starts_with("unknown");
        if (!known && !newer_) {
            return refuse(
                fmt::format("type {}", static_cast<unsigned>(block.type)),
                fmt::format("a block of version {}.{}", recording_major, recording_minor));
        }
        if (known && !unpack_into(block, *head)) return std::nullopt;
        if (block.type == BlockType::index) {
            if (!index_fits(block)) return refuse("an index of another file", "its own");
        } else if (index_at_) {
            return refuse("a block behind the index", "the end of the file");
        } else {
            seen_.push_back({at_, block.type, std::nullopt});
        }
        at_ += whole;
        ++number_;
        if (known) return block;
    }
    return std::nullopt;
}

std::optional<BlockHead> BlockScan::whole_head() {
    constexpr std::string_view way_out = "; `reckon recover FILE` keeps what is whole";
    const auto rest = this->rest();
    torn_ = rest.size() < frame_bytes;
    if (torn_) {
        refuse(rest.empty() ? "the end of the file" : "half a block",
               fmt::format("one more block: the file is torn{}", way_out));
        return std::nullopt;
    }
    const auto head = block_head(rest);
    if (!head) {
        refuse("no block", fmt::format("the marker with which a block begins{}", way_out));
        return std::nullopt;
    }
    if (head->length > length_max(head->type)) {
        refuse(fmt::format("a length of {}", head->length),
               fmt::format("at most {}{}", length_max(head->type), way_out));
        return std::nullopt;
    }
    const std::size_t whole = head->length + frame_bytes;
    torn_ = whole > rest.size();
    if (torn_) {
        refuse(fmt::format("a length of {}", head->length),
               fmt::format("at most the {} bytes that are left: the file is torn{}",
                           rest.size() - frame_bytes, way_out));
        return std::nullopt;
    }
    if (!intact(rest.first(whole))) {
        refuse(fmt::format("{} bytes that do not match their checksum", head->length),
               fmt::format("an undamaged block{}", way_out));
        return std::nullopt;
    }
    if (head->number != number_) {
        refuse(fmt::format("number {}", head->number),
               fmt::format("the block that follows the one before{}", way_out));
        return std::nullopt;
    }
    if ((head->flags & ~BlockHead::packed) != 0) {
        refuse(fmt::format("flags {}", head->flags), "0 or 1");
        return std::nullopt;
    }
    return head;
}

bool BlockScan::resume() {
    at_ = next_intact(file_, begun_ ? at_ + 1 : at_);
    if (at_ == file_.size()) return false;
    number_ = block_head(file_.subspan(at_))->number;
    begun_ = true;
    skipped_ = true;
    error_.reset();
    done_ = false;
    return true;
}

void BlockScan::grow(std::span<const std::byte> bytes) {
    file_ = bytes;
    begin_ = at_;
    if (!torn_) return;
    error_.reset();
    torn_ = false;
    done_ = false;
}

void BlockScan::leave_index() {
    at_ = *index_at_;
    number_ = index_number_;
    index_at_.reset();
    indexed_ = 0;
    error_.reset();
    torn_ = true;
    done_ = true;
}

std::optional<Block> BlockScan::refuse(std::string value, std::string expected) {
    error_ = Error{fmt::format("block {}, byte {}", number_, at_), std::move(value),
                   std::move(expected)};
    done_ = true;
    return std::nullopt;
}

std::optional<Block> BlockScan::at_end(const BlockHead& head, std::size_t whole) {
    ByteReader in{rest().subspan(block_head_bytes, head.length)};
    const auto index_at = in.take<std::uint64_t>();
    const auto count = in.take<std::uint32_t>();
    const bool whole_index = skipped_ || (index_at_ == index_at && indexed_ == seen_.size());
    if (in.ran_out() || in.left() > 0 || head.flags != 0 || count != number_ || !whole_index) {
        return refuse("an end of another file", "the end that was written");
    }
    at_ += whole;
    if (!rest().empty()) {
        return refuse(fmt::format("{} more bytes", rest().size()),
                      "the end of the file after its last block");
    }
    done_ = true;
    return std::nullopt;
}

bool BlockScan::index_fits(const Block& block) {
    if (!index_at_) {
        index_at_ = block.offset;
        index_number_ = block.number;
    }
    if (skipped_) return true;
    for (ByteReader in{block.payload}; in.left() > 0; ++indexed_) {
        const auto offset = in.take<std::uint64_t>();
        const auto type = in.take<std::uint32_t>();
        const auto things = in.take<std::uint32_t>();
        if (in.ran_out() || indexed_ >= seen_.size()) return false;
        const Seen& seen = seen_[indexed_];
        if (offset != seen.offset || type != static_cast<std::uint32_t>(seen.type)) return false;
        if (things != seen.things.value_or(things)) return false;
    }
    return true;
}

bool BlockScan::unpack_into(Block& block, const BlockHead& head) {
    if ((head.flags & BlockHead::packed) == 0) return true;
    auto payload = unpack(head.type, block.payload);
    if (!payload) {
        refuse(payload.error(), "a packed payload");
        return false;
    }
    unpacked_ = std::move(*payload);
    block.payload = unpacked_;
    return true;
}

}  // namespace reckon
