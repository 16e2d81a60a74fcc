#pragma once
/// Recording files (.reckon), whole: a run, kept and taken back. format.md draws the format.

#include "core/log/recorded_run.hpp"
#include "core/recording/recorder.hpp"

namespace reckon {

/// A run to be written, wherever its parts are kept.
struct RunToWrite {
    const RunOrigin& origin;
    const Scenario& scenario;
    const Log& log;
    const History* history = nullptr;
    std::span<const Effect> effects{};
};

/// A run that was read, to be written again. It outlives what is returned.
[[nodiscard]] inline RunToWrite parts_of(const RecordedRun& run) {
    return {.origin = run.origin,
            .scenario = run.scenario,
            .log = run.log,
            .history = run.history ? &*run.history : nullptr,
            .effects = run.effects};
}

/// The file's bytes. Read again, they give the same run; read and encoded, the same bytes.
///
/// Errors  What contradiction() finds.
[[nodiscard]] Result<std::vector<std::byte>> encode_recording(const RunToWrite& run,
                                                              const RecorderOptions& options = {});

/// Writes a run that is complete: beside, and renamed, so that nobody sees half a file.
///
/// Errors  What contradiction() finds, before anything is written. A file that cannot be written,
///         of kind io; nothing is left behind.
/// Cost    One pass.
[[nodiscard]] std::optional<Error> write_recording(const std::filesystem::path& file,
                                                   const RunToWrite& run,
                                                   const RecorderOptions& options = {});

/// Errors  Whatever no writer wrote: bytes that are damaged or missing, another major version, and
///         what contradiction() finds. The place is a byte, a block, or contradiction()'s.
/// Cost    Memory in proportion to the bytes, whatever they say.
[[nodiscard]] Result<RecordedRun> parse_recording(std::span<const std::byte> bytes);

/// Errors  As parse_recording, with the file's name before the place. A file that cannot be read,
///         of kind io.
[[nodiscard]] Result<RecordedRun> read_recording(const std::filesystem::path& file);

}  // namespace reckon
