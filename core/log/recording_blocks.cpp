#include "core/log/recording_blocks.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <memory>
#include <new>
#include <optional>

namespace reckon {
namespace {

static_assert(XXH_VERSION_NUMBER >= 800, "before 0.8 the checksum was not yet settled");

// A byte that is no text, the name, and a line end that a transfer as text would change.
constexpr std::array<unsigned char, 8> magic{0x89, 'R', 'E', 'C', 'K', 'O', 'N', '\n'};

constexpr std::size_t header_bytes = 24;      // magic, major, minor, reserved, checksum
constexpr std::size_t block_head_bytes = 16;  // type, reserved, length
constexpr std::size_t checksum_bytes = 8;

constexpr std::string_view unknown = "unknown";

std::uint64_t checksum(std::span<const std::byte> bytes) {
    return XXH3_64bits(bytes.data(), bytes.size());
}

/// Of two pieces, as if they were one.
std::uint64_t checksum(std::span<const std::byte> first, std::span<const std::byte> second) {
    const std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)> state{XXH3_createState(),
                                                                         &XXH3_freeState};
    if (!state) throw std::bad_alloc{};
    XXH3_64bits_reset(state.get());
    XXH3_64bits_update(state.get(), first.data(), first.size());
    XXH3_64bits_update(state.get(), second.data(), second.size());
    return XXH3_64bits_digest(state.get());
}

Error at_byte(std::size_t byte, std::string value, std::string expected) {
    return {fmt::format("byte {}", byte), std::move(value), std::move(expected)};
}

std::optional<Error> wrong_header(std::span<const std::byte> file) {
    if (!looks_like_recording(file)) {
        return at_byte(0, "no recording", "a file that `reckon run -o` wrote");
    }
    if (file.size() < header_bytes) {
        return at_byte(file.size(), "the end of the file",
                       fmt::format("a header of {} bytes", header_bytes));
    }
    const std::size_t covered = header_bytes - checksum_bytes;
    ByteReader in{file.subspan(magic.size())};
    const auto major = in.take<std::uint16_t>();
    const auto minor = in.take<std::uint16_t>();
    const auto reserved = in.take<std::uint32_t>();
    const auto sum = in.take<std::uint64_t>();
    if (sum != checksum(file.first(covered))) {
        return at_byte(0, "a header that does not match its checksum", "an undamaged file");
    }
    if (major != recording_major) {
        return at_byte(magic.size(), fmt::format("a recording of version {}.{}", major, minor),
                       fmt::format("version {}, which this reckon reads", recording_major));
    }
    if (reserved != 0) {
        return at_byte(magic.size() + sizeof major + sizeof minor,
                       fmt::format("{} in the reserved field", reserved), "0");
    }
    return std::nullopt;
}

bool newer_minor(std::span<const std::byte> file) {
    ByteReader in{file.subspan(magic.size() + sizeof recording_major)};
    return in.take<std::uint16_t>() > recording_minor;
}

/// Takes the block that begins at `byte`, if it is whole.
Result<Block> block_at(std::span<const std::byte> file, std::size_t byte, std::size_t number) {
    const auto refuse = [&](std::string value, std::string expected) {
        return fail({fmt::format("block {}, byte {}", number, byte), std::move(value),
                     std::move(expected)});
    };
    const auto rest = file.subspan(byte);
    if (rest.empty()) return refuse("the end of the file", "one more block: the file is torn");
    if (rest.size() < block_head_bytes + checksum_bytes) {
        return refuse(fmt::format("{} bytes", rest.size()), "a whole block: the file is torn");
    }
    ByteReader in{rest};
    const auto type = static_cast<BlockType>(in.take<std::uint32_t>());
    const auto reserved = in.take<std::uint32_t>();
    const auto length = in.take<std::uint64_t>();
    const std::size_t room = rest.size() - block_head_bytes - checksum_bytes;
    if (length > room) {
        return refuse(
            fmt::format("a length of {}", length),
            fmt::format("at most the {} bytes that are left: the file is torn or damaged", room));
    }
    const auto covered = rest.first(block_head_bytes + length);
    ByteReader sum{rest.subspan(covered.size())};
    if (sum.take<std::uint64_t>() != checksum(covered)) {
        return refuse(fmt::format("{} bytes that do not match their checksum", length),
                      "an undamaged block");
    }
    if (reserved != 0) return refuse(fmt::format("{} in the reserved field", reserved), "0");
    return Block{type, number, covered.subspan(block_head_bytes)};
}

}  // namespace

std::string_view word(BlockType type) {
    switch (type) {
        case BlockType::about: return "about";
        case BlockType::scenario: return "scenario";
        case BlockType::log_events: return "log events";
        case BlockType::log_order: return "log order";
        case BlockType::log_reads: return "log reads";
        case BlockType::ship: return "ship";
        case BlockType::observed: return "observed";
        case BlockType::end: return "end";
    }
    return unknown;
}

std::string Block::place() const {
    return fmt::format("block {} ({})", number, word(type));
}

bool looks_like_recording(std::span<const std::byte> first_bytes) {
    return first_bytes.size() >= magic.size() &&
           std::ranges::equal(std::as_bytes(std::span{magic}), first_bytes.first(magic.size()));
}

BlockWriter::BlockWriter(Sink sink) : sink_{std::move(sink)} {
    ByteWriter header;
    header.put(std::as_bytes(std::span{magic}));
    header.put(recording_major);
    header.put(recording_minor);
    header.put(std::uint32_t{0});
    header.put(checksum(header.bytes()));
    sink_(header.bytes());
}

void BlockWriter::write(BlockType type) {
    const auto payload = payload_.bytes();
    ByteWriter head;
    head.put(static_cast<std::uint32_t>(type));
    head.put(std::uint32_t{0});
    head.put(std::uint64_t{payload.size()});
    ByteWriter sum;
    sum.put(checksum(head.bytes(), payload));
    sink_(head.bytes());
    sink_(payload);
    sink_(sum.bytes());
    ++count_;
}

void BlockWriter::finish() {
    add(BlockType::end, [&](ByteWriter& out) { out.put(count_); });
}

Result<std::vector<Block>> split_blocks(std::span<const std::byte> file) {
    if (auto error = wrong_header(file)) return fail(std::move(*error));
    const bool may_be_unknown = newer_minor(file);
    std::vector<Block> blocks;
    std::size_t byte = header_bytes;
    for (std::size_t number = 0;; ++number) {
        const auto block = block_at(file, byte, number);
        if (!block) return fail(block.error());
        byte += block_head_bytes + block->payload.size() + checksum_bytes;
        if (block->type == BlockType::end) {
            ByteReader in{block->payload};
            const auto count = in.take<std::uint32_t>();
            if (in.ran_out() || in.left() > 0 || count != number) {
                return fail({block->place(), fmt::format("{} blocks before it", number),
                             fmt::format("as many as were written, {}", count)});
            }
            if (byte < file.size()) {
                return fail(at_byte(byte, fmt::format("{} more bytes", file.size() - byte),
                                    "the end of the file after its last block"));
            }
            return blocks;
        }
        if (word(block->type) != unknown) {
            blocks.push_back(*block);
        } else if (!may_be_unknown) {
            return fail(
                {block->place(), fmt::format("type {}", static_cast<std::uint32_t>(block->type)),
                 fmt::format("a block of version {}.{}", recording_major, recording_minor)});
        }
    }
}

}  // namespace reckon
