// Goal: each rule of what_if.hpp, on a run small enough to work out by hand; and each change that
// cannot be carried through is refused with a place.
// Method: scenarios in JSON, their logs told event by event.

#include <fmt/format.h>

#include <algorithm>

#include "core/log/recorded_run.hpp"
#include "core/whatif/branch_run.hpp"
#include "core/world/port.hpp"
#include "core/world/scenario_json.hpp"
#include "tests/catch.hpp"

namespace reckon {
namespace {

constexpr ShipId emma = 0;
constexpr ShipId berta = 1;
constexpr ShipId clara = 2;

/// A log, told event by event.
class Tale {
public:
    explicit Tale(std::string_view json) : scenario_{*parse_scenario(json)} {
        next_.resize(scenario_.ships.size());
        planned_.resize(scenario_.ships.size());
        log_.named_reads.emplace();
    }

    /// The ship's next order of its plan.
    Tale& planned(ShipId ship, std::vector<Dot> reads = {}) {
        const std::uint32_t index = planned_[ship]++;
        return tell(ship, scenario_.ships[ship].plan[index], Cause::plan(index), reads);
    }

    /// What the sender hailed.
    Tale& hailed(ShipId ship, Dot sender, std::vector<Dot> reads = {}) {
        for (const Event& event : log_.events) {
            if (event.dot == sender) {
                return tell(ship, scenario_.orders[event.order].sent, Cause::hail(sender), reads);
            }
        }
        return tell(ship, scenario_.ships[ship].plan[0], Cause::hail(sender), reads);
    }

    Tale& by_dependency() {
        log_.order = ByDependency{};
        return *this;
    }

    Tale& in_sequence() {
        log_.order = InSequence{};
        log_.named_reads.reset();
        return *this;
    }

    Tale& turn_round() {
        std::ranges::reverse(log_.events);
        return *this;
    }

    OrderId order(ShipId ship, std::string_view json) {
        const auto parsed = parse_order(scenario_, ship, json);
        REQUIRE(parsed);
        return *parsed;
    }

    [[nodiscard]] Result<Branch> change(const Change& change) {
        const auto replayed = replay(scenario_, log_);
        REQUIRE(replayed);
        return what_if(scenario_, log_, *replayed, change);
    }

    Branch drop(ShipId ship, Version version) {
        return *change({ChangeKind::drop, {ship, version}, no_order});
    }
    Branch insert(ShipId ship, Version version, std::string_view json) {
        return *change({ChangeKind::insert, {ship, version}, order(ship, json)});
    }
    Branch replace(ShipId ship, Version version, std::string_view json) {
        return *change({ChangeKind::replace, {ship, version}, order(ship, json)});
    }

    [[nodiscard]] Result<RecordedRun> kept(const Branch& branch) const {
        return branch_run({}, scenario_, log_, branch);
    }

    /// The branch as a run that its scenario can have.
    [[nodiscard]] RecordedRun run(const Branch& branch) const {
        const auto run = kept(branch);
        REQUIRE(run);
        const auto wrong = contradiction(run->scenario, run->log, &*run->history);
        CHECK((wrong ? wrong->message() : "") == "");
        return *run;
    }

private:
    Tale& tell(ShipId ship, OrderId order, Cause cause, const std::vector<Dot>& reads) {
        log_.events.push_back({{ship, ++next_[ship]}, order, cause});
        log_.named_reads->append(reads);
        return *this;
    }

