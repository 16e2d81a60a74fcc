// Goal: a file that is no case, or one that makes no sense, is refused at the very place.
// Method: a table of pieces of a sound file, each with what is put in its place and with the whole
// message expected.

#include <fmt/format.h>

#include <sstream>

#include "core/explore/case_json.hpp"
#include "core/world/preset.hpp"
#include "core/world/scenario_json.hpp"
#include "tests/catch.hpp"
#include "tests/explore/convoy_case.hpp"

using namespace reckon;
using namespace std::literals;

namespace {

std::string replaced(std::string_view from, std::string_view to) {
    std::string text{convoy_text};
    const auto at = text.find(from);
    INFO(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

/// The message for convoy-2 with one piece replaced by another.
std::string refusal(std::string_view from, std::string_view to) {
    const auto found = parse_case(replaced(from, to));
    INFO(from << " -> " << to);
    REQUIRE_FALSE(found);
    CHECK(found.error().kind == Error::Kind::input);
    return found.error().message();
}

struct Malformed {
    std::string_view from;
    std::string_view to;
    std::string message;
};

void check_all(const std::vector<Malformed>& table) {
    for (const auto& [from, to, message] : table) CHECK(refusal(from, to) == message);
}

const std::string tasks = "a task: \"ship Emma\", \"ship Berta\", \"source 0\", \"drain\"";
const std::string steps = "a whole number from 1 to 4294967295";

}  // namespace

TEST_CASE("a file that is no case is refused") {
    const auto message = [](std::string_view json) { return parse_case(json).error().message(); };
    CHECK(message("") == "line 1, column 1: not JSON: expected a case in JSON");
    CHECK(message("{}\n{}") == "line 2, column 1: not JSON: expected a case in JSON");
    CHECK(message("[]") == "/: no \"reckon\": expected the key \"reckon\"");
    CHECK(message("null") == "/: no \"reckon\": expected the key \"reckon\"");
    CHECK(message(to_json(generate(find_preset("solo")->knobs()).value())) ==
          "/reckon: \"scenario\": expected \"case\"");
    check_all({
        {R"("version": 1)", R"("version": 2)", "/version: 2: expected 1, the one version there is"},
        {R"("drain": true)", R"("drains": true)",
         "/drains: unknown key \"drains\": expected one of reckon, version, strategy, drain, "
         "scenario, schedule, expect"},
        {R"("drain": true)", R"("drain": 1)", "/drain: 1: expected true or false"},
        {R"("strategy": "mpsc", )", "", "/: no \"strategy\": expected the key \"strategy\""},
        {R"("strategy": "mpsc")", R"("strategy": null)",
         "/strategy: null: expected a name in quotes"},
        {R"("strategy": "mpsc")", R"("strategy": "")",
         "/strategy: \"\": expected a name of 1 to 64 bytes without control characters"},
        {R"("strategy": "mpsc")", R"("strategy": "mpsc", "strategy": "deps")",
         "/strategy: the key \"strategy\" twice in one object: expected each key once"},
        {R"("schedule": )", R"("expect": {}, "schedule": )",
         "/expect: the key \"expect\" twice in one object: expected each key once"},
    });
}

TEST_CASE("a scenario in a case is refused below its place there") {
    check_all({
        {R"("reckon": "scenario")", R"("reckon": "case")",
         "/scenario/reckon: \"case\": expected \"scenario\""},
        {R"("seed": 1)", R"("seeds": 1)",
         "/scenario/seeds: unknown key \"seeds\": expected one of reckon, version, name, seed, "
         "work_ns, ships, sources"},
        {R"("seed": 1)", R"("seed": 1, "seed": 2)",
         "/scenario/seed: the key \"seed\" twice in one object: expected each key once"},
        {R"({"do":"follow","ship":1})", R"({"do":"take","tons":1})",
         "/scenario/ships/0/orders/0/do: \"take\": expected one of depart, arrive, load, unload, "
         "follow, rendezvous, hail, transfer"},
        {R"("work_ns": 0)", R"("work_ns": -1)",
         "/scenario/work_ns: -1: expected a whole number from 0 to 1000000000"},
        {R"({"ship":0,)", R"({"ship":"Clara",)",
         "/scenario/sources/0/0/ship: \"Clara\": expected a ship's name (Emma, Berta) or index (0 "
         "to 1)"},
        {R"("sources": [)", R"("sources": {}, "x": [)",
         "/scenario/x: unknown key \"x\": expected one of reckon, version, name, seed, work_ns, "
         "ships, sources"},
    });
    // Where the reader has the place from elsewhere than from the value.
    const auto message = [](std::string_view scenario) {
        return parse_case(R"({"reckon": "case", "version": 1, "strategy": "a", "scenario": )" +
                          std::string{scenario} + "}")
            .error()
            .message();
    };
    CHECK(message("7") ==
          "/scenario: 7: expected an object with reckon, version, name, seed, "
          "work_ns, ships, sources");
    CHECK(message("{}") == "/scenario: no \"reckon\": expected the key \"reckon\"");
    CHECK(message(R"({"reckon": "scenario", "version": 1, "ships": []})") ==
          "/scenario/ships: 0 ships: expected 1 to 65536 ships");
    std::string orders = R"({"do":"arrive"})";
    for (int i = 1; i < 3'601; ++i) orders += R"(,{"do":"arrive"})";
    CHECK(message(R"({"reckon": "scenario", "version": 1, "work_ns": 1000000000, "ships": [
                      {"name": "Emma", "at": "Oslo", "orders": [)" +
                  orders + "]}]}") ==
          "/scenario/work_ns: 1000000000 for each of 3601 events: expected at most 3600000000000 "
          "ns of work in all");
}

TEST_CASE("a schedule and its switches are refused where they make no sense") {
    constexpr auto first = R"({"after": "ship Emma", "steps": 1, "next": "ship Berta"})"sv;
    check_all({
        {R"("schedule": {)", R"("schedule": [], "sched": {)",
         "/sched: unknown key \"sched\": expected one of reckon, version, strategy, drain, "
         "scenario, schedule, expect"},
        {R"("switches")", R"("switch")",
         "/schedule/switch: unknown key \"switch\": expected one of clock_start_ms, switches, "
         "clock, stops"},
        {"1700", "-1",
         "/schedule/clock_start_ms: -1: expected a whole number from 0 to "
         "1000000000000000"},
        {"1700", "1000000000000001",
         "/schedule/clock_start_ms: 1000000000000001: expected a whole number from 0 to "
         "1000000000000000"},
        {first, "7", "/schedule/switches/0: 7: expected an object with after, steps, next"},
        {first, R"({"after": "ship Emma", "steps": 1})",
         "/schedule/switches/0: no \"next\": expected the key \"next\""},
        {first, R"({"after": "ship Emma", "next": "drain"})",
         "/schedule/switches/0: no \"steps\": expected the key \"steps\""},
        {first, R"({"steps": 1, "next": "drain"})",
         "/schedule/switches/0: no \"after\": expected the key \"after\""},
        {first, R"({"task": "drain", "next": "drain"})",
         "/schedule/switches/0/task: unknown key \"task\": expected one of after, steps, next"},
        {first, R"({"after": "drain", "steps": 0, "next": "drain"})",
         "/schedule/switches/0/steps: 0: expected " + steps},
        {first, R"({"after": "drain", "steps": 4294967296, "next": "drain"})",
         "/schedule/switches/0/steps: 4294967296: expected " + steps},
        {first, R"({"after": "drain", "steps": 1.0, "next": "drain"})",
         "/schedule/switches/0/steps: 1.0: expected " + steps},
        {first, R"({"next": "ship Clara"})",
         "/schedule/switches/0/next: \"ship Clara\": expected " + tasks},
        {R"({"next": "source 0"})", R"({"after": "ship Emma", "steps": 1, "next": "source 0"})",
         "/schedule/switches/1: {\"after\":\"ship Emma\",\"steps\":1,\"next\":\"source 0\"}: "
         "expected no second switch at one place"},
        {first, R"({"next": "ship Berta"})",
         "/schedule/switches/1: {\"next\":\"source 0\"}: expected no second switch at one place"},
    });
}

TEST_CASE("readings and stops are refused where they make no sense") {
    constexpr auto clock = R"({"task": "ship Emma", "step": 3, "ms": 1})"sv;
    constexpr auto stop = R"({"task": "drain", "steps": 2})"sv;
    check_all({
        {clock, R"({"task": "drain", "step": 1})",
         "/schedule/clock/0: no \"ms\": expected the key \"ms\""},
        {clock, R"({"task": "drain", "steps": 1, "ms": 1})",
         "/schedule/clock/0/steps: unknown key \"steps\": expected one of task, step, ms"},
        {clock, R"({"task": "drain", "step": 0, "ms": 1})",
         "/schedule/clock/0/step: 0: expected " + steps},
        {clock, R"({"task": "drain", "step": 1, "ms": "1"})",
         "/schedule/clock/0/ms: \"1\": expected a whole number from -1000000000000000 to "
         "1000000000000000"},
        {clock, R"({"task": "drain", "step": 1, "ms": -1000000000000001})",
         "/schedule/clock/0/ms: -1000000000000001: expected a whole number from "
         "-1000000000000000 to 1000000000000000"},
        {clock, R"({"task": "drain", "step": 1, "ms": 18446744073709551615})",
         "/schedule/clock/0/ms: 18446744073709551615: expected a whole number from "
         "-1000000000000000 to 1000000000000000"},
        {clock, R"({"task": "source 0", "step": 1, "ms": 1})",
         "/schedule/clock/1: {\"task\":\"source 0\",\"step\":1,\"ms\":-2}: expected no second "
         "reading at one step"},
        {stop, R"({"task": "drain"})",
         "/schedule/stops/0: no \"steps\": expected the key \"steps\""},
        {stop, R"({"task": "ship Berta", "steps": 2})",
         "/schedule/stops/1: {\"task\":\"ship Berta\",\"steps\":0}: expected no second stop of one "
         "task"},
        {stop, R"({"task": "drain", "steps": -1})",
         "/schedule/stops/0/steps: -1: expected a whole number from 0 to 4294967295"},
    });
}

TEST_CASE("a task that is none is refused") {
    constexpr auto stop = R"({"task": "drain", "steps": 2})"sv;
    for (const std::string_view json : {"7", "null", "[]"}) {
        CHECK(refusal(stop, fmt::format(R"({{"task": {}, "steps": 2}})", json)) ==
              fmt::format("/schedule/stops/0/task: {}: expected {}", json, tasks));
    }
    // One a line.
    std::istringstream names{
        "\nEmma\nship\nship \nship emma\nship  Emma\nship Emma \nshipEmma\nship 0\nsource\n"
        "source \nsource 1\nsource 00\nsource +0\nsource 0 \nsource 4294967296\nDrain\ndrain \n"
        "s0\n"};
    for (std::string name; std::getline(names, name);) {
        CHECK(refusal(stop, fmt::format(R"({{"task": "{}", "steps": 2}})", name)) ==
              fmt::format("/schedule/stops/0/task: \"{}\": expected {}", name, tasks));
    }
}

TEST_CASE("a strategy without a drain has no such task") {
    CHECK(refusal(R"(, "drain": true)", "") ==
          "/schedule/stops/0/task: \"drain\": expected a task: \"ship Emma\", \"ship Berta\", "
          "\"source 0\"");
}

TEST_CASE("what would do names no more than eight ships") {
    Case failure{.scenario = {.name = "nine"}, .strategy = "deps"};
    for (ShipId ship = 0; ship < 9; ++ship) {
        failure.scenario.ships.push_back({.name = std::to_string(ship), .initial = {.at = 0}});
    }
    failure.scenario.sources.resize(3);
    failure.schedule.stops.push_back({8, 1});
    std::string json = to_json(failure);
    json.replace(json.find("ship 8"), 6, "ship 9");
    CHECK(parse_case(json).error().expected ==
          "a task: \"ship 0\", \"ship 1\", \"ship 2\", \"ship 3\", \"ship 4\", \"ship 5\", \"ship "
          "6\", \"ship 7\", …, \"source 0\" to \"source 2\"");
}

TEST_CASE("an expectation is refused where it makes no sense") {
    constexpr auto hash = R"("0123456789abcdef0123456789abcdef")"sv;
    const std::string digits = "expected 32 hexadecimal digits, 0-9a-f, in quotes";
    check_all({
        {R"("complete": "holds", )", "",
         "/expect/checks: no \"complete\": expected the key \"complete\""},
        {R"("complete": "holds")", R"("complete": "maybe")",
         "/expect/checks/complete: \"maybe\": expected one of holds, undecided, fails"},
        {R"("complete": "holds")", R"("complete": true)",
         "/expect/checks/complete: true: expected one of holds, undecided, fails"},
        {R"("complete": "holds")", R"("Complete": "holds")",
         "/expect/checks/Complete: unknown key \"Complete\": expected one of complete, final, "
         "history, view, causal, strict"},
        {R"("divergence")", R"("diverges")",
         "/expect/diverges: unknown key \"diverges\": expected one of checks, divergence, "
         "operations, operations_hash"},
        {R"("operations": 6,)", "", "/expect: no \"operations\": expected the key \"operations\""},
        {R"("operations": 6)", R"("operations": -6)",
         "/expect/operations: -6: expected a whole number from 0 to 18446744073709551615"},
        {R"("Emma follows \"Berta\" to Gdańsk.")", "null",
         "/expect/divergence: null: expected a sentence in quotes, or \"\""},
        {hash, "12", "/expect/operations_hash: 12: " + digits},
        {hash, R"("")", "/expect/operations_hash: \"\": " + digits},
        {hash, R"("0123456789abcdef0123456789abcde")",
         "/expect/operations_hash: \"0123456789abcdef0123456789abcde\": " + digits},
        {hash, R"("0123456789ABCDEF0123456789abcdef")",
         "/expect/operations_hash: \"0123456789ABCDEF0123456789abcdef\": " + digits},
    });
}
