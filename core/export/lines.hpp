#pragma once
/// A text file line by line.

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "core/world/error.hpp"

namespace reckon {

/// Cost  Memory for the longest line.
class Lines {
public:
    explicit Lines(const std::filesystem::path& file);

    /// The next line without its end, "\n" or "\r\n"; nothing after the last one or an error. Valid
    /// until it is asked for again.
    [[nodiscard]] std::optional<std::string_view> next();

    /// Of the line that next() returned last, counted from 1.
    [[nodiscard]] std::uint64_t number() const { return number_; }

    /// "x.jsonl: line 7".
    [[nodiscard]] std::string place() const;

    /// What kept the file from being read to its end: of kind io; a line of more than
    /// line_bytes_max bytes, of kind bound.
    [[nodiscard]] const std::optional<Error>& error() const { return error_; }

    static constexpr std::size_t line_bytes_max = (256U << 20) + (1U << 20);

private:
    bool fill();
    void unreadable(std::string_view why);

    std::filesystem::path file_;
    std::ifstream in_;
    std::string bytes_;  // Read and not yet handed out, from begin_ on.
    std::size_t begin_ = 0;
    std::uint64_t number_ = 0;
    std::optional<Error> error_;
};

/// As parse_strict; what is no JSON is at a column.
[[nodiscard]] Result<nlohmann::ordered_json> parse_json_line(std::string_view line);

}  // namespace reckon
