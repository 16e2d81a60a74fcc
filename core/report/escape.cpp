#include "core/report/escape.hpp"

#include <fmt/format.h>

#include <cctype>

namespace reckon {
namespace {

bool is_letter(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

/// Is there the word "end", in whatever case, at `place`?
bool ends_a_block(std::string_view text, std::size_t place) {
    constexpr std::string_view word = "end";
    if (place > 0 && is_letter(text[place - 1])) return false;
    if (text.size() - place < word.size()) return false;
    for (std::size_t i = 0; i < word.size(); ++i) {
        if (std::tolower(static_cast<unsigned char>(text[place + i])) != word[i]) return false;
    }
    return place + word.size() == text.size() || !is_letter(text[place + word.size()]);
}

}  // namespace

std::string plain(std::string_view text) {
    constexpr std::string_view separators[] = {"\u2028", "\u2029"};
    constexpr std::string_view no_letters[] = {"\uFFFE", "\uFFFF"};  // In UTF-8, but in no XML.
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        std::size_t taken = 0;
        for (const std::string_view separator : separators) {
            if (text.starts_with(separator)) taken = separator.size();
        }
        if (text.starts_with(no_letters[0]) || text.starts_with(no_letters[1])) {
            out += "\uFFFD";
            text.remove_prefix(no_letters[0].size());
            continue;
        }
        const auto first = static_cast<unsigned char>(text[0]);
        const auto second = static_cast<unsigned char>(text.size() > 1 ? text[1] : ' ');
        if (first < 0x20 || first == 0x7F) taken = 1;
        if (first == 0xC2 && second >= 0x80 && second < 0xA0) taken = 2;
        out += taken > 0 ? ' ' : text[0];
        text.remove_prefix(taken > 0 ? taken : 1);
    }
    return out;
}

std::string shell_quoted(std::string_view text) {
    constexpr std::string_view harmless = "-_./,:=+%@";
    bool bare = !text.empty();
    std::string quoted = "'";
    for (const char c : text) {
        bare = bare && (is_letter(c) || harmless.find(c) != harmless.npos);
        quoted += c == '\'' ? std::string{"'\\''"} : std::string{c};
    }
    return bare ? std::string{text} : quoted + "'";
}

std::string xml_escaped(std::string_view text) {
    std::string out;
    for (const char c : plain(text)) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            default: out += c;
        }
    }
    return out;
}

std::string mermaid_escaped(std::string_view text) {
    // A colon goes as a code too: after "style" or "classDef" Mermaid takes one for a rule of
    // style, and drops the semicolon of a code behind it.
    constexpr std::string_view harmless = " .,@()'-/";
    std::string out;
    const std::string line = plain(text);
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        const bool in_a_letter = (static_cast<unsigned char>(c) & 0x80U) != 0;
        const bool kept = in_a_letter || is_letter(c) || harmless.find(c) != harmless.npos;
        if (kept && !ends_a_block(line, i)) {
            out += c;
        } else {
            out += fmt::format("#{};", static_cast<int>(static_cast<unsigned char>(c)));
        }
    }
    return out;
}

}  // namespace reckon
