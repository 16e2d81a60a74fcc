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

}  // namespace reckon
