// Goal: lines of JSON hold all of a recorded run, and nothing else passes for one.
// Method: runs of every strategy out and in again, bytes compared; lines changed one at a time, and
//         cut or damaged at random.

#include "core/export/jsonl.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "core/control/strategy_record.hpp"
#include "core/world/scenario_json.hpp"
#include "serializers/list.hpp"
#include "tests/catch.hpp"
#include "tests/recording/sailed.hpp"

namespace reckon {
namespace {

std::string lines_of(const RecordedRun& run) {
    std::string text;
    Sink sink{[&](std::string_view piece) { text += piece; }};
    REQUIRE_FALSE(write_jsonl(run, sink));
    sink.finish();
    return text;
}

Result<RecordedRun> read_lines(std::string_view text) {
    const auto file = std::filesystem::temp_directory_path() /
                      fmt::format("reckon_jsonl_test.{}.jsonl", getpid());
    std::ofstream{file, std::ios::binary} << text;
    auto run = read_jsonl(file);
    std::filesystem::remove(file);
    return run;
}

/// As a file has it, with the table of orders that a reader finds.
RecordedRun recorded(const RecordedRun& run) {
    auto read = parse_recording(file_of(run));
    REQUIRE(read);
    return std::move(*read);
}

void check_round_trip(const RecordedRun& run) {
    const std::string lines = lines_of(run);
    const auto again = read_lines(lines);
    REQUIRE(again);
    CHECK(difference(run, *again) == "");
    CHECK(lines_of(*again) == lines);
    CHECK(file_of(*again) == file_of(run));
}

std::string refusal(const std::string& text) {
    const auto run = read_lines(text);
    if (run) return encode_recording(to_write(*run)) ? "" : "contradiction";
    const std::string message = run.error().message();
    return message.substr(message.find(": ") + 2);
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
    const std::size_t place = text.find(what);
    REQUIRE(place != std::string::npos);
    return text.replace(place, what.size(), by);
}

}  // namespace

TEST_CASE("every strategy's runs go out and in") {
    for (const StrategyRecord& strategy : strategies()) {
        for (const std::string_view preset : {"mixed", "hail"}) {
            DYNAMIC_SECTION(strategy.name << " on " << preset) {
                check_round_trip(recorded(sailed(strategy.name, small(preset, 2))));
            }
        }
    }
}

TEST_CASE("the largest numbers and the strangest names go out and in") {
    auto scenario = parse_scenario(
        R"({"reckon": "scenario", "version": 1, "name": "\"seed\": 7", "seed": 18446744073709551615,
            "ships": [{"name": "a \\ \"b\"\u2028\u202e=== x === {y}", "at": "Oslo",
                       "orders": [{"do": "follow", "ship": 1}]},
                      {"name": "\u00a0,;\u0085", "at": "Kiel", "orders": [{"do": "arrive"}]}]})");
    REQUIRE(scenario);
    RecordedRun run = recorded(sailed("lamport", *scenario));
    auto& stamps = std::get<ByStamp>(run.log.order).stamps;
    stamps[0] = UINT64_MAX;
    // A log may say anything that can be looked up.
    run.log.events[0].cause = Cause::from(0xffff'ffffU, 7);
    run.log.events[1].cause = Cause::source(0x7fff'fffdU, UINT32_MAX);
    check_round_trip(run);
    const std::string lines = lines_of(run);
    CHECK(lines.find(R"("stamp":"18446744073709551615")") != std::string::npos);
    CHECK(lines.find(R"("seed": "18446744073709551615")") != std::string::npos);
}

TEST_CASE("a table of orders that no reader makes is told as it is read") {
    const RecordedRun run = recorded(sailed("mutex", with_another_table(small("mixed", 2))));
    REQUIRE(orders_as_read(run.scenario)[0] != 0);
    const std::string lines = lines_of(run);
    const auto again = read_lines(lines);
    REQUIRE(again);
    CHECK(to_json(again->scenario) == to_json(run.scenario));
    REQUIRE(again->log.events.size() == run.log.events.size());
    for (std::size_t i = 0; i < run.log.events.size(); ++i) {
        const Event& was = run.log.events[i];
        const Event& is = again->log.events[i];
        CHECK(is.dot == was.dot);
        CHECK(is.cause == was.cause);
        CHECK(text(again->scenario, is.order) == text(run.scenario, was.order));
    }
    CHECK(encode_recording(to_write(*again)));
    CHECK(lines_of(*again) == lines);
}

TEST_CASE("an order that the scenario lacks has no number in lines") {
    RecordedRun run = recorded(sailed("mutex", small("convoy", 1, 4)));
    run.log.events[1].order = static_cast<OrderId>(run.scenario.orders.size());
    run.scenario.orders.push_back({.kind = OrderKind::load, .tons = 4711});
    std::string written;
    Sink sink{[&](std::string_view piece) { written += piece; }};
    const auto error = write_jsonl(run, sink);
    sink.finish();
    REQUIRE(error);
    CHECK(error->message() ==
          "log entry 1: \"load 4711 t\", which no plan and no source has: "
          "expected an order of the scenario, as lines of JSON number them");
    CHECK(written.empty());
}

TEST_CASE("a gateway's effects, and what was lost of a file, go out and in") {
    RecordedRun run = recorded(sailed("deps", small("mixed", 2, 40)));
    run.origin.recovered = "the last block was cut off";
    for (const ShipHistory& ship : run.history->ships) {
        for (const Event& event : ship.events) {
            const State& before = ship.states[event.dot.version - 1];
            if (!arrival_of(before, run.scenario.orders[event.order])) continue;
            run.effects.push_back({event.dot, UINT64_MAX - event.dot.version});
        }
    }
    REQUIRE(run.effects.size() > 3);
    check_round_trip(run);
    const std::string lines = lines_of(run);
    const auto [ship, version] = run.effects.front().event;
    const std::string told =
        fmt::format(R"({{"line":"effect","ship":{},"version":{},"result":"{}"}})", ship, version,
                    UINT64_MAX - version);
    CHECK(lines.find(told + "\n") != std::string::npos);
    const auto is = [&](std::string_view what, std::string_view by, std::string_view found) {
        INFO(what << " → " << by);
        CHECK(refusal(replaced(lines, what, by)).find(found) != std::string::npos);
    };
    is(R"("line":"effect","ship":)", R"("line":"effect","ship":9)", "/ship: 9");
    is(R"("result":"18)", R"("result":"98)", "/result: ");
    is(R"("result":"18)", R"("result":"018)", "/result: ");
    is(told, told + "\n" + told, "");
    // One that no arrival had is no run.
    is(fmt::format(R"("effect","ship":{},"version":{})", ship, version),
       fmt::format(R"("effect","ship":{},"version":0)", ship), "contradiction");
}

TEST_CASE("lines that are no run are refused") {
    const std::string lines = lines_of(recorded(sailed("deps", small("convoy", 1, 4))));
    CHECK(refusal(lines).empty());
    CHECK(refusal("") == "line 0: the last line: expected {\"line\":\"end\",…}");
    CHECK(refusal("{}\n").starts_with("line 1: /reckon") == false);
    CHECK(refusal("x\n") == "line 1: column 1: not JSON: expected a line of JSON");
    CHECK(refusal(lines + "{}\n").find("nothing after the end") != std::string::npos);
    CHECK(refusal(lines.substr(0, lines.size() / 2)).starts_with("line "));
    const auto is_at = [&](std::string_view what, std::string_view by, std::string_view place) {
        INFO(what << " → " << by);
        CHECK(refusal(replaced(lines, what, by)).starts_with(place));
    };
    is_at(R"("version":1)", R"("version":2)", "line 1: /version: 2");
    is_at(R"("order":"dependencies")", R"("order":"dep")", "line 1: /order: ");
    is_at(R"("order":"dependencies")", R"("order":"clocks")", "line 2: /");
    is_at(R"("publication":"seq_cst")", R"("publication":"")", "line 1: /publication: ");
    is_at(R"("names_reads":true)", R"("names_reads":1)", "line 1: /names_reads: ");
    is_at(R"("seed": ")", R"("seed": "x)", "line 1: /scenario/seed: ");
    is_at(R"("line":"logged")", R"("line":"lodged")", "line 2: /line: ");
    is_at(R"("ship":0,"version":1,)", R"("ship":9,"version":1,)", "line 2: /ship: 9");
    is_at(R"("does":")", R"("does":"not )", "line 2: /does: ");
    is_at(R"("cause":{"plan":0})", R"("cause":{"plan":-1})", "line 2: /cause/plan: -1");
    is_at(R"("cause":{"plan":0})", R"("cause":{"hail":3000000000,"version":1})",
          "line 2: /cause/hail: ");
    is_at(R"("line":"happened","ship":0,"version":1)", R"("line":"happened","ship":0,"version":2)",
          "line ");
    is_at(R"("refused":0)", R"("refused":1)", "contradiction");
    is_at(R"("miles":)", R"("miles":9)", "");
    is_at(R"("line":"end","lines":)", R"("line":"end","lines":1)", "line ");
}

TEST_CASE("no damage passes for whole, and none does harm") {
    const RecordedRun run = recorded(sailed("vector", small("mixed", 1, 4)));
    const std::string lines = lines_of(run);
    std::mt19937 chance{5};
    int whole = 0;
    for (int round = 0; round < 1500; ++round) {
        std::string damaged = lines;
        const std::size_t place = chance() % damaged.size();
        switch (chance() % 3) {
            case 0: damaged.resize(place); break;
            case 1: damaged[place] = static_cast<char>(chance() % 256); break;
            default: damaged.erase(place, 1 + chance() % 40);
        }
        const auto again = read_lines(damaged);
        if (!again || !encode_recording(to_write(*again))) continue;
        // Whatever is taken can be told again, and is then itself.
        ++whole;
        const std::string told = lines_of(*again);
        const auto once_more = read_lines(told);
        REQUIRE(once_more);
        CHECK(difference(*again, *once_more) == "");
    }
    CHECK(whole < 1000);
}

}  // namespace reckon
