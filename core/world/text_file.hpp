#pragma once
/// Whole files: no more of one read than was asked for, all of it written or an error.

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/world/error.hpp"

namespace reckon {

/// Shape   At most `bytes_max` bytes and one more, by which the reader knows that there are too
///         many.
/// Errors  A directory, and what cannot be opened or read: of kind io, the place is the file.
/// Cost    Memory in proportion to the bytes.
[[nodiscard]] Result<std::string> read_text(const std::filesystem::path& file,
                                            std::size_t bytes_max);

/// As read_text, with a bound that hangs on how the file begins: `bytes_max` is asked once, with
/// the first 64 KiB, or all there is if that is less.
[[nodiscard]] Result<std::string> read_text(
    const std::filesystem::path& file,
    const std::function<std::uint64_t(std::string_view)>& bytes_max);

/// Writes a file anew, or over the one that is there, as NewFile does: that one stays as it was
/// unless all could be written.
///
/// Errors  What cannot be opened or written to its end: of kind io, the place is the file.
[[nodiscard]] std::optional<Error> write_text(const std::filesystem::path& file,
                                              std::string_view text);

/// What would keep a NewFile from being opened, asked before long work. Leaves nothing.
[[nodiscard]] std::optional<Error> unwritable(const std::filesystem::path& file);

/// A file that is written beside `file` and then takes its place, so that nobody sees half of one
/// and what was there is not lost. What is no ordinary file, such as a pipe or a link, is written
/// directly, and so is one in a folder that takes no new files. Removed again unless it is kept.
class NewFile {
public:
    explicit NewFile(const std::filesystem::path& file);
    ~NewFile();
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;

    void write(std::span<const std::byte> bytes);

    /// For whoever writes by descriptor instead; -1 if it could not be opened.
    [[nodiscard]] int descriptor() const;
    /// What has the bytes until they are kept: for who writes by name, and not by write().
    [[nodiscard]] const std::filesystem::path& written() const {
        return beside_.empty() ? final_ : beside_;
    }

    /// Gives the file its name, if all has been written.
    void keep();

    /// The first thing that went wrong: of kind io, the place is the file.
    [[nodiscard]] std::optional<Error> error() const;

private:
    void open_beside();
    void open_directly();
    void note_failure();
    void close();

    std::filesystem::path final_;
    std::filesystem::path beside_;  // Empty: written directly.
    std::FILE* stream_ = nullptr;
    int failed_ = 0;
};

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
