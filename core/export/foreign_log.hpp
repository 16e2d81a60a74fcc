#pragma once
/// Logs with vector clocks that others wrote.

#include <filesystem>
#include <span>

#include "core/check/clocked_log.hpp"
#include "core/world/error.hpp"

namespace reckon {

/// Shape  `name` is empty where the file does not name its executions.
struct ForeignExecution {
    std::string name;
    ClockedLog log;
};

/// Shape   At least one execution, each with an event. README.md has the formats.
/// Errors  Lines that are no such; a file without events: the place is the file and the line. Of
///         kind io, what cannot be read; of kind bound, more than clock_counts_max.
/// Cost    Memory in proportion to the counts of all clocks.
using ForeignReader = Result<std::vector<ForeignExecution>> (*)(const std::filesystem::path& file);

struct ForeignFormat {
    std::string_view name;
    std::string_view summary;
    ForeignReader read;
};

[[nodiscard]] std::span<const ForeignFormat> foreign_formats();

/// The format of this name; null if there is none.
[[nodiscard]] const ForeignFormat* find_foreign_format(std::string_view name);

inline constexpr std::uint64_t clock_counts_max = 1U << 28;

}  // namespace reckon
