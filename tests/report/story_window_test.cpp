// Goal: the window on a long story has the divergence in it, and no more rows than asked.
// Method: divergences and broken edges at the ends, in the middle, everywhere and nowhere.

#include "core/report/story_window.hpp"

#include <algorithm>
#include <numeric>

#include "tests/catch.hpp"
#include "tests/report/stories.hpp"

namespace reckon {
namespace {

Story story_of(std::uint32_t rows, const std::vector<std::uint32_t>& diverging) {
    Story story;
    story.lines.resize(rows);
    for (const std::uint32_t row : diverging) story.lines[row - 1].diverges = true;
    return story;
}

bool has(const std::vector<std::uint32_t>& rows, std::uint32_t row) {
    return std::ranges::binary_search(rows, row);
}

}  // namespace

TEST_CASE("where there are many ships, only those with a part in the rows have a lane") {
    const Story broad = broad_story(1000);
    const std::vector<TaskId> all = shown_lanes(broad, {1, 2, 3});
    CHECK(all == std::vector<TaskId>{0, 1, 999, 1000});
    CHECK(ships_left_out(broad, all) == 997);
    CHECK(shown_lanes(broad, {2}) == std::vector<TaskId>{1});
    Story broken = broad;
    broken.arrows.push_back({StoryArrow::Kind::broken, {1, 2}, {1001, 7}, ""});
    CHECK(shown_lanes(broken, {2}) == std::vector<TaskId>{1, 1001});
    const Story narrow = broad_story(16);
    CHECK(shown_lanes(narrow, {2}).size() == 16);
    CHECK(ships_left_out(narrow, shown_lanes(narrow, {2})) == 0);
    CHECK(shown_lanes({}, {}).empty());
}

TEST_CASE("a short story is shown whole") {
    CHECK(shown_rows({}, 10, false).empty());
    CHECK(shown_rows(story_of(3, {}), 10, true) == std::vector<std::uint32_t>{1, 2, 3});
    CHECK(shown_rows(story_of(10, {10}), 10, true).size() == 10);
}

TEST_CASE("rows lie evenly around the divergence, in their order") {
    CHECK(shown_rows(story_of(100, {50}), 5, false) ==
          std::vector<std::uint32_t>{48, 49, 50, 51, 52});
    CHECK(shown_rows(story_of(100, {1}), 4, false) == std::vector<std::uint32_t>{1, 2, 3, 4});
    CHECK(shown_rows(story_of(100, {100}), 4, false) ==
          std::vector<std::uint32_t>{97, 98, 99, 100});
    const auto both = shown_rows(story_of(100, {50}), 9, true);
    CHECK(has(both, 1));
    CHECK(has(both, 50));
    CHECK(has(both, 100));
}

TEST_CASE("the ends of broken arrows are shown, those of others need not be") {
    Story story = story_of(1000, {500});
    story.arrows = {{StoryArrow::Kind::deref, {0, 100}, {1, 200}, ""},
                    {StoryArrow::Kind::broken, {0, 0}, {1, 900}, ""}};
    const auto rows = shown_rows(story, 20, false);
    CHECK(has(rows, 500));
    CHECK(has(rows, 900));
    CHECK_FALSE(has(rows, 200));
}

TEST_CASE("a story without a divergence shows its beginning and its end") {
    const auto rows = shown_rows(story_of(100, {}), 6, false);
    CHECK(rows == std::vector<std::uint32_t>{1, 2, 3, 98, 99, 100});
}

TEST_CASE("if everything diverges the first divergence is shown, and the bound holds") {
    std::vector<std::uint32_t> all(5000);
    std::iota(all.begin(), all.end(), 1U);
    for (const std::uint32_t most : {4U, 5U, 60U, 400U}) {
        for (const bool ends : {false, true}) {
            const auto rows = shown_rows(story_of(5000, all), most, ends);
            CHECK(rows.size() <= most);
            CHECK(has(rows, 1));
            CHECK(std::ranges::is_sorted(rows));
        }
    }
}

}  // namespace reckon
