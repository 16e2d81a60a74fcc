#pragma once
/// The text of a file: no more of it read than was asked for, all of it written or an error.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "core/world/error.hpp"

namespace reckon {

/// Shape   At most `bytes_max` bytes and one more, by which the reader knows that there are too
///         many.
/// Errors  A directory, and what cannot be opened or read: of kind io, the place is the file.
[[nodiscard]] Result<std::string> read_text(const std::filesystem::path& file,
                                            std::size_t bytes_max);

/// Writes a file anew, or over the one that is there.
///
/// Errors  What cannot be opened or written to its end: of kind io, the place is the file.
[[nodiscard]] std::optional<Error> write_text(const std::filesystem::path& file,
                                              std::string_view text);

/// What `parse`, which takes a text and returns a Result, makes of the file.
///
/// Errors  As read_text; those of `parse` have the file's name before their place.
template <class Parse>
[[nodiscard]] auto parse_file(const std::filesystem::path& file, std::size_t bytes_max,
                              const Parse& parse) -> decltype(parse(std::string_view{})) {
    const auto text = read_text(file, bytes_max);
    if (!text) return fail(text.error());
    auto parsed = parse(*text);
    if (!parsed) parsed.error().place.insert(0, file.string() + ": ");
    return parsed;
}

}  // namespace reckon