    Scenario scenario_;
    Log log_;
    std::vector<Version> next_;
    std::vector<std::uint32_t> planned_;
};

std::string fleet(std::string_view emma_does, std::string_view berta_does,
                  std::string_view clara_does = "") {
    const auto ship = [](std::string_view name, std::string_view at, std::string_view orders) {
        return fmt::format(R"({{"name": "{}", "at": "{}", "cargo": 5, "orders": [{}]}})", name, at,
                           orders);
    };
    return fmt::format(R"({{"reckon": "scenario", "version": 1, "ships": [{}, {}, {}]}})",
                       ship("Emma", "Oslo", emma_does), ship("Berta", "Kiel", berta_does),
                       ship("Clara", "Aarhus", clara_does));
}

constexpr std::string_view depart_gdansk = R"({"do": "depart", "to": "Gdańsk"})";
constexpr std::string_view depart_kiel = R"({"do": "depart", "to": "Kiel"})";
constexpr std::string_view follow_berta = R"({"do": "follow", "ship": "Berta"})";
constexpr std::string_view arrive = R"({"do": "arrive"})";

std::vector<Fate> fates(const Branch& branch) {
    std::vector<Fate> all;
    for (const Affected& one : branch.affected) all.push_back(one.fate);
    return all;
}

std::string heading(const State& state) {
    return std::string{ports()[state.heading()].name};
}

TEST_CASE("a deref of what was dropped takes the state before it") {
    // Emma read Berta@2, on her way to Gdańsk; without that event she lies in Kiel.
    Tale tale{
        fleet(follow_berta, fmt::format(R"({{"do": "load", "tons": 1}}, {})", depart_gdansk))};
    tale.planned(berta).planned(berta).planned(emma, {{berta, 2}});
    for (const bool named : {true, false}) {
        named ? tale.by_dependency() : tale.in_sequence();
        const Branch branch = tale.drop(berta, 2);
        CHECK(fates(branch) == std::vector{Fate::dropped, Fate::again});
        CHECK(heading(branch.affected[1].after) == "Kiel");
        const RecordedRun run = tale.run(branch);
        CHECK(run.history->ships[emma].reads[0] == Dot{berta, 1});
        CHECK(run.scenario.ships[berta].plan.size() == 1);
    }
}

TEST_CASE("a deref of version 0 reads the beginning, whatever is put before version 1") {
    Tale tale{fleet(follow_berta, depart_gdansk)};
    tale.planned(berta).planned(emma, {{berta, 0}}).by_dependency();
    const Branch branch = tale.insert(berta, 1, R"({"do": "load", "tons": 3})");
    CHECK(fates(branch) == std::vector{Fate::inserted, Fate::again});
    CHECK(branch.ships.size() == 1);
    const RecordedRun run = tale.run(branch);
    CHECK(run.history->ships[emma].reads[0] == Dot{berta, 0});
    CHECK(run.history->ships[berta].states[2].cargo == 8);
}

TEST_CASE("a ship is left alone once its state is as recorded") {
    Tale tale{fleet(R"({"do": "load", "tons": 1}, {"do": "unload", "tons": 6},
                       {"do": "load", "tons": 3}, {"do": "load", "tons": 3})",
                    "")};
    tale.planned(emma).planned(emma).planned(emma).planned(emma).in_sequence();
    // Less aboard by one, so that the unloading is refused: it differs to the end.
    const Branch differs = tale.replace(emma, 1, R"({"do": "unload", "tons": 1})");
    CHECK(differs.executed == 4);
    CHECK(differs.ships.at(0).diverged == 0U);
    CHECK_FALSE(differs.ships.at(0).returned);
    const Branch same = tale.replace(emma, 1, R"({"do": "load", "tons": 1})");
    CHECK(same.executed == 1);
    CHECK_FALSE(same.ships.at(0).diverged);
}

TEST_CASE("a reader that comes to the same decides again, and what follows is left alone") {
    // Emma goes to whom of Berta and Clara has more; Berta has 9 t or 8, Clara 5.
    Tale tale{fleet(R"({"do": "rendezvous", "ships": ["Berta", "Clara"]}, {"do": "arrive"})",
                    R"({"do": "load", "tons": 4})")};
    tale.planned(berta).planned(emma, {{berta, 1}, {clara, 0}}).planned(emma).by_dependency();
    const Branch branch = tale.replace(berta, 1, R"({"do": "load", "tons": 3})");
    CHECK(fates(branch) == std::vector{Fate::replaced, Fate::again});  // Not her arrival.
    CHECK_FALSE(branch.ships.at(0).diverged);
    CHECK(branch.ships.at(1).diverged == 0U);
}

TEST_CASE("what a hail no longer sends is taken out with all it caused") {
    // Emma hails Berta to hail Clara to sail.
    Tale tale{fleet(R"({"do": "hail", "ship": "Berta", "order":
                        {"do": "hail", "ship": "Clara", "order": {"do": "depart", "to": "Kiel"}}})",
                    "")};
    tale.planned(emma).hailed(berta, {emma, 1}).hailed(clara, {berta, 1}).by_dependency();
    const Branch branch = tale.drop(emma, 1);
    CHECK(fates(branch) == std::vector{Fate::dropped, Fate::gone, Fate::gone});
    CHECK(branch.executed == 0);
    CHECK(branch.events == 0);
    REQUIRE(branch.withdrawn.size() == 2);
    CHECK(branch.withdrawn[0].event == Dot{berta, 1});
    CHECK(branch.withdrawn[1].event == Dot{clara, 1});
    CHECK(tale.run(branch).history->event_count() == 0);
}

