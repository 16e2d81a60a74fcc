// Goal: no text breaks the line, the XML or the Mermaid diagram that it is written into.
// Method: what trips each of them, by hand, with the result written out.

#include "core/report/escape.hpp"

#include "tests/catch.hpp"

namespace reckon {

TEST_CASE("plain text has no control characters and no ends of lines") {
    CHECK(plain("Gdańsk – 日本 🚢") == "Gdańsk – 日本 🚢");
    CHECK(plain("a\nb\r\tc") == "a b  c");
    CHECK(plain("\x1b[31mred\x7f") == " [31mred ");
    CHECK(plain("a\u0085b\u009Fc\u00A0d") == "a b c\u00A0d");
    CHECK(plain("a\u2028b\u2029c\u2027d") == "a b c\u2027d");
    CHECK(plain("\uFFFE\uFFFF\uFFFD") == "\uFFFD\uFFFD\uFFFD");
    CHECK(plain("a\u202Ab\u202Ec\u202Fd") == "a b c\u202Fd");
    CHECK(plain("a\u2066b\u2069c\u206Ad\u2065") == "a b c\u206Ad\u2065");
    CHECK(plain("\xE2") == "\xE2");
    CHECK(plain(std::string_view{"a\0b", 3}) == "a b");
    CHECK(plain("").empty());
}

TEST_CASE("a word for a shell is one word, and itself") {
    CHECK(shell_quoted("x-1/convoy_2.case.json") == "x-1/convoy_2.case.json");
    CHECK(shell_quoted("s0.2>s1") == "'s0.2>s1'");
    CHECK(shell_quoted("it's $HOME") == R"('it'\''s $HOME')");
    CHECK(shell_quoted("Malmö") == "'Malmö'");
    CHECK(shell_quoted("") == "''");
}

TEST_CASE("XML text has no markup, and each sign comes back as itself") {
    CHECK(xml_escaped(R"("<&>;#end|')") == "&quot;&lt;&amp;&gt;;#end|&#39;");
    CHECK(xml_escaped("]]>\x01&amp;") == "]]&gt; &amp;amp;");
    CHECK(xml_escaped("a\u202Eb\u2067c") == "a b c");
    CHECK(xml_escaped("Malmö") == "Malmö");
}

TEST_CASE("Mermaid text has no signs that Mermaid reads") {
    CHECK(mermaid_escaped("a\u202Eb\u2067c") == "a b c");
    CHECK(mermaid_escaped("Emma's Malmö, 5 t (a-b)") == "Emma's Malmö, 5 t (a-b)");
    CHECK(mermaid_escaped(R"("<&>;#)") == "#34;#60;#38;#62;#59;#35;");
    CHECK(mermaid_escaped("a\nb: %% {x} [y] $z$ `q` *w*") ==
          "a b#58; #37;#37; #123;x#125; #91;y#93; #36;z#36; #96;q#96; #42;w#42;");
}

TEST_CASE("Mermaid text has not the word end, but words with it") {
    CHECK(mermaid_escaped("end") == "#101;nd");
    CHECK(mermaid_escaped("The END, end") == "The #69;ND, #101;nd");
    CHECK(mermaid_escaped("bend ends Endeavour") == "bend ends Endeavour");
}

}  // namespace reckon
