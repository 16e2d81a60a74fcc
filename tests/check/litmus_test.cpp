// Goal: histories and logs small enough to judge by eye get the verdict that the eye gives.
// Method: a line each: the run, the log, which of the six checks hold.

#include "core/check/judge.hpp"
#include "core/replay/replay.hpp"
#include "tests/catch.hpp"
#include "tests/check/told.hpp"

namespace reckon {
namespace {

using MakeLog = Log (*)(const Told&, std::string_view);

Verdict judged(const Told& told, const Log& log) {
    return judge(told.scenario, told.run, log, replay(told.scenario, log));
}

/// The checks that hold by their first letters, those that fail as dots: "cfhvXs", with X for
/// causal, so that no two share a letter.
std::string letters(const Verdict& verdict) {
    const std::string all = "cfhvXs";
    std::string shown;
    for (const Check check : all_checks) {
        const auto i = static_cast<std::size_t>(check);
        shown += verdict[check].outcome == Outcome::holds ? all[i] : '.';
    }
    return shown;
}

struct Litmus {
    const char* name;
    const char* run;
    MakeLog make;
    const char* log;
    const char* holds;
    bool serializable = true;
};

const Litmus litmus[] = {
    {"nothing happened", "", sequence, "", "cfhvXs"},
    {"one event", "A", sequence, "A1", "cfhvXs"},
    {"the order of the run", "A=B0 B A", sequence, "A1 B1 A2", "cfhvXs"},
    {"independent events the other way round", "A B", sequence, "B1 A1", "cfhvX."},
    {"a reversed anti-dependency", "A=B0 B", sequence, "B1 A1", "c...X."},
    {"the order of the publishes, but the deref was before", "B A=B0", sequence, "B1 A1", "c...X."},
    {"a deref before what it read", "B A=B1", sequence, "A1 B1", "c....."},
    {"an effect before its cause", "A!B B?A1", sequence, "B1 A1", "cfhv.."},
    {"an effect after its cause", "A!B B?A1", sequence, "A1 B1", "cfhvXs"},
    {"a lost event", "A B A", sequence, "A1 B1", "......"},
    {"the first event lost", "A A", sequence, "A2", "......"},
    {"a doubled event", "A B", sequence, "A1 B1 B1", "......"},
    {"an event that never happened", "A B", sequence, "A1 B1 B2", "......"},
    {"a ship's events swapped", "A A", sequence, "A2 A1", "......"},
    {"write skew, one way", "A=B0 B=A0", sequence, "A1 B1", "c...X.", false},
    {"write skew, the other way", "A=B0 B=A0", sequence, "B1 A1", "c...X.", false},
    {"write skew, with the versions read", "A=B0 B=A0", dependencies, "A1:B0 B1:A0", "cfhvX.",
     false},
    {"right by luck: what was read too new says the same", "B+ A=B0", sequence, "B1 A1", "cfh.Xs"},
    {"right in the end by luck: as many miles the other way round", "A=B0 A=C0 B>C C>B A>A",
     sequence, "B1 C1 A1 A2 A3", "cf..X."},
    {"stamps in order", "A=B0 B", stamped, "B1:2 A1:1", "cfhvXs"},
    {"equal stamps fall back to ship and version", "A B", stamped, "B1:7 A1:7", "cfhvXs"},
    {"equal stamps put the effect first", "B!A A?B1", stamped, "A1:7 B1:7", "cfhv.."},
    {"stamps that step back", "A A", stamped, "A1:7 A2:6", "......"},
    {"versions read name the anti-dependency", "A=B0 B", dependencies, "A1:B0 B1", "cfhvX."},
    {"a wrong version named", "B A=B0", dependencies, "A1:B1 B1", "c...X."},
    {"dependencies in a circle", "A=B0 B=A0", dependencies, "A1:B1 B1:A1", "c.....", false},
    {"a version named that never comes", "A=B0", dependencies, "A1:B3", "c....."},
    {"one ship alone: a chain passes each state", "A A A", dependencies, "A1 A2 A3", "cfhvXs"},
    {"a chain of hails passes each state", "A!B B?A1", dependencies, "A1 B1", "cfhvXs"},
    {"clocks", "B A=B1", clocks, "B1:0,1,0 A1:1,1,0", "cfhvXs"},
    {"clocks: independent events", "A B", clocks, "A1:1,0,0 B1:0,1,0", "cfhvX."},
    {"a clock that knows more than the event read", "B+ C=B1 C A=B0,C2", clocks,
     "B1:0,1,0 C1:0,1,1 C2:0,1,2 A1:1,1,2", "c...X.", false},
    {"a clock that knows more, and luck", "B C=B1 A=B0,C1", clocks, "B1:0,1,0 C1:0,1,1 A1:1,1,1",
     "cfh.Xs", false},
    {"the same with the versions read", "B C=B1 A=B0,C1", dependencies, "B1 C1:B1 A1:B0,C1",
     "cfhvXs", false},
    {"a clock that forgot", "B A=B1", clocks, "B1:0,1,0 A1:1,0,0", "c....."},
};

}  // namespace

TEST_CASE("litmus") {
    for (const Litmus& each : litmus) {
        DYNAMIC_SECTION(each.name) {
            const Told run = told(each.run);
            const Verdict verdict = judged(run, each.make(run, each.log));
            CHECK(letters(verdict) == each.holds);
            CHECK((verdict.serializable.outcome == Outcome::holds) == each.serializable);
            for (const Check check : all_checks) {
                CHECK((verdict[check].outcome == Outcome::holds) == verdict[check].witness.empty());
            }
        }
    }
}

TEST_CASE("witnesses say what a person can check") {
    const auto witness = [](const char* run, MakeLog make, const char* log, Check check) {
        const Told happened = told(run);
        return judged(happened, make(happened, log))[check].witness;
    };
    CHECK(witness("A=B0 B", sequence, "B1 A1", Check::view) ==
          "Anna's 1st order (follow Berta) read Berta at version 0 in the run, at version 1 in the "
          "replay: the log puts Berta's departure for Malmö (Berta@1) before it");
    CHECK(witness("B A=B1", sequence, "A1 B1", Check::view) ==
          "Anna's 1st order (follow Berta) read Berta at version 1 in the run, at version 0 in the "
          "replay: the log puts Berta's departure for Aarhus (Berta@1) after it");
    CHECK(
        witness("B C=B1 A=B0,C1", clocks, "B1:0,1,0 C1:0,1,1 A1:1,1,1", Check::view) ==
        "Anna's 1st order (rendezvous Berta Clara) read Berta at version 0 in the run, at version "
        "1 in the replay: its clock knows of more than it read");
    CHECK(witness("A!B B?A1", sequence, "B1 A1", Check::causal) ==
          "the log does not put Anna's 1st order (hail Berta: depart for Malmö) before Berta's 1st "
          "order (depart for Malmö), which hailed it");
    CHECK(witness("A B A", sequence, "A1 B1", Check::complete) ==
          "Anna's 2nd order (depart for Gdańsk) is missing from the log");
    CHECK(witness("A B", sequence, "A1 B1 B1", Check::complete) ==
          "Berta's 1st order (depart for Malmö) stands in the log twice");
    CHECK(witness("A B", sequence, "A1 B1 B2", Check::complete) ==
          "the log has Berta@2, which never happened");
    CHECK(witness("A B", sequence, "B1 A1", Check::strict) ==
          "the run was seen in the global state Anna@1 Berta@0 Clara@0; the replay does not pass "
          "through it: by then the log already has Berta's departure for Malmö (Berta@1)");
}

TEST_CASE("the shortest cycle is named in words") {
    const Told skew = told("A=B0 B=A0 C C");
    const auto verdict = judged(skew, dependencies(skew, "A1:B0 B1:A0 C1 C2"));
    CHECK(verdict.serializable.cycle ==
          "Anna's 1st order (follow Berta) comes before Berta's 1st order (follow Anna), which "
          "replaced the Berta@0 that it read; Berta's 1st order (follow Anna) comes before Anna's "
          "1st order (follow Berta), which replaced the Anna@0 that it read");

    // A cycle of three, and beside it one of two further on: the one of two is named.
    const Told both = told("A=B0 B=C0 C=A0 A=B1 B=A1");
    const auto shorter = judged(both, dependencies(both, "A1:B0 B1:C0 C1:A0 A2:B1 B2:A1"));
    CHECK(shorter.serializable.cycle.find("Anna's 2nd order") != std::string::npos);
    CHECK(shorter.serializable.cycle.find("Clara") == std::string::npos);
}

TEST_CASE("a hail that its cause, as replayed, did not send is reported") {
    Scenario scenario{.name = "transfer"};
    OrderTable table{scenario.orders};
    scenario.ships = {{.name = "Anna", .initial = {.at = 0, .cargo = 3}},
                      {.name = "Berta", .initial = {.at = 1, .cargo = 0}}};
    const OrderId load = table.add({.kind = OrderKind::load, .tons = 2});
    const OrderId transfer = table.add_transfer(1, 5);
    Log log;
    // In the run Anna loaded first and could hand 5 t over; this log has the hail's outcome alone.
    log.events = {{{0, 1}, transfer, Cause::plan(1)},
                  {{1, 1}, scenario.orders[transfer].sent, Cause::hail({0, 1})}};
    log.order = InSequence{};
    const auto replayed = replay(scenario, log);
    REQUIRE(replayed);
    CHECK(replayed->unsent_count == 1);
    CHECK(replayed->unsent.at(0).event == Dot{1, 1});
    CHECK(replayed->states[1].back().cargo == 5);

    log.events.insert(log.events.begin(), {{0, 1}, load, Cause::plan(0)});
    log.events[1].dot.version = 2;
    log.events[2].cause = Cause::hail({0, 2});
    CHECK(replay(scenario, log)->unsent_count == 0);
}

}  // namespace reckon
