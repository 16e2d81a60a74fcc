#pragma once
/// Text in columns and paragraphs, for terminals 80 columns wide.

#include <cassert>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace reckon {

inline constexpr std::size_t terminal_width = 80;

/// How many columns UTF-8 text takes, of letters that take one each.
[[nodiscard]] std::size_t columns(std::string_view text);

/// Text broken into lines at spaces, and within a word that is wider than a line. The first line
/// has `first` columns, the others `width`; there is at least one.
[[nodiscard]] std::vector<std::string> folded(std::string_view text, std::size_t width,
                                              std::size_t first);

/// The text if it has room in `width` columns, else its beginning and "…".
[[nodiscard]] std::string elided(std::string_view text, std::size_t width);

/// Text folded to the width of a terminal, each line indented, the first hanging out to the left by
/// `hang` columns.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t indent, std::size_t hang = 0);

/// Colours, if the output is a terminal that wants them.
struct Ink {
    bool on = false;

    [[nodiscard]] std::string good(std::string_view text) const { return paint(text, "32"); }
    [[nodiscard]] std::string bad(std::string_view text) const { return paint(text, "31"); }
    [[nodiscard]] std::string strong(std::string_view text) const { return paint(text, "1"); }

private:
    [[nodiscard]] std::string paint(std::string_view text, std::string_view code) const;
};

/// What a result begins with: its title, which stands out, and what follows it; folded to the width
/// of a terminal.
[[nodiscard]] std::string headline(std::string_view title, std::string_view rest, Ink ink);

/// A table of cells, the first column to the left, the others as asked.
class Table {
public:
    enum class Align { left, right };

    explicit Table(std::vector<Align> align) : align_{std::move(align)} {}

    void row(std::vector<std::string> cells) {
        assert(cells.size() <= align_.size() && "a cell for each column at most");
        rows_.push_back(std::move(cells));
    }

    /// Two spaces before each row, two between columns, as wide as their widest cell. Escape
    /// sequences of Ink count for nothing. Of what is wider than `width` columns stand one space
    /// apart, and the widest of those to the left are folded.
    [[nodiscard]] std::string text(std::size_t width = terminal_width) const;

    /// For rows that somebody asked for as they are.
    static constexpr std::size_t unfolded = SIZE_MAX;

private:
    /// Narrows the columns so that they fit, as far as they can be; what stands between them.
    [[nodiscard]] std::size_t fit(std::vector<std::size_t>& widths, std::size_t width) const;
    [[nodiscard]] std::string row_text(const std::vector<std::string>& row,
                                       const std::vector<std::size_t>& widths,
                                       std::size_t gap) const;

    std::vector<Align> align_;
    std::vector<std::vector<std::string>> rows_;
};

}  // namespace reckon
