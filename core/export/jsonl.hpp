#pragma once
/// A recorded run as lines of JSON, out and in again. README.md of this folder has the lines.

#include <filesystem>

#include "core/export/sink.hpp"
#include "core/log/recorded_run.hpp"

namespace reckon {

/// All of the run, an event a line. Orders have the numbers that a reader of the scenario gives
/// them, whatever they have in the run's own table.
///
/// Shape   contradiction() finds nothing in the run.
/// Errors  A log that names an order which no plan and no source has, nor what they send; nothing
///         has then been written.
[[nodiscard]] std::optional<Error> write_jsonl(const RecordedRun& recorded, Sink& sink);

/// The run that such lines hold. Written again, lines of reckon's own are the same byte for byte.
///
/// Errors  Lines that are no such, or not whole: the place is the file's name, the line, and in it
///         the JSON pointer. What contradiction() finds is found by who writes a recording. A file
///         that cannot be read, of kind io.
/// Cost    Memory in proportion to the lines.
[[nodiscard]] Result<RecordedRun> read_jsonl(const std::filesystem::path& file);

}  // namespace reckon
