// Goal: logs that others wrote are read as they are meant, and what is none is refused.
// Method: small files in both formats; each way to spoil one, with the place that is named.

#include "core/export/foreign_log.hpp"

#include <fmt/format.h>

#include <fstream>

#include "tests/catch.hpp"

namespace reckon {
namespace {

Result<std::vector<ForeignExecution>> read(std::string_view format, std::string_view text) {
    const auto file = std::filesystem::temp_directory_path() /
                      fmt::format("reckon_foreign_log_test.{}", getpid());
    std::ofstream{file, std::ios::binary} << text;
    auto found = find_foreign_format(format)->read(file);
    std::filesystem::remove(file);
    return found;
}

std::string refusal(std::string_view format, std::string_view text) {
    const auto found = read(format, text);
    if (found) return "";
    const std::string message = found.error().message();
    return message.substr(message.find(": ") + 2);
}

/// "h1 h0:1 h1:2 / …": the events of an execution, in their order.
std::string shown(const ClockedLog& log) {
    std::string text;
    for (std::size_t i = 0; i < log.size(); ++i) {
        text +=
            fmt::format("{}{}:{}", i == 0 ? "" : " / ", log.line_of[i], log.hosts[log.host_of[i]]);
        for (const HostCount each : log.clock(i)) {
            text += fmt::format(" {}={}", log.hosts[each.host], each.count);
        }
    }
    return text;
}

constexpr std::string_view event_first =
    "(?<event>.*)\\n(?<host>\\S*) (?<clock>{.*})\n=== (?<trace>.*) ===\n";
constexpr std::string_view clock_first = "(?<host>\\S*) (?<clock>{.*})\\n(?<event>.*)\n\n";

std::string with(std::string_view head, std::string_view rest) {
    return std::string{head} + std::string{rest};
}

}  // namespace

TEST_CASE("ShiViz logs") {
    const auto two = read("shiviz", with(event_first,
                                         "=== one ===\nstart\na {\"a\":1}\n\n"
                                         "\nb {\"b\":1, \"a\":1}\n"
                                         "=== two ===\r\nx\r\na {\"a\":1}\r\n"));
    REQUIRE(two);
    REQUIRE(two->size() == 2);
    CHECK((*two)[0].name == "one");
    CHECK(shown((*two)[0].log) == "4:a a=1 / 7:b a=1 b=1");
    CHECK((*two)[1].name == "two");
    CHECK(shown((*two)[1].log) == "10:a a=1");
    for (const std::string_view head : {clock_first, std::string_view{}}) {
        const auto one = read("shiviz", with(head, "a {\"a\":1}\nb {not a clock\na {\"a\":2}\nx"));
        REQUIRE(one);
        REQUIRE(one->size() == 1);
        CHECK((*one)[0].log.size() == 2);
    }
    for (const std::string_view head : {event_first, clock_first}) {
        const std::string_view rest = head == event_first ? "x\na {\"a\":1}" : "a {\"a\":1}\nx";
        const auto marked = read("shiviz", "\xef\xbb\xbf" + with(head, rest));
        REQUIRE(marked);
        CHECK(marked->front().log.hosts == std::vector<std::string>{"a"});
    }
    const auto marked = read("shiviz",
                             "\xef\xbb\xbf"
                             "a {\"a\":1}\nx");
    REQUIRE(marked);
    CHECK(marked->front().log.hosts == std::vector<std::string>{"a"});
}

TEST_CASE("ShiViz logs that are none") {
    const auto refused = [](std::string_view rest) {
        return refusal("shiviz", with(event_first, rest));
    };
    CHECK(refusal("shiviz", "") == "line 0: no event so far: expected a log with events");
    CHECK(refused("").starts_with("line 2: no event so far"));
    CHECK(refusal("shiviz", "(?<event>.+)\n").starts_with("line 1: /: \"(?<event>.+)\": expected"));
    CHECK(refusal("shiviz", "(?<event>.*)\\n(?<host>\\S*) (?<clock>{.*})\n(?<x>.)\n")
              .starts_with("line 2: /: "));
    CHECK(refused("start\nno clock\n").starts_with("line 4: /: \"no clock\": expected HOST"));
    CHECK(refused("start\na {\"a\":1}\nstop\n")
              .starts_with("line 5: /: \"stop\": expected a line with its host"));
    CHECK(refused("start\na {\"a\":}\n").starts_with("line 4: column "));
    CHECK(refused("start\na {\"a\":-1}\n").starts_with("line 4: /a: -1: expected a whole number"));
    CHECK(refused("start\na {\"a\":1,\"a\":2}\n").find("twice") != std::string::npos);
    for (const std::string_view head : {clock_first, std::string_view{}}) {
        CHECK(refusal("shiviz", with(head, "a {\"a\":1}\nx\na {\"a\":2}\n"))
                  .ends_with("expected a line with its event after it"));
    }
    CHECK(refusal("shiviz", "a\n").starts_with("line 1: /: \"a\": expected HOST"));
}

TEST_CASE("JSON lines") {
    const auto found = read("jsonl",
                            "{\"host\":\"a b\",\"clock\":{\"a b\":1},\"event\":\"x\"}\n"
                            "{\"clock\":{\"c\":1,\"a b\":1,\"d\":0},\"host\":\"c\"}\n");
    REQUIRE(found);
    CHECK(shown(found->front().log) == "1:a b a b=1 / 2:c a b=1 c=1 d=0");
    CHECK(refusal("jsonl", "{\"host\":\"a\"}").starts_with("line 1: /: no \"clock\""));
    CHECK(refusal("jsonl", "{\"host\":\"a\",\"clock\":[]}").starts_with("line 1: /clock: []"));
    CHECK(refusal("jsonl", "{\"host\":1,\"clock\":{}}").starts_with("line 1: /host: 1"));
    CHECK(refusal("jsonl", "{\"host\":\"a\",\"clock\":{},\"e\":1}").starts_with("line 1: /e: "));
    CHECK(refusal("jsonl", "\n").starts_with("line 1: column "));
    CHECK(refusal("jsonl", "").starts_with("line 0: no event so far"));
}

TEST_CASE("files that cannot be read") {
    for (const ForeignFormat& format : foreign_formats()) {
        const auto folder = format.read(std::filesystem::temp_directory_path());
        REQUIRE_FALSE(folder);
        CHECK(folder.error().kind == Error::Kind::io);
        CHECK_FALSE(format.read("/nonexistent/file"));
    }
}

}  // namespace reckon
