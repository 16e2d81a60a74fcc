#pragma once
/// Where everything stands in the space-time diagram of a story, before it is drawn.
///
/// One lane a task, one column a row, time to the right. Above a lane stands what its task did,
/// below it what was published. A label is wider than a column and may have neighbours on its lane,
/// so it stands near the lane or, if that place is taken, one level farther off. Under each lane
/// there is room for the labels of broken edges. So labels never overlap, whatever they say.

#include <cstdint>
#include <string>
#include <vector>

#include "core/report/story.hpp"

namespace reckon {

/// Units  Of the drawing, here and below: a pixel at its natural size.
struct Box {
    double left = 0;
    double top = 0;
    double width = 0;
    double height = 0;
};

/// Lines of text, centred in their box.
struct PlacedLabel {
    Box box;
    std::vector<std::string> lines;
    StoryPoint at;
    bool published = false;  ///< Stands below its lane; its first line is a name.
    bool far = false;        ///< Is not next to its lane: a leader is drawn to it.
};

struct PlacedLane {
    TaskId task = 0;
    std::string name;  ///< Cut to its room.
    double y = 0;
    double floor = 0;  ///< Below all its labels; from here on are those of broken edges.
};

struct PlacedRow {
    std::uint32_t row = 0;
    double x = 0;
    std::uint32_t left_out = 0;  ///< How many rows are left out just before it.
};

/// A broken edge, or another arrow with both ends on the picture or in a gap of it.
struct PlacedArrow {
    std::uint32_t arrow = 0;  ///< Index in the story.
    double x1 = 0, y1 = 0, x2 = 0, y2 = 0;
    double bend_x = 0, bend_y = 0;  ///< How far its middle is off a straight line.
    PlacedLabel label;              ///< No lines: none.
};

struct StoryLayout {
    double width = 0;
    double top = 0;                   ///< Where the row numbers stand.
    double bottom = 0;                ///< Below the lowest lane with all its labels.
    double start = 0;                 ///< Where lanes begin: the x of row 0.
    double finish = 0;                ///< Where they end.
    std::uint32_t left_out = 0;       ///< Rows, in all.
    std::uint32_t left_out_last = 0;  ///< Those after the last row.
    std::uint32_t ships_left_out = 0;
    std::vector<PlacedLane> lanes;
    std::vector<PlacedRow> rows;
    std::vector<PlacedLabel> labels;
    std::vector<PlacedArrow> arrows;
};

inline constexpr double font_size = 12;
inline constexpr double line_height = 14;

/// How wide text is drawn, never less than it will be: no font is known here.
[[nodiscard]] double text_width(const std::string& text, double size);

/// Shape  Below `top` of the page. Up to 60 rows are shown; of more, those around the divergence.
[[nodiscard]] StoryLayout layout(const Story& story, double top);

}  // namespace reckon
