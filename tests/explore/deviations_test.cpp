// Goal: a schedule goes through a command line unharmed, and a line that is none is refused at the
// item that is wrong.
// Method: one line pinned; random deviations out and in; a table of malformed lines, each with its
// whole message; a line damaged at every byte.

#include "core/log/deviations.hpp"

#include <random>
#include <set>

#include "tests/catch.hpp"
#include "tests/explore/random_deviations.hpp"

using namespace reckon;
using namespace std::literals;

namespace {

constexpr TaskCounts fleet{.ships = 3, .sources = 1};
constexpr std::string_view shape =
    "TASK.STEPS>TASK, >TASK, TASK.STEP=MS, TASK.STEPS! or @MS, with tasks s0 to s2, q0";

Deviations parsed(std::string_view line, const TaskCounts& counts) {
    auto deviations = parse_one_line(line, counts);
    INFO(line << " " << (deviations ? "" : deviations.error().message()));
    REQUIRE(deviations);
    return std::move(*deviations);
}

std::string refusal(std::string_view line, const TaskCounts& counts = fleet) {
    const auto deviations = parse_one_line(line, counts);
    INFO(line);
    REQUIRE_FALSE(deviations);
    CHECK(deviations.error().kind == Error::Kind::input);
    return deviations.error().message();
}

}  // namespace

TEST_CASE("tasks have short names: ships, sources, drain") {
    constexpr TaskCounts counts{.ships = 11, .sources = 2, .drain = true};
    CHECK(counts.total() == 14);
    CHECK(short_name(0, counts) == "s0");
    CHECK(short_name(10, counts) == "s10");
    CHECK(short_name(11, counts) == "q0");
    CHECK(short_name(12, counts) == "q1");
    CHECK(short_name(13, counts) == "d");
}

TEST_CASE("a schedule is one line that says what it does") {
    const Deviations deviations{.switches = {{0, 2, 1}, {nobody, 0, 3}},
                                .clock = {{1, 3, 4}, {3, 1, -2}},
                                .stops = {{1, 5}, {2, 0}},
                                .clock_start_ms = 1700};
    const std::string line = "s0.2>s1,>q0,s1.3=4,q0.1=-2,s1.5!,s2.0!,@1700";
    CHECK(one_line(deviations, fleet) == line);
    CHECK(parsed(line, fleet) == deviations);

    const TaskCounts with_drain{.ships = 1, .drain = true};
    CHECK(one_line({.switches = {{1, 1, 0}}, .stops = {{1, 1}}}, with_drain) == "d.1>s0,d.1!");
}

TEST_CASE("nothing to say is a dash") {
    CHECK(one_line({}, fleet) == "-");
    CHECK(parsed("-", fleet) == Deviations{});
    CHECK(parsed("@1000000000000", fleet) == Deviations{});
}

TEST_CASE("items are read in any order, and kept in theirs among their kind") {
    CHECK(one_line(parsed("@0,s2.1!,q0.2>s1,s1.1=0,s0.1!,>s2", fleet), fleet) ==
          "q0.2>s1,>s2,s1.1=0,s2.1!,s0.1!,@0");
}

