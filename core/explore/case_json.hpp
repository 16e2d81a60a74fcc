#pragma once
/// Cases as JSON files: strict in, canonical out. The README of this folder shows one.

#include <filesystem>

#include "core/explore/case.hpp"

namespace reckon {

/// JSON that parses to the same case. The scenario stands in it as in a file of its own; each ship
/// and each deviation has a line.
[[nodiscard]] std::string to_json(const Case& failure);

/// Errors  Unknown, missing and repeated keys, wrong types, values out of bounds, tasks that there
///         are not, a step with two switches or two readings, a task with two stops, and what a
///         scenario is refused for: the place is a JSON pointer. Text that is no JSON: the place is
///         line and column.
[[nodiscard]] Result<Case> parse_case(std::string_view json);

/// Errors  As parse_case, with the file's name before the place; a file that cannot be read is an
///         error of kind io.
[[nodiscard]] Result<Case> read_case(const std::filesystem::path& file);

}  // namespace reckon
