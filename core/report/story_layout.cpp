#include "core/report/story_layout.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "core/report/escape.hpp"
#include "core/report/story_window.hpp"
#include "core/report/table.hpp"

namespace reckon {
namespace {

constexpr std::uint32_t rows_most = 60;
constexpr double margin = 24;
constexpr double column = 92;     // From row to row.
constexpr double gap_width = 40;  // More, where rows are left out.
// A label with a neighbour on both sides, two columns off, must leave room for the leader between.
constexpr double label_most = 2 * column - 16;
constexpr std::size_t label_lines_most = 3;
constexpr std::size_t edge_label_most = 56;
constexpr std::size_t edge_labels_most = 6;
constexpr std::size_t name_most = 20;
constexpr double off_lane = 12;  // From a lane to its labels.
constexpr double edge_slot = 24;
constexpr double beside = 22;  // From an arrow to the broken edge between the same points.

/// Of East Asia, and pictures: as wide as high. Told by the first byte of a letter.
bool is_wide(char first) {
    return static_cast<unsigned char>(first) >= 0xE3;
}

bool has_wide_letters(const std::string& text) {
    return std::ranges::any_of(text, is_wide);
}

std::size_t columns_in(double width) {
    return static_cast<std::size_t>(width / text_width("n", font_size));
}

/// Lines that have room in `width`; what has none in `most` lines is cut.
std::vector<std::string> lines_in(const std::string& text, double width, std::size_t most) {
    const std::size_t wide = has_wide_letters(text) ? 2 : 1;
    const auto room = std::max<std::size_t>(2, columns_in(width) / wide);
    std::vector<std::string> lines = folded(text, room, room);
    if (lines.size() > most) {
        lines.resize(most);
        lines.back() = elided(lines.back() + " …", room);
        if (!lines.back().ends_with("…")) lines.back() = elided(lines.back(), room - 1) + "…";
    }
    return lines;
}

double width_of(const std::vector<std::string>& lines) {
    double width = 0;
    for (const std::string& line : lines) width = std::max(width, text_width(line, font_size));
    return width + 6;
}

/// Labels on one side of one lane, in two levels.
class Side {
public:
    void add(PlacedLabel label, double x) {
        label.box.width = width_of(label.lines);
        label.box.left = x - label.box.width / 2;
        label.box.height = static_cast<double>(label.lines.size()) * line_height + 4;
        // The far one's leader must come past the near ones, so a label is never wider than two
        // columns and the place beside the last far one is always free.
        label.far = label.box.left < taken_[0];
        taken_[label.far] = label.box.left + label.box.width + 4;
        height_[label.far] = std::max(height_[label.far], label.box.height);
        labels_.push_back(std::move(label));
    }

    [[nodiscard]] double height() const { return height_[0] + height_[1] + off_lane; }

    void place(double lane, bool below, std::vector<PlacedLabel>& placed) {
        for (PlacedLabel& label : labels_) {
            const double away = off_lane + (label.far ? height_[0] : 0);
            label.box.top = below ? lane + away : lane - away - label.box.height;
            placed.push_back(std::move(label));
        }
    }

private:
    std::array<double, 2> taken_{-1e9, -1e9};
    std::array<double, 2> height_{};
    std::vector<PlacedLabel> labels_;
};

class Layouter {
public:
    Layouter(const Story& story, double top) : story_{story} { out_.top = top; }

    StoryLayout done() {
        place_rows();
        place_lanes();
        for (std::uint32_t i = 0; i < story_.arrows.size(); ++i) place_arrow(i);
        return std::move(out_);
    }

private:
    [[nodiscard]] bool has_lane(TaskId task) const { return lane_of_.contains(task); }

