// Goal: an experiment's file is read as it says, and what it cannot mean is refused at its place.
// Method: cells of small files against those counted by hand; one wrong thing at a time; the order
//         of the runs: each once, repetition by repetition, as the seed has it.

#include "core/experiment/experiment.hpp"

#include <algorithm>
#include <set>

#include "tests/catch.hpp"

namespace reckon {
namespace {

constexpr std::array<std::string_view, 3> known{"none", "deps", "mutex"};

Result<Experiment> with(std::string_view axes, std::string_view more = "") {
    return parse_experiment(
        fmt::format(R"({{"reckon": "experiment", "version": 1, "name": "a", "question": "why?",)"
                    R"( "axes": {{{}}}{}}})",
                    axes, more),
        known);
}

std::string refused(std::string_view axes, std::string_view more = "") {
    const auto experiment = with(axes, more);
    REQUIRE_FALSE(experiment);
    return experiment.error().place;
}

}  // namespace

TEST_CASE("a cell is a combination of the axes' values") {
    const auto experiment =
        with(R"("strategy": ["deps", "none"], "ships": [2, 8, 32], "history": [true, false],)"
             R"( "scenario": ["solo"], "seed": [7])");
    REQUIRE(experiment);
    REQUIRE(experiment->cells.size() == 12);
    CHECK(experiment->repetitions == 9);
    const auto count = [&](auto&& is) { return std::ranges::count_if(experiment->cells, is); };
    CHECK(count([](auto& cell) { return cell.strategy == "deps"; }) == 6);
    CHECK(count([](auto& cell) { return cell.ships == 8; }) == 4);
    CHECK(count([](auto& cell) { return cell.history; }) == 6);
    CHECK(count([](auto& cell) { return cell.scenario == "solo" && cell.seed == 7; }) == 12);
    CHECK(count([](auto& cell) { return cell.orders || cell.work_ns || cell.sources; }) == 0);
    std::set<std::string> all;
    for (const ExperimentCell& cell : experiment->cells) all.insert(to_json(cell).dump());
    CHECK(all.size() == 12);
}

TEST_CASE("all strategies are those that there are") {
    const auto experiment = with(R"("strategy": "all")");
    REQUIRE(experiment);
    REQUIRE(experiment->cells.size() == known.size());
    for (std::size_t i = 0; i < known.size(); ++i) {
        CHECK(experiment->cells[i].strategy == known[i]);
        CHECK(experiment->cells[i].scenario == "convoy");
        CHECK(experiment->cells[i].workers == 2);
    }
}

TEST_CASE("what an experiment cannot mean is refused where it stands") {
    const std::string deps = R"("strategy": ["deps"])";
    CHECK(refused("") == "/axes");
    CHECK(refused(R"("strategy": [])") == "/axes/strategy");
    CHECK(refused(R"("strategy": ["deps", "deep"])") == "/axes/strategy/1");
    CHECK(refused(R"("strategy": ["deps", "deps"])") == "/axes/strategy/1");
    CHECK(refused(R"("strategy": "some")") == "/axes/strategy");
    CHECK(refused(deps + R"(, "ships": [0])") == "/axes/ships/0");
    CHECK(refused(deps + R"(, "ships": [2, "8"])") == "/axes/ships/1");
    CHECK(refused(deps + R"(, "ships": 8)") == "/axes/ships");
    CHECK(refused(deps + R"(, "workers": [1, 257])") == "/axes/workers/1");
    CHECK(refused(deps + R"(, "history": ["yes"])") == "/axes/history/0");
    CHECK(refused(deps + R"(, "seed": [-1])") == "/axes/seed/0");
    CHECK(refused(deps + R"(, "colour": [1])") == "/axes/colour");
    CHECK(refused(deps, R"(, "repetitions": 0)") == "/repetitions");
    CHECK(refused(deps, R"(, "batch": 1.5)") == "/batch");
    CHECK(refused(deps, R"(, "axis": 1)") == "/axis");
    CHECK(refused(deps + R"(, "scenario": [""])") == "/axes/scenario/0");
    const auto unasked =
        parse_experiment(R"({"reckon": "experiment", "version": 1, "name": "a", "question": "",)"
                         R"( "axes": {"strategy": "all"}})",
                         known);
    REQUIRE_FALSE(unasked);
    CHECK(unasked.error().place == "/question");
}

TEST_CASE("a cell knows where its values stand") {
    const auto experiment =
        with(R"("strategy": ["deps", "none"], "scenario": ["hail", "solo"], "ships": [8, 2, 32])");
    REQUIRE(experiment);
    for (const ExperimentCell& cell : experiment->cells) {
        const std::string ships = place_of(*experiment, cell, "ships");
        CHECK(ships == (cell.ships == 8u   ? "/axes/ships/0"
                        : cell.ships == 2u ? "/axes/ships/1"
                                           : "/axes/ships/2"));
        CHECK(place_of(*experiment, cell, "scenario") ==
              (cell.scenario == "hail" ? "/axes/scenario/0" : "/axes/scenario/1"));
        CHECK(place_of(*experiment, cell, "orders") == "/axes");
    }
}

TEST_CASE("an experiment has a bound") {
    std::string seeds = "0";
    for (int i = 1; i < 2000; ++i) seeds += fmt::format(", {}", i);
    const std::string axes = fmt::format(R"("strategy": ["deps"], "seed": [{}])", seeds);
    CHECK(with(axes, R"(, "repetitions": 500)"));
    CHECK(refused(axes, R"(, "repetitions": 501)") == "/axes");
    std::string ships = "1";
    for (int i = 2; i <= 600; ++i) ships += fmt::format(", {}", i);
    CHECK(refused(axes + fmt::format(R"(, "ships": [{}])", ships)) == "/axes");
}

TEST_CASE("runs go round by repetition, in an order that the seed draws") {
    const auto drawn = [](std::string_view more) {
        const auto experiment = with(R"("strategy": "all", "ships": [2, 4, 6, 8])", more);
        REQUIRE(experiment);
        return runs_of(*experiment);
    };
    const auto runs = drawn("");
    REQUIRE(runs.size() == 12 * 9);
    std::set<std::vector<std::uint32_t>> orders;
    for (std::uint32_t repetition = 0; repetition < 9; ++repetition) {
        std::vector<std::uint32_t> cells;
        for (std::size_t i = 0; i < 12; ++i) {
            CHECK(runs[repetition * 12 + i].repetition == repetition);
            cells.push_back(runs[repetition * 12 + i].cell);
        }
        orders.insert(cells);
        std::ranges::sort(cells);
        for (std::uint32_t i = 0; i < 12; ++i) CHECK(cells[i] == i);
    }
    CHECK(orders.size() > 7);
    const auto same = [](const auto& one, const auto& other) {
        return std::ranges::equal(one, other, {}, &ExperimentRun::cell, &ExperimentRun::cell);
    };
    CHECK(same(runs, drawn("")));
    CHECK_FALSE(same(runs, drawn(R"(, "order_seed": 2)")));
}

}  // namespace reckon
