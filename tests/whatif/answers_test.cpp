// Goal: a replay and a branch are answered from the log, and what cannot be answered or taken back
// is told; effects that no run can have are refused.
// Method: every kind of change of a run that is told by hand.

#include "core/whatif/answers.hpp"

#include "core/log/recorded_run.hpp"
#include "core/replay/as_replayed.hpp"
#include "core/world/port.hpp"
#include "core/world/scenario_json.hpp"
#include "tests/catch.hpp"

namespace reckon {
namespace {

/// Emma sails to Kiel and then to Oslo; Berta has an arrival that is refused.
struct Voyage {
    Scenario scenario = *parse_scenario(R"({"reckon": "scenario", "version": 1, "ships": [
        {"name": "Emma", "at": "Aarhus", "orders": [
            {"do": "depart", "to": "Kiel"}, {"do": "arrive"},
            {"do": "depart", "to": "Oslo"}, {"do": "arrive"}]},
        {"name": "Berta", "at": "Kiel", "orders": [{"do": "arrive"}]}]})");
    Log log{.events = {}, .order = InSequence{}};
    std::vector<Effect> effects{{{0, 2}, 7}, {{0, 4}, 8}};

    Voyage() {
        for (std::uint32_t i = 0; i < 4; ++i) {
            log.events.push_back({{0, i + 1}, scenario.ships[0].plan[i], Cause::plan(i)});
        }
        log.events.push_back({{1, 1}, scenario.ships[1].plan[0], Cause::plan(0)});
    }

    Answers answers(ChangeKind kind, Dot at, std::string_view json = "") {
        OrderId order = no_order;
        if (!json.empty()) order = *parse_order(scenario, at.ship, json);
        const Replay replayed = *replay(scenario, log);
        const Branch branch = *what_if(scenario, log, replayed, {kind, at, order});
        return answered_from_log(scenario, log, replayed, branch, effects);
    }
};

TEST_CASE("a branch is answered from the log") {
    Voyage voyage;
    SECTION("the same arrival in another port") {
        const Answers answers =
            voyage.answers(ChangeKind::replace, {0, 1}, R"({"do": "depart", "to": "Oslo"})");
        // Then in Oslo already, Emma does not depart again, and does not arrive.
        CHECK(answers.from_log == 1);
        REQUIRE(answers.elsewhere.size() == 1);
        CHECK(ports()[answers.elsewhere[0].recorded].name == "Kiel");
        CHECK(ports()[answers.elsewhere[0].now].name == "Oslo");
        CHECK(answers.past_recall == std::vector{Effect{{0, 4}, 8}});
        CHECK(answers.unanswered.empty());
    }
    SECTION("a replay") {
        const Replay replayed = *replay(voyage.scenario, voyage.log);
        voyage.effects = {{{0, 2}, 7}, {{1, 1}, 9}};  // One too few, and one of a refused arrival.
        const Answers answers =
            answered_from_log(voyage.scenario, voyage.log, replayed, voyage.effects);
        CHECK(answers.from_log == 1);
        CHECK(answers.unanswered == std::vector{Arrival{{0, 4}, *find_port("Oslo")}});
        CHECK(answers.past_recall == std::vector{Effect{{1, 1}, 9}});
    }
    SECTION("an arrival that was refused in the run") {
        const Answers answers =
            voyage.answers(ChangeKind::insert, {1, 1}, R"({"do": "depart", "to": "Oslo"})");
        CHECK(answers.from_log == 2);
        CHECK(answers.unanswered == std::vector{Arrival{{1, 2}, *find_port("Oslo")}});
    }
    SECTION("an arrival that is dropped") {
        const Answers answers = voyage.answers(ChangeKind::drop, {0, 4});
        CHECK(answers.from_log == 1);
        CHECK(answers.past_recall == std::vector{Effect{{0, 4}, 8}});
    }
    SECTION("an arrival that has another number") {
        const Answers answers =
            voyage.answers(ChangeKind::insert, {0, 1}, R"({"do": "load", "tons": 1})");
        CHECK(answers.from_log == 2);
        CHECK(answers.unanswered.empty());
        CHECK(answers.past_recall.empty());
    }
}

TEST_CASE("effects that no run can have are refused") {
    Voyage voyage;
    const History history =
        as_replayed(voyage.scenario, voyage.log, *replay(voyage.scenario, voyage.log));
    const auto refused = [&](std::vector<Effect> effects) {
        const auto wrong = contradiction(voyage.scenario, voyage.log, &history, effects);
        return wrong ? wrong->message() : "";
    };
    CHECK(refused(voyage.effects) == "");
    const std::string took_place = ": expected an arrival that took place";
    CHECK(refused({{{0, 2}, 1}, {{0, 1}, 1}}) == "effect 1: Emma@1" + took_place);
    CHECK(refused({{{1, 1}, 1}}) == "effect 0: Berta@1" + took_place);
    CHECK(refused({{{0, 0}, 1}}) == "effect 0: Emma@0" + took_place);
    CHECK(refused({{{0, 9}, 1}}) == "effect 0: Emma@9" + took_place);
    CHECK(refused({{{2, 1}, 1}}) == "effect 0: ship 2: expected a ship below 2");
    CHECK(refused({{{0, 2}, 1}, {{0, 2}, 1}}) ==
          "effect 1: Emma@2 once more: expected one effect of an arrival");
}

}  // namespace
}  // namespace reckon
