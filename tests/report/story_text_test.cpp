// Goal: a story in words fits 80 columns, has the run beside the replay, and marks the divergence.
// Method: the convoy's lines written out; width and marks of every story.

#include "core/report/story_text.hpp"

#include <sstream>

#include "core/report/tell_story.hpp"
#include "tests/catch.hpp"
#include "tests/report/stories.hpp"

namespace reckon {

using Catch::Matchers::Contains;

TEST_CASE("the convoy in words") {
    const std::string text = story_text(convoy_story(), {});
    CHECK_THAT(text,
               Catch::Matchers::StartsWith(
                   "mpsc on convoy-2: view fails\n"
                   "\n"
                   "The run                                        The replay\n"
                   "  1  Emma   looks at Berta: Berta@0, in      ✗ Emma@1: reads Berta@1, at sea\n"
                   "            Malmö with 0 t                     for Gdańsk with 0 t; then at\n"
                   "                                               sea for Gdańsk\n"
                   "  2  Berta  publishes Berta@1: at sea for\n"));
    CHECK_THAT(text, Contains("\nThe replay, in its order\n"
                              "  1  Berta@1: departs for Gdańsk\n"
                              "  2  Emma@1: follows Berta, reads Berta@1\n"
                              "\nWhat the check found\n  Emma's 1st order"));
    CHECK_THAT(text, Contains("\nThe edge that was broken\n") &&
                         Contains("\nWhat would have had to be recorded\n"));
    CHECK_THAT(text, !Contains("Why no sequence") && !Contains("How the run ended"));
    CHECK_THAT(story_text(hail_story(), {}),
               Contains("\nWhy no sequence of events brings the run back\n  Emma@2 →wr") &&
                   Contains("\nHow the run ended\n  After 12"));
}

TEST_CASE("the mark of a divergence is in colour, if colours are wanted, and nothing moves") {
    const std::string text = story_text(convoy_story(), {true});
    CHECK_THAT(text, Contains("  \x1b[31m✗\x1b[0m Emma@1: reads"));
    std::string bare;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\x1b') {
            i = text.find('m', i);
        } else {
            bare += text[i];
        }
    }
    CHECK(bare == story_text(convoy_story(), {}));
}

TEST_CASE("no line is wider than 80 columns or has control characters") {
    for (const auto& [name, story] : all_stories()) {
        INFO(name);
        std::istringstream text{story_text(story, {})};
        for (std::string line; std::getline(text, line);) {
            CHECK(columns(line) <= 80);
            const bool clean = std::ranges::none_of(
                line, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
            CHECK(clean);
        }
    }
}

TEST_CASE("a title says which check fails, or that none does") {
    Story story = convoy_story();
    CHECK(story_title(story) == "mpsc on convoy-2: view fails");
    story.check.clear();
    CHECK(story_title(story) == "mpsc on convoy-2: no check fails");
    story.ending = "A deadlock.";
    CHECK(story_title(story) == "mpsc on convoy-2: the run did not complete");
}

TEST_CASE(
    "the part of a long replay that is shown is where it departs, whatever ships are called") {
    Story story = long_story(1000);
    story.replay.insert(story.replay.begin(), "MS: Clara@1: in Aarhus");
    for (StoryLine& line : story.lines) {
        if (!line.diverges) continue;
        const auto entry = std::ranges::find(story.replay, line.replayed);
        REQUIRE(entry != story.replay.end());
        line.replayed = *entry = "MS: Dora@7: in Kiel";
    }
    const std::string text = story_text(story, {});
    const std::string replay = text.substr(text.find("The replay, in its order"));
    CHECK_THAT(replay, Contains("MS: Dora@7: in Kiel") && !Contains("MS: Clara"));
}

TEST_CASE("no two tasks have one name, whatever ships are called") {
    Scenario scenario;
    const std::vector<std::string> names{"Emma",      "source 0",  "ship source 0",
                                         "the drain", "drain",     "source",
                                         "Source 0",  "source 0b", "source\u00850"};
    for (const std::string& name : names) scenario.ships.push_back({.name = name});
    scenario.sources.resize(1);
    std::vector<std::string> lanes;
    for (TaskId task = 0; task < names.size() + 2; ++task) {
        lanes.push_back(lane_name(scenario, task));
    }
    CHECK(lanes == std::vector<std::string>{"Emma", "ship source 0", "ship ship source 0",
                                            "ship the drain", "ship drain", "source", "Source 0",
                                            "source 0b", "ship source\u00850", "source 0",
                                            "the drain"});
}

TEST_CASE("an empty story says that nothing happened") {
    CHECK_THAT(story_text({}, {}), Contains("Nothing happened."));
}

TEST_CASE("of a huge story the ends and the divergence are shown, and how much is left out") {
    const std::string all = story_text(long_story(400), {});
    CHECK_THAT(all, !Contains("left out") && Contains("\n  200  Emma"));
    const std::string text = story_text(long_story(40'000), {});
    CHECK(std::ranges::count(text, '\n') < 200);
    CHECK_THAT(text, Contains("\n      1  Emma   looks at Berta"));
    CHECK_THAT(text, Contains("\n  30001  Emma   looks at Berta") && Contains("✗ Emma@30001"));
    CHECK_THAT(text, Contains("\n  40000  Emma   publishes"));
    CHECK_THAT(text, Contains("  … 29975 lines are left out …\n"));
}

}  // namespace reckon
