// Goal: a case goes through a file unharmed, and reads well there.
// Method: the text of two small cases pinned; random cases out and in; a file cut off, and damaged,
// at every byte.

#include "core/explore/case_json.hpp"

#include <filesystem>
#include <fstream>
#include <random>

#include "core/world/preset.hpp"
#include "core/world/scenario_json.hpp"
#include "tests/catch.hpp"
#include "tests/explore/convoy_case.hpp"
#include "tests/explore/random_deviations.hpp"

using namespace reckon;
using namespace std::literals;

namespace {

constexpr std::string_view short_text =
    R"({"reckon": "case", "version": 1, "strategy": "none",
 "scenario": {"reckon": "scenario", "version": 1, "name": "short", "seed": 0, "work_ns": 0,
  "ships": [
   {"name":"Emma","bound":"Oslo","cargo":0,"orders":[]}],
  "sources": []},
 "schedule": {},
 "expect": {
  "checks": {"complete": "holds", "final": "holds", "history": "holds",
   "view": "holds", "causal": "holds", "strict": "holds"},
  "divergence": "",
  "operations": 0,
  "operations_hash": "00000000000000000000000000000000"}}
)";

Case parsed(std::string_view json) {
    auto found = parse_case(json);
    INFO((found ? "" : found.error().message()));
    REQUIRE(found);
    return std::move(*found);
}

}  // namespace

TEST_CASE("a case reads well in a file") {
    const Case convoy = parsed(convoy_text);
    CHECK(to_json(convoy) == convoy_text);
    CHECK(convoy.strategy == "mpsc");
    CHECK(convoy.drain);
    CHECK(convoy.scenario.name == "convoy-2");
    CHECK(text(convoy.scenario, convoy.scenario.ships.at(1).plan.at(0)) == "depart for Gdańsk");
    CHECK(convoy.schedule == Deviations{.switches = {{0, 1, 1}, {nobody, 0, 2}},
                                        .clock = {{0, 3, 1}, {2, 1, -2}},
                                        .stops = {{3, 2}, {1, 0}},
                                        .clock_start_ms = 1700});
    CHECK(convoy.expect ==
          Expectation{.checks = {Outcome::holds, Outcome::fails, Outcome::fails, Outcome::fails,
                                 Outcome::undecided, Outcome::holds},
                      .divergence = "Emma follows \"Berta\" to Gdańsk.",
                      .operations = 6,
                      .operations_hash = "0123456789abcdef0123456789abcdef"});
}

TEST_CASE("what goes without saying is left out") {
    const Case small = parsed(short_text);
    CHECK(to_json(small) == short_text);
    CHECK_FALSE(small.drain);
    CHECK(small.schedule == Deviations{});
}

TEST_CASE("what goes without saying may be said") {
    std::string said{short_text};
    const auto say = [&](std::string_view from, std::string_view to) {
        said.replace(said.find(from), from.size(), to);
    };
    say(R"("none",)", R"("none", "drain": false,)");
    say(R"("schedule": {})", R"("schedule": {"clock_start_ms": 1000000000000, "switches": [],
        "clock": [], "stops": []})");
    CHECK(to_json(parsed(said)) == short_text);
}

TEST_CASE("a scenario stands in a case as in a file of its own") {
    const Scenario scenario = generate(find_preset("mixed")->knobs()).value();
    const Case failure{.scenario = scenario, .strategy = "deps"};
    std::string lines = to_json(failure);
    for (auto at = lines.find("\n "); at != std::string::npos; at = lines.find("\n ", at + 1)) {
        lines.erase(at + 1, 1);
    }
    std::string alone = to_json(scenario);
    alone.pop_back();
    CHECK(lines.find(alone) != std::string::npos);
}

