// Goal: no history that the scenario cannot have, and no log of which a part cannot be looked up,
//       passes for a recorded run; what a log says wrongly does.
// Method: a sound run, made wrong in one way at a time.

#include "core/log/recorded_run.hpp"

#include "tests/catch.hpp"
#include "tests/recording/sailed.hpp"

namespace reckon {
namespace {

/// Emma loads and hails Berta to follow Clara; Clara arrives, and a source tells her to load.
Scenario hailing() {
    Scenario scenario{.name = "hailing"};
    OrderTable table{scenario.orders};
    const OrderId load = table.add({.kind = OrderKind::load, .tons = 3});
    const OrderId follow = table.add({.kind = OrderKind::follow, .ships = {2, 0}});
    const OrderId hail = table.add({.kind = OrderKind::hail, .ships = {1, 0}, .sent = follow});
    const OrderId arrive = table.add({.kind = OrderKind::arrive});
    scenario.ships = {{"Emma", {.at = 0}, {load, hail}},
                      {"Berta", {.at = 1}, {}},
                      {"Clara", {.bound = 2}, {arrive}}};
    scenario.sources = {{{2, load}}};
    return scenario;
}

struct Wrong {
    std::string_view what;
    void (*make)(RecordedRun&);
    std::string_view place;
};

ShipHistory& emma(RecordedRun& run) {
    return run.history.ships[0];
}
ShipHistory& berta(RecordedRun& run) {
    return run.history.ships[1];
}

const std::vector<Wrong> wrongs{
    {"a ship too few", [](RecordedRun& run) { run.history.ships.pop_back(); }, "history"},
    {"another initial state", [](RecordedRun& run) { emma(run).states[0].cargo = 1; },
     "history of Emma"},
    {"a state too few", [](RecordedRun& run) { emma(run).states.pop_back(); }, "history of Emma"},
    {"an end of reads too few", [](RecordedRun& run) { emma(run).reads_end.pop_back(); },
     "history of Emma"},
    {"falling ends of reads", [](RecordedRun& run) { emma(run).reads_end[0] = 1; },
     "history of Emma"},
    {"a read too many",
     [](RecordedRun& run) {
         berta(run).reads.push_back({2, 0});
     },
     "history of Berta"},
    {"more events than can be",
     [](RecordedRun& run) {
         const Event again{{1, 2}, berta(run).events[0].order, berta(run).events[0].cause};
         berta(run).append(again, berta(run).states[1], {});
     },
     "history of Berta"},
    {"versions out of order",
     [](RecordedRun& run) { std::swap(emma(run).events[0], emma(run).events[1]); },
     "history of Emma, version 1"},
    {"another ship's event", [](RecordedRun& run) { emma(run).events[1].dot.ship = 1; },
     "history of Emma, version 2"},
    {"an order beyond the table", [](RecordedRun& run) { emma(run).events[0].order = 4; },
     "history of Emma, version 1"},
    {"no cause", [](RecordedRun& run) { emma(run).events[0].cause = {}; },
     "history of Emma, version 1"},
    {"a plan's order that it does not have",
     [](RecordedRun& run) { emma(run).events[1].cause = Cause::plan(2); },
     "history of Emma, version 2"},
    {"a plan's other order", [](RecordedRun& run) { emma(run).events[1].cause = Cause::plan(0); },
     "history of Emma, version 2"},
    {"a source that there is not",
     [](RecordedRun& run) { run.history.ships[2].events[1].cause = Cause::source(1, 0); },
     "history of Clara, version 2"},
    {"a source's order that it does not have",
     [](RecordedRun& run) { run.history.ships[2].events[1].cause = Cause::source(0, 1); },
     "history of Clara, version 2"},
    {"a hail from a ship that there is not",
     [](RecordedRun& run) {
         berta(run).events[0].cause = Cause::hail({3, 1});
     },
     "history of Berta, version 1"},
    {"a hail from before all events",
     [](RecordedRun& run) {
         berta(run).events[0].cause = Cause::hail({0, 0});
     },
     "history of Berta, version 1"},
    {"a hail from an event that never was",
     [](RecordedRun& run) {
         berta(run).events[0].cause = Cause::hail({0, 3});
     },
     "history of Berta, version 1"},
    {"a hail from an event that sent none",
     [](RecordedRun& run) {
         berta(run).events[0].cause = Cause::hail({0, 1});
     },
     "history of Berta, version 1"},
    {"a read of a version that never was",
     [](RecordedRun& run) { berta(run).reads[0].version = 3; }, "history of Berta, version 1"},
    {"a read of another ship", [](RecordedRun& run) { berta(run).reads[0].ship = 0; },
     "history of Berta, version 1"},
    {"a state that does not follow", [](RecordedRun& run) { emma(run).states[1].cargo += 1; },
     "history of Emma, version 1"},
    {"an observed state of fewer ships",
     [](RecordedRun& run) {
         run.history.observed = {{0, 0}};
     },
     "observed state 0"},
    {"an observed version that never was",
     [](RecordedRun& run) {
         run.history.observed = {{0, 0, 0}, {3, 0, 0}};
     },
     "observed state 1"},
    {"a stamp too few",
     [](RecordedRun& run) {
         run.log.order = ByStamp{{1, 2}};
     },
     "log"},
    {"clocks of another fleet",
     [](RecordedRun& run) {
         run.log.order = ByClock{{0, 0, 1}, {{3, 1}}};
     },
     "log"},
    {"a log entry of a ship that there is not",
     [](RecordedRun& run) { run.log.events[1].dot.ship = 3; }, "log entry 1"},
    {"a log entry of an order that there is not",
     [](RecordedRun& run) { run.log.events[1].order = 4; }, "log entry 1"},
    {"a log entry hailed by a ship that there is not",
     [](RecordedRun& run) {
         run.log.events[0].cause = Cause::hail({3, 1});
     },
     "log entry 0"},
    {"a log that names a read of a ship that there is not",
     [](RecordedRun& run) { run.log.named_reads->reads[0].ship = 3; }, "log entry"},
};

std::optional<Error> wrong_with(const RecordedRun& run) {
    return contradiction(run.scenario, run.log, run.history);
}

}  // namespace

TEST_CASE("a run made wrong in any one way is refused, and the place is told") {
    const RecordedRun sound = sailed("deps", hailing());
    REQUIRE_FALSE(wrong_with(sound));
    for (const Wrong& wrong : wrongs) {
        DYNAMIC_SECTION(wrong.what) {
            RecordedRun run = sound;
            wrong.make(run);
            const auto error = wrong_with(run);
            REQUIRE(error);
            INFO(error->message());
            CHECK(error->kind == Error::Kind::input);
            CHECK(error->place.starts_with(wrong.place));
            CHECK(file_of(run).empty());
        }
    }
}

TEST_CASE("orders out of turn are refused, be they the same") {
    Scenario scenario{.name = "loads"};
    OrderTable table{scenario.orders};
    const OrderId load = table.add({.kind = OrderKind::load, .tons = 1});
    scenario.ships = {{"Emma", {.at = 0}, {load, load}}, {"Berta", {.at = 0}, {}}};
    scenario.sources = {{{1, load}, {1, load}}};
    const RecordedRun sound = sailed("mutex", scenario);
    REQUIRE_FALSE(wrong_with(sound));
    const auto swapped = [&](ShipId ship) {
        RecordedRun run = sound;
        auto& events = run.history.ships[ship].events;
        std::swap(events[0].cause, events[1].cause);
        return wrong_with(run);
    };
    const auto doubled = [&](ShipId ship) {
        RecordedRun run = sound;
        auto& events = run.history.ships[ship].events;
        events[1].cause = events[0].cause;
        return wrong_with(run);
    };
    for (const ShipId ship : {0U, 1U}) {
        REQUIRE(swapped(ship));
        REQUIRE(doubled(ship));
        CHECK(swapped(ship)->expected.find("its turn") != std::string::npos);
        CHECK(doubled(ship)->place.find("version 2") != std::string::npos);
    }
}

TEST_CASE("a log that says what never happened is kept: that is for the judge") {
    const RecordedRun sound = sailed("mutex", hailing());
    const auto kept = [](const RecordedRun& run) {
        const auto back = parse_recording(file_of(run));
        return back && difference(*back, run) == "";
    };
    RecordedRun run = sound;
    run.log.events[0].dot.version = 4711;
    CHECK(kept(run));
    run = sound;
    run.log.events.push_back(run.log.events[0]);
    CHECK(kept(run));
    run = sound;
    run.log.events.clear();
    CHECK(kept(run));
    run = sound;
    run.log.events[0].cause = Cause::source(200, 1);
    CHECK(kept(run));
}

TEST_CASE("an order that only the log knows is refused by the writer") {
    RecordedRun run = sailed("mutex", hailing());
    run.scenario.orders.push_back({.kind = OrderKind::unload, .tons = 1});
    run.log.events[0].order = 4;
    CHECK_FALSE(wrong_with(run));
    const auto refused = encode_recording(to_write(run));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message() ==
          "log entry 0: unload 1 t: expected an order that a plan or a source has");
}

}  // namespace reckon
