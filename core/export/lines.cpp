#include "core/export/lines.hpp"

#include <fmt/format.h>

#include "core/world/strict_json.hpp"

namespace reckon {

Lines::Lines(const std::filesystem::path& file) : file_{file} {
    std::error_code unseen;
    if (std::filesystem::is_directory(file, unseen)) {
        unreadable("a directory");
        return;
    }
    in_.open(file, std::ios::binary);
    if (!in_) unreadable("cannot be opened");
}

void Lines::unreadable(std::string_view why) {
    error_ = Error{file_.string(), std::string{why}, "a readable file", Error::Kind::io};
}

std::string Lines::place() const {
    return fmt::format("{}: line {}", file_.string(), number_);
}

/// More bytes behind those that there are; false at the end.
bool Lines::fill() {
    constexpr std::size_t piece = 1U << 18;
    bytes_.erase(0, begin_);
    begin_ = 0;
    const std::size_t size = bytes_.size();
    bytes_.resize(size + piece);
    in_.read(bytes_.data() + size, piece);
    bytes_.resize(size + static_cast<std::size_t>(in_.gcount()));
    if (in_.bad()) unreadable("cannot be read");
    return bytes_.size() > size;
}

std::optional<std::string_view> Lines::next() {
    std::size_t looked = begin_;
    while (!error_) {
        std::size_t end = bytes_.find('\n', looked);
        const std::size_t length = (end == std::string::npos ? bytes_.size() : end) - begin_;
        if (length > line_bytes_max) {
            error_ = Error{fmt::format("{}: line {}", file_.string(), number_ + 1), "a longer line",
                           fmt::format("at most {} bytes", line_bytes_max), Error::Kind::bound};
            break;
        }
        const bool ended = end != std::string::npos;
        if (!ended) {
            looked = length;
            if (fill()) continue;
            if (error_ || length == 0) break;
            end = length;
        }
        std::string_view line = std::string_view{bytes_}.substr(begin_, length);
        begin_ = end + (ended ? 1 : 0);
        if (line.ends_with('\r')) line.remove_suffix(1);
        ++number_;
        return line;
    }
    return std::nullopt;
}

Result<nlohmann::ordered_json> parse_json_line(std::string_view line) {
    auto json = parse_strict(line, "a line of JSON");
    constexpr std::string_view only_line = "line 1, ";
    if (!json && json.error().place.starts_with(only_line)) {
        json.error().place.erase(0, only_line.size());
    }
    return json;
}

}  // namespace reckon