TEST_CASE("a case goes out and comes in the same") {
    std::mt19937_64 chance{2};
    for (const Preset& preset : presets()) {
        for (int i = 0; i < 100; ++i) {
            Knobs knobs = preset.knobs();
            knobs.ships = 3 + static_cast<std::uint32_t>(chance() % 40);
            knobs.orders = static_cast<std::uint32_t>(chance() % 5);
            knobs.source_orders = static_cast<std::uint32_t>(chance() % 5);
            knobs.seed = chance();
            Case failure{.scenario = generate(knobs).value(), .strategy = "Ström \"2\""};
            failure.drain = chance() % 2 == 0;
            failure.schedule = random_deviations(chance, failure.tasks());
            for (Outcome& outcome : failure.expect.checks) {
                outcome = static_cast<Outcome>(chance() % 3);
            }
            failure.expect.divergence = i % 3 == 0 ? "" : "„Emma“ \\ \"Berta\"\n\t\x1b end";
            failure.expect.operations = chance();
            failure.expect.operations_hash = std::string(31, "0f9a"[chance() % 4]) + "e";

            const std::string json = to_json(failure);
            CAPTURE(json);
            const Case back = parsed(json);
            REQUIRE(to_json(back) == json);
            REQUIRE(to_json(back.scenario) == to_json(failure.scenario));
            REQUIRE(back.strategy == failure.strategy);
            REQUIRE(back.drain == failure.drain);
            REQUIRE(back.schedule == failure.schedule);
            REQUIRE(back.expect == failure.expect);
        }
    }
}

TEST_CASE("a ship may be called what it likes") {
    for (const std::string name : {"source 0", "drain", "ship Emma", " ", "\"", "\\", "船"}) {
        Case failure = parsed(convoy_text);
        failure.scenario.ships[0].name = name;
        CAPTURE(name);
        CHECK(parsed(to_json(failure)).schedule == failure.schedule);
    }
}

TEST_CASE("a file cut off anywhere is refused") {
    const std::size_t last = convoy_text.rfind('}');
    for (std::size_t size = 0; size <= last; ++size) {
        const auto found = parse_case(convoy_text.substr(0, size));
        CAPTURE(size);
        REQUIRE_FALSE(found);
        REQUIRE(found.error().place.starts_with("line "));
    }
    CHECK(parse_case(convoy_text.substr(0, last + 1)));
}

TEST_CASE("a damaged file is an error with a place, or another case") {
    int errors = 0;
    int cases = 0;
    const auto judge = [&](const std::string& damaged) {
        const auto found = parse_case(damaged);
        CAPTURE(damaged);
        if (!found) {
            ++errors;
            const Error& error = found.error();
            REQUIRE((error.place.starts_with('/') || error.place.starts_with("line ")));
            REQUIRE_FALSE(error.value.empty());
            REQUIRE_FALSE(error.expected.empty());
            return;
        }
        ++cases;
        const std::string out = to_json(*found);
        REQUIRE(to_json(parsed(out)) == out);
    };
    for (std::size_t i = 0; i < convoy_text.size(); ++i) {
        judge(std::string{convoy_text}.erase(i, 1));
        for (const char c : "\0\"\\{}[]:,09-. \n\xff"sv) {
            std::string damaged{convoy_text};
            damaged[i] = c;
            judge(damaged);
            judge(damaged.insert(i, 1, c));
        }
    }
    CHECK(errors > 10'000);
    CHECK(cases > 1'000);
}

TEST_CASE("a file that cannot be read says why, one that makes no sense where") {
    const auto folder = std::filesystem::temp_directory_path();
    const auto file = folder / ("case_json_test_" + std::to_string(std::random_device{}()));
    const auto absent = read_case(file);
    REQUIRE_FALSE(absent);
    CHECK(absent.error().message() ==
          file.string() + ": cannot be opened: expected a readable file");
    CHECK(absent.error().kind == Error::Kind::io);
    const auto directory = read_case(folder);
    REQUIRE_FALSE(directory);
    CHECK(directory.error().message() ==
          folder.string() + ": a directory: expected a readable file");
    CHECK(directory.error().kind == Error::Kind::io);

    const auto read_back = [&](std::string_view json) {
        std::ofstream{file, std::ios::binary} << json;
        auto found = read_case(file);
        std::filesystem::remove(file);
        return found;
    };
    const auto good = read_back(convoy_text);
    REQUIRE(good);
    CHECK(to_json(*good) == convoy_text);
    const auto bad = read_back("{}");
    REQUIRE_FALSE(bad);
    CHECK(bad.error().message() ==
          file.string() + ": /: no \"reckon\": expected the key \"reckon\"");
    CHECK(bad.error().kind == Error::Kind::input);
}
