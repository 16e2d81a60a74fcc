// Goal: the first divergence as swim lanes has what it is made of, in no more than twelve rows, and
//       fits a terminal.
// Method: the convoy's lanes written out; rows and width of every story.

#include "core/report/story_lanes.hpp"

#include <algorithm>
#include <sstream>

#include "tests/catch.hpp"
#include "tests/report/stories.hpp"

namespace reckon {
namespace {

using Catch::Matchers::Contains;

/// Emma looks at Berta@0 and comes to be replayed after Berta@1.
Story convoy() {
    Story story = convoy_story();
    const auto replayed = [&](std::size_t line, const std::string& words) {
        story.lines[line].replayed = words;
        story.replay.push_back(words);
    };
    story.replay.clear();
    for (StoryLine& line : story.lines) line = {line.task, line.did, "", false};
    replayed(2, "Berta@1: at sea for Gdańsk with 0 t");
    replayed(4, "Emma@1: reads Berta@1, at sea for Gdańsk with 5 t");
    story.lines[4].diverges = true;
    return story;
}

}  // namespace

TEST_CASE("the convoy in lanes") {
    CHECK(story_lanes(convoy(), {}) ==
          "     Emma                                Berta\n"
          "  1  ○ reads Berta@0                     │\n"
          "  2  │                                   ● Berta@1\n"
          "  3  │                                   ▪ Berta@1 replayed 1st\n"
          "  4  ● Emma@1                            │\n"
          "  5  ✗ Emma@1 replayed 2nd               │\n");
}

TEST_CASE("only the cross of a divergence is in colour, and nothing moves") {
    std::string text = story_lanes(convoy(), {true});
    const std::string cross = "\x1b[31m✗\x1b[0m";
    const std::size_t at = text.find(cross);
    REQUIRE(at != text.npos);
    CHECK(text.replace(at, cross.size(), "✗") == story_lanes(convoy(), {}));
}

TEST_CASE("hails go from lane to lane, and their cause comes with them") {
    const std::string text = story_lanes(hail_story(), {});
    CHECK_THAT(text, Contains("→ hails Berta") && Contains("✗ hailed by Emma"));
    CHECK_THAT(text, Contains("● Emma@2") && Contains("● Berta@1"));
}

TEST_CASE("of a long run what lies between is left out, and said to be") {
    Story story = convoy();
    story.lines.insert(story.lines.begin() + 3, 500, StoryLine{2, "pops", "", false});
    const std::string text = story_lanes(story, {});
    CHECK(std::ranges::count(text, '\n') <= 1 + 2 * static_cast<int>(lane_events_most));
    const std::string far = story_lanes(long_story(1000), {});
    CHECK_THAT(far, Contains("  751  ") && Contains("⋮"));
}

TEST_CASE("never more rows than that, nor a line that is too wide") {
    for (const auto& [name, story] : all_stories()) {
        INFO(name);
        std::istringstream text{story_lanes(story, {})};
        std::size_t rows = 0;
        for (std::string line; std::getline(text, line);) {
            CHECK(columns(line) <= 80);
            rows += line.find_first_of("0123456789") < 8 ? 1U : 0U;
            const bool clean = std::ranges::none_of(
                line, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
            CHECK(clean);
        }
        CHECK(rows <= lane_events_most);
    }
}

TEST_CASE("where nothing diverges there are no lanes") {
    CHECK(story_lanes({}, {}).empty());
    Story faithful = convoy();
    faithful.arrows.pop_back();
    faithful.lines[4].diverges = false;
    CHECK(story_lanes(faithful, {}).empty());
}

}  // namespace reckon
