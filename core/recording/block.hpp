#pragma once
/// The frame of a recording file: a header, and blocks with number, length and checksum. What is in
/// a block is not its business; format.md draws all of it.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/world/error.hpp"

namespace reckon {

/// A file of another major version is refused. Of a newer minor version, blocks of unknown types
/// are skipped: it adds such blocks and changes nothing else.
inline constexpr std::uint16_t recording_major = 3;
inline constexpr std::uint16_t recording_minor = 0;

enum class BlockType : std::uint16_t {
    about = 1,
    ships = 2,
    orders = 3,
    plans = 4,
    issues = 5,
    shape = 6,
    log = 7,
    truth = 8,
    observed = 9,
    effects = 10,
    synced = 11,
    snapshot = 12,
    index = 13,
    end = 255,
};

/// "unknown" for a type that this version does not know.
[[nodiscard]] std::string_view word(BlockType type);

inline constexpr std::size_t header_bytes = 24;
inline constexpr std::size_t block_head_bytes = 16;
inline constexpr std::size_t checksum_bytes = 8;
/// What a block takes beside its payload.
inline constexpr std::size_t frame_bytes = block_head_bytes + checksum_bytes;

/// The longest payload, packed or not: a list is split over as many blocks as it takes.
inline constexpr std::size_t payload_bytes_max = 4U << 20;
/// Of `about` and `ships`, which are JSON and stand in one block.
inline constexpr std::size_t json_bytes_max = 256U << 20;

[[nodiscard]] std::vector<std::byte> recording_header();

/// Whether a file that begins so is a recording, whole or not. Eight bytes suffice.
[[nodiscard]] bool looks_like_recording(std::span<const std::byte> first_bytes);

/// What is wrong with a file's first bytes, header_bytes of them or all that there are.
[[nodiscard]] std::optional<Error> wrong_header(std::span<const std::byte> first_bytes);

/// Whether a wrong header is none that any version writes, rather than that of another version.
[[nodiscard]] bool header_is_damaged(std::span<const std::byte> first_bytes);

/// Of a header that is not wrong: whether there may be blocks that this version does not know.
[[nodiscard]] bool of_newer_minor(std::span<const std::byte> header);

/// What the first block_head_bytes of a block say.
///
/// Shape  Nothing but the marker has been looked at.
struct BlockHead {
    BlockType type;
    std::uint16_t flags;
    std::uint32_t number;
    std::uint32_t length;

    static constexpr std::uint16_t packed = 1;
};

[[nodiscard]] std::optional<BlockHead> block_head(std::span<const std::byte> bytes);

/// How long its payload may be as it lies in the file.
[[nodiscard]] std::size_t length_max(BlockType type);

/// Whether head, payload and checksum belong together.
[[nodiscard]] bool intact(std::span<const std::byte> whole_block);

/// Makes a block of block_head_bytes of room and the payload behind them: fills in the head, and
/// appends the checksum.
void seal(std::vector<std::byte>& block, BlockType type, std::uint32_t number,
          std::uint16_t flags = 0);

/// Appends the payload as it is packed by zstd at this level. False if that would not make it
/// smaller; then nothing is appended.
[[nodiscard]] bool append_packed(std::vector<std::byte>& out, std::span<const std::byte> payload,
                                 int level);

/// The payload as it was before it was packed.
///
/// Errors  In words: what is no packed payload, or longer than payloads are.
[[nodiscard]] tl::expected<std::vector<std::byte>, std::string> unpack(
    BlockType type, std::span<const std::byte> packed);

/// Where the next block that is intact begins, from `from` on; the file's size if there is none.
///
/// Cost  Linear: where too much looks like a block and is none, the search is given up.
[[nodiscard]] std::size_t next_intact(std::span<const std::byte> file, std::size_t from);

}  // namespace reckon
