#include "core/report/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace reckon {
namespace {

constexpr std::size_t narrowest = 8;  // Of a column of a table, before it is too wide.

/// As much of the text as has room in `width` columns.
std::string_view beginning(std::string_view text, std::size_t width) {
    std::size_t end = 0;
    for (; end < text.size(); ++end) {
        const bool starts_letter = (static_cast<unsigned char>(text[end]) & 0xC0U) != 0x80U;
        if (starts_letter && width-- == 0) break;
    }
    return text.substr(0, end);
}

}  // namespace

std::size_t columns(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\x1b') {
            i = std::min(text.find('m', i), text.size() - 1);
        } else if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U) {
            ++count;
        }
    }
    return count;
}

std::vector<std::string> folded(std::string_view text, std::size_t width, std::size_t first) {
    assert(width > 0 && first > 0 && "a line has room for a letter");
    std::vector<std::string> lines(1);
    std::size_t room = first;
    bool fresh = true;
    const auto next_line = [&] {
        lines.emplace_back();
        room = width;
        fresh = true;
    };
    while (!text.empty()) {
        const std::size_t space = std::min(text.find(' '), text.size());
        std::string_view word = text.substr(0, space);
        text.remove_prefix(std::min(space + 1, text.size()));
        if (!fresh && columns(word) + 1 > room) next_line();
        if (!fresh) lines.back() += ' ';
        room -= fresh ? 0 : 1;
        while (columns(word) > room) {
            const std::string_view begin = beginning(word, room);
            lines.back() += begin;
            word.remove_prefix(begin.size());
            next_line();
        }
        lines.back() += word;
        room -= columns(word);
        fresh = false;
    }
    return lines;
}

std::string elided(std::string_view text, std::size_t width) {
    if (columns(text) <= width) return std::string{text};
    return std::string{beginning(text, width - 1)} + "…";
}

std::string wrapped(std::string_view text, std::size_t indent, std::size_t hang) {
    const std::size_t width = terminal_width - indent;
    std::string out(indent - hang, ' ');
    for (const std::string& line : folded(text, width, width + hang)) {
        if (out.ends_with('\n')) out += std::string(indent, ' ');
        out += line + '\n';
    }
    return out;
}

std::string Ink::paint(std::string_view text, std::string_view code) const {
    return on ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string{text};
}

std::string headline(std::string_view title, std::string_view rest, Ink ink) {
    const std::string whole = std::string{title} + std::string{rest};
    constexpr std::size_t hang = 4;
    std::string out;
    std::size_t strong = columns(title);
    for (const std::string& line : folded(whole, terminal_width - hang, terminal_width)) {
        const std::size_t here = std::min(strong, columns(line));
        const std::string_view begin = beginning(line, here);
        if (!out.empty()) out += std::string(hang, ' ');
        if (here > 0) out += ink.strong(begin);
        out += line.substr(begin.size()) + '\n';
        strong -= std::min(strong, here + 1);  // And the blank at which it was folded.
    }
    return out;
}

std::string Table::text(std::size_t width) const {
    std::vector<std::size_t> widths(align_.size());
    for (const auto& row : rows_) {
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], columns(row[i]));
    }
    const std::size_t gap = fit(widths, width);
    std::string out;
    for (const auto& row : rows_) out += row_text(row, widths, gap);
    return out;
}

std::size_t Table::fit(std::vector<std::size_t>& widths, std::size_t width) const {
    const auto total = [&](std::size_t gap) {
        return std::accumulate(widths.begin(), widths.end(), 2 + gap * (widths.size() - 1));
    };
    if (widths.empty() || total(2) <= width) return 2;
    while (total(1) > width) {
        std::size_t widest = widths.size();
        for (std::size_t i = 0; i < widths.size(); ++i) {
            if (align_[i] != Align::left || widths[i] <= narrowest) continue;
            if (widest == widths.size() || widths[i] > widths[widest]) widest = i;
        }
        if (widest == widths.size()) break;
        --widths[widest];
    }
    return 1;
}

std::string Table::row_text(const std::vector<std::string>& row,
                            const std::vector<std::size_t>& widths, std::size_t gap) const {
    std::vector<std::vector<std::string>> cells;
    std::size_t height = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
        const bool whole = columns(row[i]) <= widths[i];
        cells.push_back(whole ? std::vector{row[i]} : folded(row[i], widths[i], widths[i]));
        height = std::max(height, cells.back().size());
    }
    std::string out;
    for (std::size_t line = 0; line < height; ++line) {
        std::string text;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::string words = line < cells[i].size() ? cells[i][line] : "";
            const std::string blank(widths[i] - columns(words), ' ');
            text += std::string(i == 0 ? 2 : gap, ' ');
            text += align_[i] == Align::left ? words + blank : blank + words;
        }
        text.erase(text.find_last_not_of(' ') + 1);
        out += text + '\n';
    }
    return out;
}

}  // namespace reckon
