// Goal: no label overlaps another or leaves the picture, whatever it says; arrows join their ends.
// Method: the boxes of every story; all ways for two neighbours to share a lane.

#include "core/report/story_layout.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/report/story_svg.hpp"
#include "tests/catch.hpp"
#include "tests/report/stories.hpp"

namespace reckon {
namespace {

std::vector<PlacedLabel> all_labels(const StoryLayout& layout) {
    std::vector<PlacedLabel> labels = layout.labels;
    for (const PlacedArrow& arrow : layout.arrows) {
        if (!arrow.label.lines.empty()) labels.push_back(arrow.label);
    }
    return labels;
}

bool overlap(const Box& a, const Box& b) {
    return a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height &&
           b.top < a.top + a.height;
}

/// The first fault, in words; empty if there is none.
std::string fault(const StoryLayout& layout) {
    const std::vector<PlacedLabel> labels = all_labels(layout);
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const Box& box = labels[i].box;
        const std::string& words = labels[i].lines.front();
        if (box.left < 0 || box.left + box.width > layout.width) return words + " leaves";
        if (box.top < layout.top || box.top + box.height > layout.bottom) return words + " leaves";
        for (const PlacedLane& lane : layout.lanes) {
            if (box.top < lane.y && lane.y < box.top + box.height) return words + " is on a lane";
        }
        for (const std::string& line : labels[i].lines) {
            if (text_width(line, font_size) > box.width) return line + " is wider than its box";
        }
        for (std::size_t j = 0; j < i; ++j) {
            if (overlap(box, labels[j].box)) return words + " / " + labels[j].lines.front();
        }
    }
    return {};
}

}  // namespace

TEST_CASE("labels overlap neither each other nor a lane, and stay on the picture") {
    for (const auto& [name, story] : all_stories()) {
        INFO(name);
        CHECK(fault(layout(story, 60)).empty());
    }
}

TEST_CASE("labels of neighbours on a lane do not overlap, in any order of tasks and kinds") {
    const std::string text = "publishes Frederikshavn with 5000 t, 12345 miles sailed, 17 refused";
    std::string faults;
    for (unsigned order = 0; order < 4096; ++order) {
        Story story;
        story.ship_count = 2;
        story.lane_names = {"Emma", "Berta"};
        for (std::uint32_t row = 1; row <= 6; ++row) {
            const unsigned choice = order >> (2 * (row - 1));
            const TaskId task = choice & 1U;
            story.lines.push_back(
                {task, text.substr(0, row % 3 == 0 ? 9 : text.size()), "", false});
            if ((choice & 2U) != 0) story.events.push_back({{task, row}, {task, row}, "E@1", text});
        }
        const std::string found = fault(layout(story, 60));
        if (!found.empty()) faults += fmt::format("{}: {}\n", order, found);
    }
    CHECK(faults.empty());
}

TEST_CASE("arrows go from row to row and from lane to lane") {
    const Story story = hail_story();
    const StoryLayout placed = layout(story, 60);
    CHECK(placed.lanes.size() == 4);  // Source 1 has no rows.
    REQUIRE(placed.arrows.size() == story.arrows.size());
    for (const PlacedArrow& arrow : placed.arrows) {
        const StoryArrow& told = story.arrows[arrow.arrow];
        CHECK(arrow.x1 == placed.rows[told.from.row - 1].x);
        CHECK(arrow.x2 == placed.rows[told.to.row - 1].x);
        CHECK(arrow.y1 == placed.lanes[told.from.task].y);
        CHECK(arrow.y2 == placed.lanes[told.to.task].y);
        CHECK((arrow.label.lines.empty()) == (told.kind != StoryArrow::Kind::broken));
    }
    CHECK(placed.arrows[4].bend_x != 0);  // Beside the hail that it breaks.
    CHECK(placed.arrows[6].bend_y != 0);  // Both ends on one lane.
}

TEST_CASE("a picture of many ships has lanes for those that do something, and says so") {
    const Story story = broad_story(20'000);
    const StoryLayout placed = layout(story, 60);
    CHECK(placed.lanes.size() == 4);
    CHECK(placed.ships_left_out == 19'997);
    CHECK(placed.arrows.size() == 1);
    const std::string drawn = story_svg(story);
    CHECK(drawn.size() < 10'000);
    CHECK_THAT(drawn, Catch::Matchers::Contains("19997 of 20000 ships are left out"));
    CHECK_THAT(story_svg(convoy_story()), !Catch::Matchers::Contains("left out"));
}

TEST_CASE("a picture grows with its rows and lanes, up to a window of sixty rows") {
    const StoryLayout small = layout(convoy_story(), 60);
    const StoryLayout large = layout(hail_story(), 60);
    CHECK(small.width < large.width);
    CHECK(small.bottom < large.bottom);
    const StoryLayout longest = layout(long_story(60), 60);
    CHECK(longest.rows.size() == 60);
    CHECK(longest.left_out == 0);
    const StoryLayout window = layout(long_story(1000), 60);
    CHECK(window.rows.size() <= 60);
    CHECK(window.left_out == 1000 - window.rows.size());
    CHECK(window.rows.front().left_out + window.left_out_last == window.left_out);
    for (const std::uint32_t row : {751U, 760U}) {
        CHECK(std::ranges::count(window.rows, row, &PlacedRow::row) == 1);
    }
}

}  // namespace reckon
