#pragma once
/// The formats that a recording is exported to.

#include <filesystem>
#include <span>

#include "core/export/sink.hpp"
#include "core/export/slice.hpp"
#include "core/export/told_run.hpp"

namespace reckon {

/// A format is one file, and its name in the list in format.cpp.
///
/// Shape   One of `write`, `write_recorded` and `write_file` is set: the second where all of a
///         recording is written as it is, also one that cannot be replayed; the last where a file
///         cannot be written from front to back. `events_usual` is 0 for a format that always has
///         the whole run.
/// Errors  Of the writers: what a run cannot be told for; of write_file also of kind io. A sink has
///         its own errors.
struct ExportFormat {
    std::string_view name;
    std::string_view summary;
    std::uint32_t events_usual = 0;  ///< In a slice, where nothing else is asked for.
    std::optional<Error> (*write)(const ToldRun& told, const SliceWish& wish, Sink& sink) = nullptr;
    std::optional<Error> (*write_recorded)(const RecordedRun& recorded, Sink& sink) = nullptr;
    std::optional<Error> (*write_file)(const ToldRun& told,
                                       const std::filesystem::path& file) = nullptr;

    [[nodiscard]] bool is_sliced() const { return events_usual > 0; }
};

[[nodiscard]] std::span<const ExportFormat* const> export_formats();

/// The format of this name; null if there is none.
[[nodiscard]] const ExportFormat* find_export_format(std::string_view name);

}  // namespace reckon
