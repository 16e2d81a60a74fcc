#pragma once
/// The frame of a recording file: a header, and blocks with length and checksum. What is in a block
/// is not its business; recording_file.md draws all of it.

#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "core/world/error.hpp"
#include "core/world/little_endian.hpp"

namespace reckon {

/// A file of another major version is refused. Of a newer minor version, blocks of unknown types
/// are skipped: it adds such blocks and changes nothing else.
inline constexpr std::uint16_t recording_major = 2;
inline constexpr std::uint16_t recording_minor = 0;

enum class BlockType : std::uint32_t {
    about = 1,
    scenario = 2,
    log_events = 3,
    log_order = 4,
    log_reads = 5,
    ship = 6,
    observed = 7,
    end = 255,
};

/// "log events"; "unknown" for a type that this version does not know.
[[nodiscard]] std::string_view word(BlockType type);

struct Block {
    BlockType type;
    std::size_t number;  ///< Counted from 0, as it stands in the file.
    std::span<const std::byte> payload;

    /// "block 3 (log order)".
    [[nodiscard]] std::string place() const;
};

/// Whether a file that begins so is a recording, whole or not. Eight bytes suffice.
[[nodiscard]] bool looks_like_recording(std::span<const std::byte> first_bytes);

/// Hands the frame to a sink, piece by piece.
class BlockWriter {
public:
    using Sink = std::function<void(std::span<const std::byte>)>;

    /// Writes the header.
    explicit BlockWriter(Sink sink);

    /// Writes one block; its payload is what `fill` puts.
    template <class Fill>
    void add(BlockType type, Fill&& fill) {
        payload_.clear();
        fill(payload_);
        write(type);
    }

    /// Writes the block that says how many there were.
    void finish();

private:
    void write(BlockType type);

    Sink sink_;
    ByteWriter payload_;
    std::uint32_t count_ = 0;
};

/// The blocks that this version knows, without the last one; they point into `file`.
///
/// Errors  Whatever is not exactly what a writer wrote, from the first byte to the last: the place
///         is a byte or a block. Another major version.
/// Cost    One pass over the file, at the speed of the checksum.
[[nodiscard]] Result<std::vector<Block>> split_blocks(std::span<const std::byte> file);

}  // namespace reckon
