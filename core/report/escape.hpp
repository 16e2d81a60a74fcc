#pragma once
/// Text made safe for where it is written.

#include <string>
#include <string_view>

namespace reckon {

/// For a line of a terminal or a file: a control character, or another that ends a line or turns
/// the direction of what follows (U+202A to U+202E, U+2066 to U+2069), becomes a blank; U+FFFE and
/// U+FFFF, which are no characters, U+FFFD.
///
/// Shape  text is UTF-8, here and below.
[[nodiscard]] std::string plain(std::string_view text);

/// For a POSIX shell, as one word: as it is, if it is plain, else in single quotes.
[[nodiscard]] std::string shell_quoted(std::string_view text);

/// For a field of CSV, as RFC 4180 has it: in quotes if it must be, or if it is empty, so that it
/// is told from one that is not there.
[[nodiscard]] std::string csv_field(std::string_view text);

/// For XML 1.0, between tags or in a quoted attribute; plain, too.
[[nodiscard]] std::string xml_escaped(std::string_view text);

/// For the text of a message, note or name in a Mermaid sequence diagram, with its entity codes:
/// "#59;" for ";". Letters, digits and harmless signs stay as they are; plain, too.
///
/// Source  Mermaid, "Sequence diagrams": entity codes, and its warning about the word "end"
[[nodiscard]] std::string mermaid_escaped(std::string_view text);

}  // namespace reckon
