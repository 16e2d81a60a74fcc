#pragma once
/// Recording files (.reckon): a run, kept. recording_file.md draws the format.

#include <filesystem>
#include <string>

#include "core/log/recorded_run.hpp"
#include "core/log/recording_blocks.hpp"

namespace reckon {

/// The longest file that is read.
inline constexpr std::uint64_t recording_bytes_max = 64ULL << 30;

/// The first number of a block "log order".
enum class OrderCode : std::uint32_t {
    unrecorded = 0,
    in_sequence = 1,
    by_stamp = 2,
    by_dependency = 3,
    by_clock = 4,
};

/// A run to be written, wherever its parts are kept.
///
/// Shape  The scenario is one that scenario_json can write and read: its order ids may be others
///        once it is read, and the log's and the history's go with them.
struct RunToWrite {
    const RunOrigin& origin;
    const Scenario& scenario;
    const Log& log;
    const History& history;
};

/// The file's bytes. Read again, they give the same run; read and encoded, the same bytes.
///
/// Errors  What contradiction() finds; a log with an order that the scenario does not have.
///         Of kind bound: a scenario that is longer than a file of one may be.
[[nodiscard]] Result<std::vector<std::byte>> encode_recording(const RunToWrite& run);

/// Writes as NewFile does: nobody sees half a file.
///
/// Errors  As encode_recording, before anything is written. A file that cannot be written, of kind
///         io; nothing is left behind.
/// Cost    One pass; in memory the file's largest block.
[[nodiscard]] std::optional<Error> write_recording(const std::filesystem::path& file,
                                                   const RunToWrite& run);

/// Errors  Whatever no writer wrote: bytes that are damaged or missing, another major version, and
///         what contradiction() finds. The place is a byte, a block, or contradiction()'s.
/// Cost    Memory in proportion to the bytes, whatever they say.
[[nodiscard]] Result<RecordedRun> parse_recording(std::span<const std::byte> bytes);

/// Errors  As parse_recording, with the file's name before the place. A file that cannot be read,
///         of kind io; one longer than recording_bytes_max, of kind bound.
[[nodiscard]] Result<RecordedRun> read_recording(const std::filesystem::path& file);

/// The bytes of a file that begins as a recording does; of another, `other_bytes_max` and one more
/// at most. For what can be read but once.
///
/// Errors  A file that cannot be read, of kind io; a recording longer than recording_bytes_max, of
///         kind bound.
[[nodiscard]] Result<std::string> read_recording_or_text(const std::filesystem::path& file,
                                                         std::size_t other_bytes_max);

}  // namespace reckon
