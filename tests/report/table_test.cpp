// Goal: a table fits a terminal and loses nothing; a headline, too.
// Method: tables that are as wide as they may be, wider, and too wide for any folding.

#include "core/report/table.hpp"

#include <sstream>

#include "tests/catch.hpp"

namespace reckon {
namespace {

using Align = Table::Align;

std::size_t widest(const std::string& text) {
    std::size_t most = 0;
    std::istringstream lines{text};
    for (std::string line; std::getline(lines, line);) most = std::max(most, columns(line));
    return most;
}

Table named(const std::string& name) {
    Table table{{Align::left, Align::right, Align::left}};
    table.row({"ship", "version", "port"});
    table.row({name, "12", "Gdańsk"});
    return table;
}

}  // namespace

TEST_CASE("what fits stays as it is") {
    CHECK(named("Emma").text() ==
          "  ship  version  port\n"
          "  Emma       12  Gdańsk\n");
}

TEST_CASE("the widest column is folded, and no letter is lost") {
    const std::string name = "Wilhelmina-Charlotte von und zu Oldenburg-Holstein und Schleswig";
    const std::string text = named(name).text();
    CHECK(widest(text) == 80);
    CHECK(widest(named(std::string(200, 'x')).text()) == 80);
    CHECK(named(name).text(40) ==
          "  ship                    version port\n"
          "  Wilhelmina-Charlotte         12 Gdańsk\n"
          "  von und zu\n"
          "  Oldenburg-Holstein und\n"
          "  Schleswig\n");
}

TEST_CASE("numbers are never folded") {
    Table table{std::vector<Align>(12, Align::right)};
    table.row(std::vector<std::string>(12, "1234567890"));
    CHECK_THAT(table.text(), Catch::Matchers::Contains(" 1234567890 1234567890"));
    CHECK(named(std::string(200, 'x')).text(Table::unfolded).find(std::string(200, 'x')) !=
          std::string::npos);
}

TEST_CASE("a headline has its title in colour, on however many lines") {
    CHECK(headline("convoy under mpsc", ": 3 ships", {}) == "convoy under mpsc: 3 ships\n");
    CHECK(headline("convoy", ": 3 ships", {true}) == "\x1b[1mconvoy\x1b[0m: 3 ships\n");
    const std::string long_title = std::string(70, 'x') + " under mpsc";
    const std::string text = headline(long_title, ": 3 ships", {true});
    CHECK(text ==
          "\x1b[1m" + std::string(70, 'x') + " under\x1b[0m\n    \x1b[1mmpsc\x1b[0m: 3 ships\n");
}

}  // namespace reckon
