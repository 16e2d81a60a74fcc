#include "core/recording/block.hpp"

#include <fmt/format.h>
#include <xxhash.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "core/world/little_endian.hpp"

namespace reckon {
namespace {

static_assert(XXH_VERSION_NUMBER >= 800, "before 0.8 the checksum was not yet settled");
static_assert(std::endian::native == std::endian::little, "entries are copied as they lie");

// A byte that is no text, the name, and a line end that a transfer as text would change.
constexpr std::array<unsigned char, 8> magic{0x89, 'R', 'E', 'C', 'K', 'O', 'N', '\n'};
// By which a block is found again behind damage.
constexpr std::array<unsigned char, 4> marker{0x9d, 'B', 'L', 'K'};

constexpr std::string_view unknown = "unknown";

std::uint64_t checksum(std::span<const std::byte> bytes) {
    return XXH3_64bits(bytes.data(), bytes.size());
}

template <class T>
void append(std::vector<std::byte>& out, const T& value) {
    const std::size_t end = out.size();
    out.resize(end + sizeof value);
    std::memcpy(out.data() + end, &value, sizeof value);
}

std::size_t unpacked_max(BlockType type) {
    const bool json = type == BlockType::about || type == BlockType::ships;
    return json ? json_bytes_max : payload_bytes_max;
}

}  // namespace

std::string_view word(BlockType type) {
    switch (type) {
        case BlockType::about: return "about";
        case BlockType::ships: return "ships";
        case BlockType::orders: return "orders";
        case BlockType::plans: return "plans";
        case BlockType::issues: return "issues";
        case BlockType::shape: return "shape";
        case BlockType::log: return "log";
        case BlockType::truth: return "truth";
        case BlockType::observed: return "observed";
        case BlockType::effects: return "effects";
        case BlockType::synced: return "synced";
        case BlockType::snapshot: return "snapshot";
        case BlockType::index: return "index";
        case BlockType::end: return "end";
    }
    return unknown;
}

std::vector<std::byte> recording_header() {
    ByteWriter header;
    header.put(std::as_bytes(std::span{magic}));
    header.put(recording_major);
    header.put(recording_minor);
    header.put(std::uint32_t{0});
    header.put(checksum(header.bytes()));
    return {header.bytes().begin(), header.bytes().end()};
}

bool looks_like_recording(std::span<const std::byte> first_bytes) {
    return first_bytes.size() >= magic.size() &&
           std::ranges::equal(std::as_bytes(std::span{magic}), first_bytes.first(magic.size()));
}

std::optional<Error> wrong_header(std::span<const std::byte> first_bytes) {
    if (!looks_like_recording(first_bytes)) {
        return Error{"byte 0", "no recording", "a file that `reckon run -o` wrote"};
    }
    if (first_bytes.size() < header_bytes) {
        return Error{fmt::format("byte {}", first_bytes.size()), "the end of the file",
                     fmt::format("a header of {} bytes", header_bytes)};
    }
    ByteReader in{first_bytes.subspan(magic.size())};
    const auto major = in.take<std::uint16_t>();
    const auto minor = in.take<std::uint16_t>();
    const auto reserved = in.take<std::uint32_t>();
    if (in.take<std::uint64_t>() != checksum(first_bytes.first(header_bytes - checksum_bytes))) {
        return Error{"byte 0", "a header that does not match its checksum", "an undamaged file"};
    }
    if (major != recording_major) {
        return Error{"byte 8", fmt::format("a recording of version {}.{}", major, minor),
                     fmt::format("version {}, which this reckon reads", recording_major)};
    }
    if (reserved != 0) {
        return Error{"byte 12", fmt::format("{} in the reserved field", reserved), "0"};
    }
    return std::nullopt;
}

bool header_is_damaged(std::span<const std::byte> first_bytes) {
    if (first_bytes.size() < header_bytes) return false;
    ByteReader in{first_bytes.subspan(header_bytes - checksum_bytes)};
    return in.take<std::uint64_t>() != checksum(first_bytes.first(header_bytes - checksum_bytes));
}

bool of_newer_minor(std::span<const std::byte> header) {
    ByteReader in{header.subspan(magic.size() + sizeof recording_major)};
    return in.take<std::uint16_t>() > recording_minor;
}

std::optional<BlockHead> block_head(std::span<const std::byte> bytes) {
    if (bytes.size() < block_head_bytes) return std::nullopt;
    if (!std::ranges::equal(std::as_bytes(std::span{marker}), bytes.first(marker.size()))) {
        return std::nullopt;
    }
    ByteReader in{bytes.subspan(marker.size())};
    const auto type = static_cast<BlockType>(in.take<std::uint16_t>());
    const auto flags = in.take<std::uint16_t>();
    const auto number = in.take<std::uint32_t>();
    return BlockHead{type, flags, number, in.take<std::uint32_t>()};
}

std::size_t length_max(BlockType type) {
    return unpacked_max(type);
}

bool intact(std::span<const std::byte> whole_block) {
    const std::size_t covered = whole_block.size() - checksum_bytes;
    ByteReader sum{whole_block.subspan(covered)};
    return sum.take<std::uint64_t>() == checksum(whole_block.first(covered));
}

void seal(std::vector<std::byte>& block, BlockType type, std::uint32_t number,
          std::uint16_t flags) {
    ByteWriter head;
    head.put(std::as_bytes(std::span{marker}));
    head.put(static_cast<std::uint16_t>(type));
    head.put(flags);
    head.put(number);
    head.put(static_cast<std::uint32_t>(block.size() - block_head_bytes));
    std::ranges::copy(head.bytes(), block.begin());
    append(block, checksum(block));
}

bool append_packed(std::vector<std::byte>& out, std::span<const std::byte> payload, int level) {
    const std::size_t end = out.size();
    append(out, static_cast<std::uint64_t>(payload.size()));
    const std::size_t begin = out.size();
    out.resize(begin + ZSTD_compressBound(payload.size()));
    const std::size_t packed = ZSTD_compress(out.data() + begin, out.size() - begin, payload.data(),
                                             payload.size(), level);
    const bool smaller =
        ZSTD_isError(packed) == 0 && packed + sizeof(std::uint64_t) < payload.size();
    out.resize(smaller ? begin + packed : end);
    return smaller;
}

tl::expected<std::vector<std::byte>, std::string> unpack(BlockType type,
                                                         std::span<const std::byte> packed) {
    ByteReader in{packed};
    const auto length = in.take<std::uint64_t>();
    if (in.ran_out()) return tl::unexpected{std::string{"too short for a packed payload"}};
    const auto frame = packed.subspan(sizeof length);
    // No more memory than such a frame can fill, whatever it says: 128 KiB by each 3 bytes.
    const std::size_t most = std::min(unpacked_max(type), (frame.size() / 3) << 17U);
    if (length > most) return tl::unexpected{fmt::format("{} bytes when unpacked", length)};
    std::vector<std::byte> payload(length);
    const std::size_t got =
        ZSTD_decompress(payload.data(), payload.size(), frame.data(), frame.size());
    if (ZSTD_isError(got) != 0 || got != length) {
        return tl::unexpected{std::string{"what zstd did not pack"}};
    }
    return payload;
}

std::size_t next_intact(std::span<const std::byte> file, std::size_t from) {
    // What looks like a block at every other byte must not cost its whole length each time.
    std::size_t work_left = 16 * file.size();
    const std::string_view text{reinterpret_cast<const char*>(file.data()), file.size()};
    const std::string_view mark{reinterpret_cast<const char*>(marker.data()), marker.size()};
    for (std::size_t at = text.find(mark, from); at != std::string_view::npos;
         at = text.find(mark, at + 1)) {
        const auto rest = file.subspan(at);
        const auto head = block_head(rest);
        if (!head || head->length > length_max(head->type)) continue;
        const std::size_t whole = head->length + frame_bytes;
        if (whole > rest.size()) continue;
        if (intact(rest.first(whole))) return at;
        if (whole > work_left) break;
        work_left -= whole;
    }
    return file.size();
}

}  // namespace reckon