TEST_CASE("a transfer that is not refused any more lands last") {
    // Emma has 5 t and gives 6: refused, unless she loads before.
    Tale tale{fleet(R"({"do": "transfer", "ship": "Berta", "tons": 6})", depart_gdansk)};
    tale.planned(emma).planned(berta).in_sequence();
    const Branch branch = tale.insert(emma, 1, R"({"do": "load", "tons": 2})");
    CHECK(fates(branch) == std::vector{Fate::inserted, Fate::again, Fate::landed});
    REQUIRE(branch.sent.size() == 1);
    CHECK(branch.sent[0].sender == Dot{emma, 2});
    CHECK(branch.sent[0].event == Dot{berta, 2});
    CHECK(branch.ships.at(1).branch.cargo == 11);
    CHECK(tale.run(branch).history->ships[berta].event(2).cause == Cause::hail({emma, 2}));
}

TEST_CASE("a new hail reads what has landed before it, and waits for a plan") {
    Tale tale{fleet(depart_gdansk, "", fmt::format("{}, {}", depart_kiel, arrive))};
    tale.planned(emma).planned(clara).in_sequence();  // Clara's second order is still to come.
    const Branch last = tale.insert(emma, 2, R"({"do": "hail", "ship": "Berta", "order":
                                                  {"do": "follow", "ship": "Emma"}})");
    CHECK(fates(last) == std::vector{Fate::inserted, Fate::landed});
    CHECK(heading(last.affected[1].after) == "Gdańsk");
    CHECK(last.reads == std::vector{Dot{emma, 2}});
    const Branch waits = tale.insert(emma, 2, R"({"do": "hail", "ship": "Clara", "order":
                                                   {"do": "arrive"}})");
    CHECK(fates(waits) == std::vector{Fate::inserted});
    REQUIRE(waits.sent.size() == 1);
    CHECK(waits.sent[0].event == Dot{clara, 0});
    CHECK(tale.run(last).history->event_count() == 4);
    CHECK(tale.run(waits).history->event_count() == 3);
}

TEST_CASE("a hailed event that is dropped or replaced leaves its sender alone") {
    Tale tale{fleet(R"({"do": "hail", "ship": "Berta", "order": {"do": "depart", "to": "Kiel"}})",
                    "", "")};
    tale.planned(emma).hailed(berta, {emma, 1}).by_dependency();
    const Branch dropped = tale.drop(berta, 1);
    CHECK(fates(dropped) == std::vector{Fate::dropped});
    CHECK(tale.run(dropped).history->event_count() == 1);
    const Branch replaced = tale.replace(berta, 1, depart_gdansk);
    CHECK(fates(replaced) == std::vector{Fate::replaced});
    const RecordedRun run = tale.run(replaced);
    CHECK(run.history->ships[berta].event(1).cause == Cause::source(0, 0));
    CHECK(run.scenario.sources.size() == 1);
}

