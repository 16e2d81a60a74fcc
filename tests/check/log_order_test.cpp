// Goal: what a log's order says is found, or said to be unknown; a malformed log fails.
// Method: bounds set to nothing, parts of logs cut off.

#include "core/check/log_order.hpp"

#include "core/check/judge.hpp"
#include "core/replay/replay.hpp"
#include "tests/catch.hpp"
#include "tests/check/told.hpp"

namespace reckon {
namespace {

Verdict judged(const Told& told, const Log& log) {
    return judge(told.scenario, told.run, log, replay(told.scenario, log));
}

}  // namespace

TEST_CASE("an edge that the log only implies takes work; past its bound it is not known") {
    const Told chain = told("A B=A1 C=B1");
    const Log log = dependencies(chain, "A1 B1:A1 C1:B1");
    LogOrder bounded{chain.run, log, 0};
    CHECK(bounded.precedes({0, 1}, {1, 1}) == true);  // Named.
    CHECK(bounded.precedes({0, 1}, {2, 1}) == std::nullopt);
    CHECK(bounded.precedes({2, 1}, {0, 1}) == std::nullopt);
    LogOrder usual{chain.run, log};
    CHECK(usual.precedes({0, 1}, {2, 1}) == true);
    CHECK(usual.precedes({2, 1}, {0, 1}) == false);
    CHECK(usual.precedes({0, 0}, {2, 1}) == true);
    CHECK(usual.precedes({2, 1}, {0, 0}) == false);
    CHECK(usual.precedes({0, 1}, {0, 1}) == false);
}

TEST_CASE("observed states that go back fail strict, in a total and in a partial order") {
    Told back = told("A B");
    back.run.observed = {{1, 1, 0}, {1, 0, 0}};
    CHECK(judged(back, sequence(back, "A1 B1"))[Check::strict].outcome == Outcome::fails);
    Told hailed = told("A!B B?A1");
    hailed.run.observed = {{1, 1, 0}, {1, 0, 0}};
    const Log log = dependencies(hailed, "A1 B1");
    CHECK(judged(hailed, log)[Check::strict].outcome == Outcome::fails);
    std::ranges::reverse(hailed.run.observed);
    CHECK(judged(hailed, log)[Check::strict].outcome == Outcome::holds);
}

TEST_CASE("a malformed log fails every check") {
    const Told run = told("A B=A0 A");
    std::vector<Log> logs;
    logs.push_back(stamped(run, "A1:1 B1:2 A2:3"));
    std::get<ByStamp>(logs.back().order).stamps.pop_back();
    logs.push_back(clocks(run, "A1:1,0,0 B1:0,1,0 A2:2,0,0"));
    std::get<ByClock>(logs.back().order).ends.pop_back();
    logs.push_back(clocks(run, "A1:1,0,0 B1:0,1,0 A2:2,0,0"));
    std::get<ByClock>(logs.back().order).changes = {{3, 1}};
    std::get<ByClock>(logs.back().order).ends = {0, 1, 1};
    logs.push_back(clocks(run, "A1:1,0,0 B1:0,1,0 A2:2,0,0"));
    std::get<ByClock>(logs.back().order).changes = {{0, 1}};
    std::get<ByClock>(logs.back().order).ends = {1, 1, 1};
    logs.push_back(clocks(run, "A1:1,0,0 B1:0,1,0 A2:2,0,0"));
    std::get<ByClock>(logs.back().order).changes = {{1, 0}, {1, 1}};
    std::get<ByClock>(logs.back().order).ends = {0, 0, 2};
    logs.push_back(clocks(run, "A1:1,0,0 B1:0,1,0 A2:2,0,0"));
    std::get<ByClock>(logs.back().order).changes = {{2, 0}, {1, 0}};
    std::get<ByClock>(logs.back().order).ends = {0, 0, 2};
    logs.push_back(clocks(run, "A1:1,0,0 B1:0,1,0 A2:2,0,0"));
    logs.back().named_reads = dependencies(run, "A1 B1:A0 A2").named_reads;
    logs.push_back(dependencies(run, "A1 B1:A0 A2"));
    logs.back().named_reads->reads.clear();
    logs.push_back(dependencies(run, "A1 B1:A0 A2"));
    logs.back().named_reads->ends = {1, 0, 1};
    logs.push_back(dependencies(run, "A1 B1:A0 A2"));
    logs.back().named_reads->ends.pop_back();
    logs.push_back(dependencies(run, "A1 B1:A0 A2"));
    logs.back().named_reads.reset();
    for (const Log& log : logs) {
        CHECK_FALSE(replay(run.scenario, log));
        const Verdict verdict = judged(run, log);
        for (const Check check : all_checks) CHECK(verdict[check].outcome == Outcome::fails);
        CHECK(verdict[Check::complete].witness.starts_with("the log is malformed"));
    }
}

TEST_CASE("entries that name what there is not are refused with their place") {
    const Told run = told("A B");
    Log log = sequence(run, "A1 B1");
    log.events[1].dot.ship = 7;
    CHECK(replay(run.scenario, log).error().place == "log entry 1");
    CHECK(judged(run, log)[Check::complete].outcome == Outcome::fails);
    log = sequence(run, "A1 B1");
    log.events[0].order = 99;
    CHECK(replay(run.scenario, log).error().place == "log entry 0");
    log = dependencies(run, "A1:B0 B1");  // A1 derefs nothing.
    CHECK(replay(run.scenario, log).error().place == "log entry 0");
}

}  // namespace reckon
