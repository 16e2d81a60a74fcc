#include "core/report/table.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace reckon {
namespace {

constexpr std::size_t terminal_width = 80;

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

std::string wrapped(std::string_view text, std::size_t indent, std::size_t hang) {
    std::string out(indent - hang, ' ');
    std::size_t column = indent - hang;
    bool fresh = true;
    while (!text.empty()) {
        const std::size_t space = std::min(text.find(' '), text.size());
        const std::string_view word = text.substr(0, space);
        text.remove_prefix(std::min(space + 1, text.size()));
        const std::size_t width = columns(word);
        if (!fresh && column + 1 + width > terminal_width) {
            out += '\n' + std::string(indent, ' ');
            column = indent;
            fresh = true;
        }
        if (!fresh) out += ' ';
        out += word;
        column += width + (fresh ? 0 : 1);
        fresh = false;
    }
    return out + '\n';
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