    void place_rows() {
        const auto rows = shown_rows(story_, rows_most, false);
        const auto lanes = shown_lanes(story_, rows);
        out_.ships_left_out = ships_left_out(story_, lanes);
        for (const TaskId task : lanes) {
            lane_of_.emplace(task, out_.lanes.size());
            out_.lanes.push_back({task, elided(plain(story_.lane_names[task]), name_most)});
        }
        double names = 0;
        for (const PlacedLane& lane : out_.lanes) {
            names = std::max(names, text_width(lane.name, 14));
        }
        // Half of an initial state's label reaches back to below the names.
        out_.start = margin + std::max(names + 20, label_most / 2);
        double x = out_.start;
        std::uint32_t before = 0;
        for (const std::uint32_t row : rows) {
            const std::uint32_t left_out = row - before - 1;
            x += column + (left_out > 0 ? gap_width : 0);
            out_.rows.push_back({row, x, left_out});
            out_.left_out += left_out;
            before = row;
        }
        out_.left_out_last = static_cast<std::uint32_t>(story_.lines.size()) - before;
        out_.left_out += out_.left_out_last;
        out_.finish = x + (out_.left_out_last > 0 ? gap_width : 0) + label_most / 2;
        out_.width = out_.finish + margin;
    }

    /// Where a row is; for one that is left out, the gap that it is in.
    [[nodiscard]] double x_of(std::uint32_t row) const {
        if (row == 0) return out_.start;
        const auto at = std::ranges::lower_bound(out_.rows, row, {}, &PlacedRow::row);
        if (at == out_.rows.end()) return out_.finish - label_most / 4;
        return at->row == row ? at->x : at->x - (column + gap_width) / 2;
    }

    [[nodiscard]] bool shown(std::uint32_t row) const {
        return row == 0 || std::ranges::binary_search(out_.rows, row, {}, &PlacedRow::row);
    }

    void place_lanes() {
        std::vector<Side> above(out_.lanes.size());
        std::vector<Side> below(out_.lanes.size());
        std::vector<const StoryEvent*> events;
        for (const StoryEvent& event : story_.events) {
            if (shown(event.at.row) && has_lane(event.at.task)) events.push_back(&event);
        }
        std::ranges::stable_sort(events, {}, [](const StoryEvent* event) { return event->at.row; });
        std::vector<bool> publishes(story_.lines.size() + 1);
        for (const StoryEvent* event : events) {
            publishes[event->at.row] = true;
            below[lane_of_.at(event->at.task)].add(event_label(*event), x_of(event->at.row));
        }
        for (const PlacedRow& row : out_.rows) {
            if (publishes[row.row]) continue;
            const StoryLine& line = story_.lines[row.row - 1];
            PlacedLabel label;
            label.lines = lines_in(plain(line.did), label_most - 6, label_lines_most);
            label.at = {line.task, row.row};
            above[lane_of_.at(line.task)].add(std::move(label), row.x);
        }
        const std::vector<std::size_t> slots = edge_slots();
        double y = out_.top + 24;
        for (std::size_t i = 0; i < out_.lanes.size(); ++i) {
            PlacedLane& lane = out_.lanes[i];
            lane.y = y + std::max(above[i].height(), 20.0);
            lane.floor = lane.y + std::max(below[i].height(), 20.0);
            above[i].place(lane.y, false, out_.labels);
            below[i].place(lane.y, true, out_.labels);
            y = lane.floor + 12 + static_cast<double>(slots[i]) * edge_slot;
        }
        out_.bottom = y;
    }

    [[nodiscard]] static PlacedLabel event_label(const StoryEvent& event) {
        PlacedLabel label;
        label.lines = lines_in(plain(event.label), label_most - 6, 1);
        for (std::string& line : lines_in(plain(event.state), label_most - 6, label_lines_most)) {
            label.lines.push_back(std::move(line));
        }
        label.at = event.at;
        label.published = true;
        return label;
    }

    /// Is one end of the arrow on the picture? The start of its lane is not enough.
    [[nodiscard]] bool visible(const StoryArrow& arrow) const {
        return has_lane(arrow.from.task) && has_lane(arrow.to.task) &&
               (shown(arrow.to.row) || (arrow.from.row > 0 && shown(arrow.from.row)));
    }

