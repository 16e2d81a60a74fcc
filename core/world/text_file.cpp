#include "core/world/text_file.hpp"

#include <algorithm>
#include <fstream>

namespace reckon {

Result<std::string> read_text(const std::filesystem::path& file, std::size_t bytes_max) {
    const auto unreadable = [&](std::string_view why) {
        return fail({file.string(), std::string{why}, "a readable file", Error::Kind::io});
    };
    std::error_code failed;
    if (std::filesystem::is_directory(file, failed)) return unreadable("a directory");
    std::ifstream in{file, std::ios::binary};
    if (!in) return unreadable("cannot be opened");
    std::string text(std::min<std::size_t>(bytes_max + 1, 1U << 16), '\0');
    std::size_t size = 0;
    while (in.read(text.data() + size, static_cast<std::streamsize>(text.size() - size)),
           in.gcount() > 0) {
        size += static_cast<std::size_t>(in.gcount());
        if (size > bytes_max) break;
        text.resize(std::min(bytes_max + 1, 2 * size));
    }
    if (in.bad()) return unreadable("cannot be read");
    text.resize(size);
    return text;
}

std::optional<Error> write_text(const std::filesystem::path& file, std::string_view text) {
    const auto unwritable = [&](std::string_view why) {
        return Error{file.string(), std::string{why}, "a file that can be written, and room for it",
                     Error::Kind::io};
    };
    std::error_code failed;
    if (std::filesystem::is_directory(file, failed)) return unwritable("a directory");
    std::ofstream out{file, std::ios::binary | std::ios::trunc};
    if (!out) return unwritable("cannot be opened");
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
    out.close();  // What is still in a buffer may be what there is no room for.
    if (!out) return unwritable("cannot be written");
    return std::nullopt;
}

}  // namespace reckon