TEST_CASE("a new order reads what the log puts before its place") {
    // By dependency Clara knows of Berta@1 through Emma; in sequence she also comes after Berta@2.
    Tale tale{fleet(follow_berta, fmt::format("{}, {}", depart_gdansk, depart_kiel),
                    R"({"do": "follow", "ship": "Emma"})")};
    tale.planned(berta).planned(emma, {{berta, 1}}).planned(berta).planned(clara, {{emma, 1}});
    tale.by_dependency();
    CHECK(tale.insert(clara, 1, follow_berta).reads == std::vector{Dot{berta, 1}});
    CHECK(tale.replace(clara, 1, follow_berta).reads == std::vector{Dot{berta, 1}});
    CHECK(tale.insert(clara, 2, follow_berta).reads == std::vector{Dot{berta, 2}});
    tale.in_sequence();
    CHECK(tale.insert(clara, 1, follow_berta).reads == std::vector{Dot{berta, 2}});
}

TEST_CASE("what is no event of the log is refused") {
    Tale tale{fleet(depart_gdansk, "")};
    tale.planned(emma).in_sequence();
    const auto refused = [&](ChangeKind kind, Dot at) {
        const auto branch = tale.change({kind, at, tale.order(emma, arrive)});
        return branch ? "" : branch.error().message();
    };
    CHECK(refused(ChangeKind::drop, {emma, 0}) == "the change: Emma@0: expected Emma@1 to Emma@1");
    CHECK(refused(ChangeKind::drop, {emma, 2}) == "the change: Emma@2: expected Emma@1 to Emma@1");
    CHECK(refused(ChangeKind::insert, {emma, 2}) == "");
    CHECK(refused(ChangeKind::insert, {emma, 3}) ==
          "the change: Emma@3: expected Emma@1 to Emma@2, the last for its end");
    CHECK(refused(ChangeKind::replace, {berta, 1}) ==
          "the change: Berta@1: expected an event of a ship that has some: Berta has none");
    CHECK(refused(ChangeKind::replace, {9, 1}) == "the change: ship 9: expected a ship below 3");
}

TEST_CASE("a log with a hail that its cause, as replayed, does not send") {
    Tale tale{fleet(R"({"do": "transfer", "ship": "Berta", "tons": 9})", depart_kiel)};
    tale.planned(emma).planned(berta).hailed(berta, {emma, 1}).in_sequence();
    const Branch left = tale.insert(emma, 1, depart_gdansk);
    CHECK(fates(left) == std::vector{Fate::inserted, Fate::again});
    const Branch sent = tale.insert(emma, 1, R"({"do": "load", "tons": 4})");
    CHECK(fates(sent) == std::vector{Fate::inserted, Fate::again});
    CHECK(sent.sent.empty());
    CHECK(tale.run(sent).history->ships[berta].event(2).cause == Cause::hail({emma, 2}));
    const Branch gone = tale.drop(emma, 1);
    CHECK(fates(gone) == std::vector{Fate::dropped, Fate::gone});
    REQUIRE(gone.withdrawn.size() == 1);
    CHECK(gone.withdrawn[0].event == Dot{berta, 2});
    const auto kept = tale.kept(left);
    REQUIRE_FALSE(kept);
    CHECK(kept.error().message() ==
          "the branch: history of Berta, version 2: take 9 t aboard: expected a cause that told "
          "the ship so: its plan, a source or a hail");
}

TEST_CASE("a log that puts a hail before its sender cannot be changed") {
    Tale tale{fleet(R"({"do": "transfer", "ship": "Berta", "tons": 2})", "")};
    tale.planned(emma).hailed(berta, {emma, 1}).in_sequence().turn_round();
    const auto branch = tale.change({ChangeKind::drop, {emma, 1}, no_order});
    REQUIRE_FALSE(branch);
    CHECK(branch.error().place == "log entry 0");
    CHECK(branch.error().value == "Berta@1, and not yet what hailed it");
}

}  // namespace
}  // namespace reckon
