// Goal: a slice is a piece without gaps around what it is to show; its clocks are happens-before.
// Method: slices of runs in all sizes; clocks against the past of each event by brute force.

#include "core/export/slice.hpp"

#include <algorithm>

#include "tests/catch.hpp"
#include "tests/export/happened_before.hpp"
#include "tests/recording/sailed.hpp"

namespace reckon {

TEST_CASE("slices have no gaps, their size, and what they are to show") {
    for (const std::string_view strategy : {"mutex", "mpsc", "deps", "none"}) {
        const RecordedRun run = sailed(strategy, small("mixed", 2));
        const auto told = ToldRun::of(run);
        REQUIRE(told);
        const auto all = static_cast<std::uint32_t>(run.history->event_count());
        for (const std::uint32_t events : {1U, 2U, 7U, all - 1, all, 2 * all}) {
            for (const Dot around : {Dot{0, 1}, Dot{3, 5}, Dot{1, run.history->ships[1].last()}}) {
                const auto slice = slice_of(*told, {around, events});
                REQUIRE(slice);
                CHECK(slice->events().size() == std::min(events, all));
                CHECK(slice->has(around));
                for (const ShipId ship : slice->ships()) {
                    Version next = slice->before(ship);
                    for (const Dot dot : slice->events()) {
                        if (dot.ship == ship) CHECK(dot.version == ++next);
                    }
                    CHECK(next == slice->last(ship));
                }
            }
        }
    }
}

TEST_CASE("clocks of a slice are happens-before") {
    for (const std::string_view strategy : {"mutex", "deps"}) {
        const RecordedRun run = sailed(strategy, small("mixed", 2));
        const auto told = ToldRun::of(run);
        REQUIRE(told);
        const auto slice = slice_of(*told, {Dot{2, 8}, 40});
        REQUIRE(slice);
        const auto clocks = SliceClocks::of(*run.history, *slice);
        REQUIRE(clocks);
        for (std::size_t i = 0; i < slice->events().size(); ++i) {
            std::vector<Version> counted(slice->ships().size());
            for (const Dot dot : past_of(*run.history, slice->events()[i])) {
                if (slice->has(dot)) ++counted[*slice->place(dot.ship)];
            }
            CHECK(std::ranges::equal(clocks->clock(i), counted));
        }
    }
}

TEST_CASE("a slice is around where the log departs from the run") {
    RecordedRun run = sailed("mutex", small("mixed", 2));
    std::swap(run.log.events[20], run.log.events[21]);
    run.log.events.erase(run.log.events.begin() + 30);
    const auto told = ToldRun::of(run);
    REQUIRE(told);
    const auto departure = told->first_departure();
    REQUIRE(departure);
    CHECK(departure->check == Check::complete);
    CHECK(slice_of(*told, {{}, 5})->has(departure->event));
    const RecordedRun sound = sailed("mutex", small("mixed", 2));
    CHECK_FALSE(ToldRun::of(sound)->first_departure());
}

TEST_CASE("events are named by ship and version") {
    const RecordedRun run = sailed("mutex", small("mixed", 2));
    const auto told = ToldRun::of(run);
    REQUIRE(told);
    const auto message = [&](std::string_view text) {
        const auto dot = parse_dot(*told, text, "--around");
        return dot ? "" : dot.error().message();
    };
    CHECK(*parse_dot(*told, "Berta@3", "") == Dot{1, 3});
    CHECK(*parse_dot(*told, "2@1", "") == Dot{2, 1});
    CHECK(message("Berta") == "--around: \"Berta\": expected SHIP@VERSION, as Emma@17");
    CHECK(message("Bert@1") ==
          "--around: \"Bert@1\": expected a ship's name, or its number below 4");
    for (const std::string_view text : {"Emma@0", "Emma@x", "Emma@", "Emma@99999999999"}) {
        CHECK(message(text).find("a version from 1 to ") != std::string::npos);
    }
}

}  // namespace reckon
