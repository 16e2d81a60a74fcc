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
    if (!done_) newer_ = of_newer_minor(file);
}

std::optional<Block> BlockScan::next() {
    while (!done_) {
        const auto rest = file_.subspan(at_);
        torn_ = rest.size() < frame_bytes;
        if (torn_) {
            return refuse(rest.empty() ? "the end of the file" : "half a block",
                          "one more block: the file is torn");
        }
        const auto head = block_head(rest);
        if (!head) return refuse("no block", "the marker with which a block begins");
        if (head->length > length_max(head->type)) {
            return refuse(fmt::format("a length of {}", head->length),
                          fmt::format("at most {}", length_max(head->type)));
        }
        const std::size_t whole = head->length + frame_bytes;
        torn_ = whole > rest.size();
        if (torn_) {
            return refuse(fmt::format("a length of {}", head->length),
                          fmt::format("at most the {} bytes that are left: the file is torn",
                                      rest.size() - frame_bytes));
        }
        if (!intact(rest.first(whole))) {
            return refuse(fmt::format("{} bytes that do not match their checksum", head->length),
                          "an undamaged block");
        }
        if (head->number != number_) {
            return refuse(fmt::format("number {}", head->number),
                          "the block that follows the one before");
        }
        if ((head->flags & ~BlockHead::packed) != 0) {
            return refuse(fmt::format("flags {}", head->flags), "0 or 1");
        }
        if (head->type == BlockType::end) return at_end(*head, whole);
        Block block{head->type, number_, at_, rest.subspan(block_head_bytes, head->length)};
        const bool known = !word(block.type).starts_with("unknown");
        if (!known && !newer_) {
            return refuse(
                fmt::format("type {}", static_cast<unsigned>(block.type)),
                fmt::format("a block of version {}.{}", recording_major, recording_minor));
        }
        if (known && !unpack_into(block, *head)) return std::nullopt;
        at_ += whole;
        ++number_;
        if (known) return block;
    }
    return std::nullopt;
}

bool BlockScan::resume() {
    if (at_ < header_bytes || at_ >= file_.size()) return false;
    at_ = next_intact(file_, at_ + 1);
    if (at_ == file_.size()) return false;
    number_ = block_head(file_.subspan(at_))->number;
    error_.reset();
    done_ = false;
    return true;
}

std::optional<Block> BlockScan::refuse(std::string value, std::string expected) {
    error_ = Error{fmt::format("block {}, byte {}", number_, at_), std::move(value),
                   std::move(expected)};
    done_ = true;
    return std::nullopt;
}

std::optional<Block> BlockScan::at_end(const BlockHead& head, std::size_t whole) {
    ByteReader in{file_.subspan(at_ + block_head_bytes, head.length)};
    const auto index_at = in.take<std::uint64_t>();
    const auto count = in.take<std::uint32_t>();
    if (in.ran_out() || in.left() > 0 || count != number_ || index_at >= at_) {
        return refuse("an end of another file", "the end that was written");
    }
    at_ += whole;
    if (at_ < file_.size()) {
        return refuse(fmt::format("{} more bytes", file_.size() - at_),
                      "the end of the file after its last block");
    }
    done_ = true;
    return std::nullopt;
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
