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

/// The length of what stands at the front and is to become a blank; 0 if nothing is.
std::size_t blank_at(std::string_view text) {
    const auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    if (byte(0) < 0x20 || byte(0) == 0x7F) return 1;
    if (byte(0) == 0xC2 && byte(1) >= 0x80 && byte(1) < 0xA0) return 2;
    if (byte(0) != 0xE2) return 0;
    // U+2028 to U+202E: ends of lines, embeddings, overrides; U+2066 to U+2069: isolates.
    const bool turns = (byte(1) == 0x80 && byte(2) >= 0xA8 && byte(2) <= 0xAE) ||
                       (byte(1) == 0x81 && byte(2) >= 0xA6 && byte(2) <= 0xA9);
    return turns ? 3 : 0;
}

}  // namespace

std::string plain(std::string_view text) {
    constexpr std::string_view no_letters[] = {"\uFFFE", "\uFFFF"};  // In UTF-8, but in no XML.
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        if (text.starts_with(no_letters[0]) || text.starts_with(no_letters[1])) {
            out += "\uFFFD";
            text.remove_prefix(no_letters[0].size());
            continue;
        }
        const std::size_t blank = blank_at(text);
        out += blank > 0 ? ' ' : text[0];
        text.remove_prefix(blank > 0 ? blank : 1);
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

std::string csv_field(std::string_view text) {
    if (!text.empty() && text.find_first_of(",\"\r\n") == std::string_view::npos) {
        return std::string{text};
    }
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
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