TEST_CASE("a schedule goes out and comes in the same") {
    std::mt19937_64 chance{1};
    std::set<std::string> lines;
    for (const TaskCounts counts : {TaskCounts{1}, TaskCounts{2, 0, true}, TaskCounts{12, 3},
                                    TaskCounts{65'536, 256, true}}) {
        for (int i = 0; i < 2'000; ++i) {
            const Deviations deviations = random_deviations(chance, counts);
            const std::string line = one_line(deviations, counts);
            CAPTURE(line);
            // So that single quotes carry it through a shell.
            REQUIRE(line.find_first_of(" \t\n'") == std::string::npos);
            REQUIRE(parsed(line, counts) == deviations);
            lines.insert(line);
        }
    }
    CHECK(lines.size() > 7'000);
}

TEST_CASE("an item that makes no sense is refused, with what would do") {
    const std::string steps = "a whole number of steps from 1 to 4294967295";
    const std::string reading = "a whole number of ms from -1000000000000000 to 1000000000000000";
    const std::string start = "a whole number of ms from 0 to 1000000000000000";
    const std::vector<std::pair<std::string, std::string>> alone{
        {"", std::string{shape}},
        {" ", std::string{shape}},
        {"s0", std::string{shape}},
        {"s0.1", std::string{shape}},
        {"s0.1?s1", std::string{shape}},
        {"s0>s1", std::string{shape}},
        {"s0!", std::string{shape}},
        {"s0=4", std::string{shape}},
        {"!", std::string{shape}},
        {"=4", std::string{shape}},
        {">", std::string{shape}},
        {".1>s1", std::string{shape}},
        {"s3.1>s1", std::string{shape}},
        {"s0.1>s3", std::string{shape}},
        {"s0.1>q1", std::string{shape}},
        {"s0.1>d", std::string{shape}},
        {"s0.1>", std::string{shape}},
        {"s0.1>s1>s2", std::string{shape}},
        {"s0.1>s1 ", std::string{shape}},
        {" s0.1>s1", std::string{shape}},
        {"s00.1>s1", std::string{shape}},
        {"s+0.1>s1", std::string{shape}},
        {"s-0.1>s1", std::string{shape}},
        {"s.1>s1", std::string{shape}},
        {"S0.1>s1", std::string{shape}},
        {"s4294967296.1>s1", std::string{shape}},
        {"Emma.1>s1", std::string{shape}},
        {"s0.>s1", steps},
        {"s0.0>s1", steps},
        {"s0.01>s1", steps},
        {"s0.+1>s1", steps},
        {"s0.-1>s1", steps},
        {"s0.1.1>s1", steps},
        {"s0. 1>s1", steps},
        {"s0.0x1>s1", steps},
        {"s0.4294967296>s1", steps},
        {"s0.0=1", steps},
        {"s0.4294967296=1", steps},
        {"s0.!", "a whole number of steps from 0 to 4294967295"},
        {"s0.00!", "a whole number of steps from 0 to 4294967295"},
        {"s0.1!!", "a whole number of steps from 0 to 4294967295"},
        {"s0.1=", reading},
        {"s0.1=+1", reading},
        {"s0.1=-0", reading},
        {"s0.1=-01", reading},
        {"s0.1=1.5", reading},
        {"s0.1=1000000000000001", reading},
        {"s0.1=-1000000000000001", reading},
        {"s0.1=99999999999999999999", reading},
        {"@", start},
        {"@-1", start},
        {"@01", start},
        {"@1000000000000001", start},
    };
    for (const auto& [item, expected] : alone) {
        CHECK(refusal(item) == "schedule, item 1: \"" + item + "\": expected " + expected);
        CHECK(refusal("s1.1>s2,q0.4=3," + item) ==
              "schedule, item 3: \"" + item + "\": expected " + expected);
    }
}

TEST_CASE("a key that stands twice is refused where it does so again") {
    CHECK(refusal("s0.1>s1,s0.2>s1,s0.1>s1") ==
          "schedule, item 3: \"s0.1>s1\": expected no second switch after s0.1");
    CHECK(refusal(">s1,>s2") ==
          "schedule, item 2: \">s2\": expected no second switch at the start");
    CHECK(refusal("q0.1=3,s0.1>s1,q0.1=4") ==
          "schedule, item 3: \"q0.1=4\": expected no second reading at q0.1");
    CHECK(refusal("s0.1!,s0.2!") == "schedule, item 2: \"s0.2!\": expected no second stop of s0");
    CHECK(refusal("@1,@1") == "schedule, item 2: \"@1\": expected no second start of the clock");
    // One step of each kind is no repetition.
    CHECK(parse_one_line("s0.1>s1,s0.1=4,s0.1!", fleet));
}

TEST_CASE("empty items, a dash among others and bytes of any kind are refused") {
    const std::string expected = ": expected " + std::string{shape};
    CHECK(refusal(",") == "schedule, item 1: \"\"" + expected);
    CHECK(refusal("s0.1>s1,") == "schedule, item 2: \"\"" + expected);
    CHECK(refusal("s0.1>s1,,s1.1>s0") == "schedule, item 2: \"\"" + expected);
    CHECK(refusal("-,s0.1>s1") == "schedule, item 1: \"-\"" + expected);
    CHECK(refusal("s0.1>s1,-") == "schedule, item 2: \"-\"" + expected);
    CHECK(refusal("s0\n\x1b") == "schedule, item 1: \"s0\\n\\u001b\"" + expected);
    CHECK(refusal("\xff\0"sv) == "schedule, item 1: \"\uFFFD\\u0000\"" + expected);
    CHECK(refusal(std::string(1'000, 'x')) ==
          "schedule, item 1: \"" + std::string(59, 'x') + "…" + expected);
}

TEST_CASE("what would do names the tasks that there are") {
    const auto tasks = [](const TaskCounts& counts) {
        const std::string message = refusal("x", counts);
        return message.substr(message.find("with"));
    };
    CHECK(tasks({.ships = 1}) == "with tasks s0");
    CHECK(tasks({.ships = 2, .drain = true}) == "with tasks s0 to s1, d");
    CHECK(tasks({.ships = 1, .sources = 4}) == "with tasks s0, q0 to q3");
    CHECK(parse_one_line("d.1>s0", {.ships = 1, .drain = true}));
}

TEST_CASE("a line of too many items is refused before it is read") {
    CHECK(refusal(std::string(10'000'000, ',')) ==
          "schedule: 10000001 items: expected at most 10000000 items");
}

TEST_CASE("a damaged line is an error with a place, or another schedule") {
    const auto whole = "s0.12>s1,>q0,s1.3=-4,q0.1=20,s1.5!,@1700"sv;
    int errors = 0;
    int schedules = 0;
    const auto judge = [&](const std::string& damaged) {
        const auto deviations = parse_one_line(damaged, fleet);
        CAPTURE(damaged);
        if (!deviations) {
            ++errors;
            REQUIRE(deviations.error().place.starts_with("schedule, item "));
            return;
        }
        ++schedules;
        REQUIRE(parsed(one_line(*deviations, fleet), fleet) == *deviations);
    };
    for (std::size_t i = 0; i < whole.size(); ++i) {
        judge(std::string{whole.substr(0, i)});
        judge(std::string{whole}.erase(i, 1));
        for (const char c : "\0.,>=!@-0129sqd \xff"sv) {
            std::string damaged{whole};
            damaged[i] = c;
            judge(damaged);
            judge(damaged.insert(i, 1, c));
        }
    }
    CHECK(errors > 800);
    CHECK(schedules > 100);
}
