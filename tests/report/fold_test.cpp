// Goal: folded text has no line that is too wide, and loses nothing.
// Method: short texts with the lines written out; nasty ones at every width.

#include "core/report/table.hpp"
#include "tests/catch.hpp"
#include "tests/report/stories.hpp"

namespace reckon {

using Lines = std::vector<std::string>;

TEST_CASE("text is folded at spaces, and within a word only if it must be") {
    CHECK(folded("", 5, 5) == Lines{""});
    CHECK(folded("in Malmö now", 8, 8) == Lines{"in Malmö", "now"});
    CHECK(folded("in Malmö now", 8, 3) == Lines{"in", "Malmö", "now"});
    CHECK(folded("a ångström b", 3, 3) == Lines{"a", "ång", "str", "öm", "b"});
    CHECK(folded("ööö", 3, 3) == Lines{"ööö"});
}

TEST_CASE("no line is wider than asked, and all letters are there in their order") {
    const auto letters = [](std::string text) {
        std::erase(text, ' ');
        return text;
    };
    for (const std::string& text : nasty_texts()) {
        for (std::size_t width = 1; width < 50; width += 3) {
            std::string together;
            for (const std::string& line : folded(text, width, width)) {
                if (line.find('\x1b') == line.npos) CHECK(columns(line) <= width);
                together += line;
            }
            CHECK(letters(together) == letters(text));
        }
    }
}

TEST_CASE("text that is too wide is cut between letters") {
    CHECK(elided("Malmö", 5) == "Malmö");
    CHECK(elided("Malmö!", 5) == "Malm…");
    CHECK(elided("öööö", 3) == "öö…");
    CHECK(elided("öööö", 1) == "…");
}

TEST_CASE("a paragraph hangs its first line out, and fits a terminal") {
    const std::string text = wrapped(std::string(200, 'x') + " and so on", 4, 2);
    CHECK(text == "  " + std::string(78, 'x') + "\n    " + std::string(76, 'x') + "\n    " +
                      std::string(46, 'x') + " and so on\n");
}

}  // namespace reckon
