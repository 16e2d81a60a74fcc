#include "core/report/table.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace reckon {
namespace {

constexpr std::size_t terminal_width = 80;

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

std::string Table::text() const {
    std::vector<std::size_t> widths(align_.size());
    for (const auto& row : rows_) {
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], columns(row[i]));
    }
    std::string out;
    for (const auto& row : rows_) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::string gap(widths[i] - columns(row[i]), ' ');
            line += "  ";
            line += align_[i] == Align::left ? row[i] + gap : gap + row[i];
        }
        line.erase(line.find_last_not_of(' ') + 1);
        out += line + '\n';
    }
    return out;
}

}  // namespace reckon