    [[nodiscard]] std::size_t upper_lane(const StoryArrow& arrow) const {
        return std::min(lane_of_.at(arrow.from.task), lane_of_.at(arrow.to.task));
    }

    /// How many labels of broken edges stand under each lane.
    [[nodiscard]] std::vector<std::size_t> edge_slots() const {
        std::vector<std::size_t> slots(out_.lanes.size());
        for (const StoryArrow& arrow : story_.arrows) {
            if (arrow.kind != StoryArrow::Kind::broken || !visible(arrow)) continue;
            std::size_t& count = slots[upper_lane(arrow)];
            count = std::min(count + 1, edge_labels_most);
        }
        return slots;
    }

    void place_arrow(std::uint32_t index) {
        const StoryArrow& arrow = story_.arrows[index];
        if (!visible(arrow)) return;
        const PlacedLane& from = out_.lanes[lane_of_.at(arrow.from.task)];
        const PlacedLane& to = out_.lanes[lane_of_.at(arrow.to.task)];
        PlacedArrow placed{index, x_of(arrow.from.row), from.y, x_of(arrow.to.row), to.y};
        if (arrow.kind == StoryArrow::Kind::broken) {
            label_edge(arrow, placed);
        } else if (from.y == to.y) {
            placed.bend_y = off_lane;
        }
        out_.arrows.push_back(std::move(placed));
    }

    /// Does a look or a hail go where this broken edge goes?
    [[nodiscard]] bool beside_another(const StoryArrow& broken) const {
        const auto same = [](StoryPoint a, StoryPoint b) {
            return a.task == b.task && a.row == b.row;
        };
        return std::ranges::any_of(story_.arrows, [&](const StoryArrow& arrow) {
            return arrow.kind != StoryArrow::Kind::broken && same(arrow.from, broken.from) &&
                   same(arrow.to, broken.to);
        });
    }

    void label_edge(const StoryArrow& arrow, PlacedArrow& placed) {
        const PlacedLane& upper = out_.lanes[upper_lane(arrow)];
        std::size_t& used = edges_under_[upper.task];
        const std::size_t slot = std::min(used, edge_labels_most - 1);
        const double y = upper.floor + (static_cast<double>(slot) + 0.5) * edge_slot;
        const bool level = placed.y1 == placed.y2;
        if (level) placed.bend_y = y - placed.y1;
        if (!level && beside_another(arrow)) placed.bend_x = beside;
        const double share = level ? 0.5 : (y - placed.y1) / (placed.y2 - placed.y1);
        const double x =
            placed.x1 + share * (placed.x2 - placed.x1) + 4 * share * (1 - share) * placed.bend_x;
        if (used++ >= edge_labels_most || arrow.label.empty()) return;
        placed.label.lines = {elided(plain(arrow.label), edge_label_most)};
        Box& box = placed.label.box;
        box.width = width_of(placed.label.lines);
        box.height = line_height + 4;
        box.left = std::clamp(x - box.width / 2, margin, std::max(margin, out_.width - box.width));
        box.top = y - box.height / 2;
        out_.width = std::max(out_.width, box.left + box.width + margin);
    }

    const Story& story_;
    StoryLayout out_;
    std::map<TaskId, std::size_t> lane_of_;
    std::map<TaskId, std::size_t> edges_under_;
};

}  // namespace

double text_width(const std::string& text, double size) {
    // Small letters of sans-serif fonts are about half as wide as high, capitals and digits more.
    const auto wide = static_cast<std::size_t>(std::ranges::count_if(text, is_wide));
    return static_cast<double>(columns(text) + wide) * size * 0.6;
}

StoryLayout layout(const Story& story, double top) {
    return Layouter{story, top}.done();
}

}  // namespace reckon
