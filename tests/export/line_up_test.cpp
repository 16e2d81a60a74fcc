// Goal: a line-up has each event once, after all that comes before it; a circle is refused.
// Method: runs of every strategy, each edge looked up; a history made by hand that none can have.

#include "core/export/line_up.hpp"

#include <map>

#include "core/control/strategy_record.hpp"
#include "core/export/happens_before.hpp"
#include "serializers/list.hpp"
#include "tests/catch.hpp"
#include "tests/recording/sailed.hpp"

namespace reckon {

TEST_CASE("a line-up contains happens-before") {
    for (const StrategyRecord& strategy : strategies()) {
        DYNAMIC_SECTION(strategy.name) {
            const RecordedRun run = sailed(strategy.name, small("mixed", 2));
            const auto line = line_up(run.scenario, *run.history, run.log);
            REQUIRE(line);
            CHECK(line->events.size() == run.history->event_count());
            REQUIRE(line->moments.size() == line->events.size());
            std::map<Dot, std::uint32_t> moments;
            for (std::size_t i = 0; i < line->events.size(); ++i) {
                moments.emplace(line->events[i], line->moments[i]);
            }
            CHECK(moments.size() == line->events.size());
            CHECK(std::is_sorted(line->moments.begin(), line->moments.end()));
            for (const auto& [dot, moment] : moments) {
                std::uint32_t deepest = 0;
                each_edge_to(*run.history, dot, [&, at = moment](EdgeKind, Dot from) {
                    CHECK(moments.at(from) < at);
                    deepest = std::max(deepest, moments.at(from) + 1);
                });
                if (!line->as_logged) CHECK(moment == deepest);
            }
        }
    }
}

TEST_CASE("the log's order is kept where it is one") {
    const RecordedRun run = sailed("mutex", small("mixed", 2));
    const auto line = line_up(run.scenario, *run.history, run.log);
    REQUIRE(line);
    CHECK(line->as_logged);
    for (std::size_t i = 0; i < line->events.size(); ++i) {
        CHECK(line->events[i] == run.log.events[i].dot);
    }
    RecordedRun torn = run;
    torn.log.events.pop_back();
    CHECK_FALSE(line_up(torn.scenario, *torn.history, torn.log)->as_logged);
}

TEST_CASE("events that wait for each other are refused") {
    const RecordedRun run = sailed("deps", small("convoy", 0, 1));
    History circle;
    circle.ships.resize(run.scenario.ships.size());
    circle.ships[0].append({{0, 1}, 0, Cause::plan(0)}, {}, std::array{Dot{1, 1}});
    circle.ships[1].append({{1, 1}, 0, Cause::plan(0)}, {}, std::array{Dot{0, 1}});
    const auto line = line_up(run.scenario, circle, run.log);
    REQUIRE_FALSE(line);
    CHECK(line.error().message() ==
          "the run: Emma@1 waits for what comes after it: expected events that do not wait for "
          "each other");
}

}  // namespace reckon
