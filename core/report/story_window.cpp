#include "core/report/story_window.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace reckon {
namespace {

/// Where something is broken, the most telling first; no row twice.
std::vector<std::uint32_t> broken_rows(const Story& story) {
    std::vector<std::uint32_t> rows;
    std::vector<bool> taken(story.lines.size() + 1);
    const auto take = [&](std::uint32_t row) {
        if (row == 0 || row >= taken.size() || taken[row]) return;
        taken[row] = true;
        rows.push_back(row);
    };
    const auto diverges = [](const StoryLine& line) { return line.diverges; };
    const auto first = std::ranges::find_if(story.lines, diverges);
    take(static_cast<std::uint32_t>(first - story.lines.begin()) + 1);
    for (const StoryArrow& arrow : story.arrows) {
        if (arrow.kind != StoryArrow::Kind::broken) continue;
        take(arrow.from.row);
        take(arrow.to.row);
    }
    for (std::uint32_t row = 1; row <= story.lines.size(); ++row) {
        if (story.lines[row - 1].diverges) take(row);
    }
    return rows;
}

/// The rows from 1 to `last` that are within `radius` of one of `marks`, which are sorted.
std::vector<std::uint32_t> around(const std::vector<std::uint32_t>& marks, std::uint32_t radius,
                                  std::uint32_t last) {
    std::vector<std::uint32_t> rows;
    std::uint32_t next = 1;
    for (const std::uint32_t mark : marks) {
        next = std::max(next, mark > radius ? mark - radius : 1);
        for (; next <= last && next <= mark + radius; ++next) rows.push_back(next);
    }
    return rows;
}

// A picture still has room for so many that do nothing.
constexpr std::uint32_t few_ships = 16;

}  // namespace

std::vector<std::uint32_t> shown_rows(const Story& story, std::uint32_t most, bool with_both_ends) {
    assert(most >= 4 && "room for both ends and something between");
    const auto count = static_cast<std::uint32_t>(story.lines.size());
    if (count <= most) {
        std::vector<std::uint32_t> all(count);
        std::iota(all.begin(), all.end(), 1U);
        return all;
    }
    std::vector<std::uint32_t> marks = broken_rows(story);
    // With a quarter of the room for the marks themselves each has neighbours to be seen among.
    marks.resize(std::min<std::size_t>(marks.size(), most / 4));
    if (with_both_ends || marks.empty()) marks.insert(marks.end(), {1U, count});
    std::ranges::sort(marks);
    std::uint32_t fits = 0;
    std::uint32_t too_wide = most;
    while (fits + 1 < too_wide) {
        const std::uint32_t radius = fits + (too_wide - fits) / 2;
        (around(marks, radius, count).size() <= most ? fits : too_wide) = radius;
    }
    return around(marks, fits, count);
}

std::vector<TaskId> shown_lanes(const Story& story, const std::vector<std::uint32_t>& rows) {
    std::vector<bool> has_lane(story.lane_names.size());
    const auto add = [&](TaskId task) {
        if (task < has_lane.size()) has_lane[task] = true;
    };
    const auto shown = [&](std::uint32_t row) { return std::ranges::binary_search(rows, row); };
    if (story.ship_count <= few_ships) {
        for (TaskId ship = 0; ship < story.ship_count; ++ship) add(ship);
    }
    for (const std::uint32_t row : rows) add(story.lines[row - 1].task);
    for (const StoryArrow& arrow : story.arrows) {
        const bool broken = arrow.kind == StoryArrow::Kind::broken;
        if (!shown(arrow.to.row) && !(broken && shown(arrow.from.row))) continue;
        for (const TaskId task : {arrow.from.task, arrow.to.task}) {
            if (broken || task < story.ship_count) add(task);
        }
    }
    std::vector<TaskId> lanes;
    for (TaskId task = 0; task < has_lane.size(); ++task) {
        if (has_lane[task]) lanes.push_back(task);
    }
    return lanes;
}

std::uint32_t ships_left_out(const Story& story, const std::vector<TaskId>& lanes) {
    const auto shown =
        std::ranges::count_if(lanes, [&](TaskId task) { return task < story.ship_count; });
    return story.ship_count - static_cast<std::uint32_t>(shown);
}

}  // namespace reckon
