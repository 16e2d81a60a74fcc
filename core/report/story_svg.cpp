#include "core/report/story_svg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/report/escape.hpp"
#include "core/report/story_layout.hpp"
#include "core/report/story_text.hpp"
#include "core/report/table.hpp"

namespace reckon {
namespace {

constexpr double margin = 24;
constexpr double narrowest = 680;
constexpr double caption_line = 18;
constexpr std::size_t title_most = 60;
constexpr std::size_t caption_lines_most = 8;
constexpr std::string_view ink = "#222222";
constexpr std::string_view faint = "#6b6b6b";
constexpr std::string_view blue = "#0072B2";
constexpr std::string_view vermilion = "#D55E00";
constexpr std::string_view dark_vermilion = "#A84A00";  // Of letters, for contrast.
constexpr std::string_view grid = "#ececec";
constexpr std::string_view band = "#FBE9DD";

constexpr std::string_view halo_style =
    R"( stroke="#ffffff" stroke-width="5" stroke-linejoin="round" aria-hidden="true")";

struct Stroke {
    std::string_view colour;
    double width;
    std::string_view dashes;
};

Stroke stroke_of(StoryArrow::Kind kind) {
    switch (kind) {
        case StoryArrow::Kind::deref: return {faint, 1.2, ""};
        case StoryArrow::Kind::hail: return {blue, 2.4, ""};
        case StoryArrow::Kind::broken: return {vermilion, 3.2, "9 5"};
    }
    return {ink, 1, ""};
}

std::string dashes_of(const Stroke& stroke) {
    return stroke.dashes.empty() ? "" : fmt::format(" stroke-dasharray=\"{}\"", stroke.dashes);
}

class Drawing {
public:
    explicit Drawing(const Story& story) : story_{story}, layout_{layout(story, margin + 36)} {
        width_ = std::max(layout_.width, narrowest);
    }

    std::string text() {
        head_of_rows();
        lanes();
        for (const PlacedArrow& arrow : layout_.arrows) {
            if (kind_of(arrow) != StoryArrow::Kind::broken) draw(arrow);
        }
        for (const PlacedArrow& arrow : layout_.arrows) {
            if (kind_of(arrow) == StoryArrow::Kind::broken) draw(arrow);
        }
        marks();
        for (const PlacedLabel& label : layout_.labels) words(label);
        for (const PlacedArrow& arrow : layout_.arrows) edge_words(arrow);
        legend(layout_.bottom + 20);
        caption();
        return head() + body_ + "</svg>\n";
    }

private:
    template <class... Args>
    void put(fmt::format_string<Args...> format, Args&&... args) {
        body_ += fmt::format(format, std::forward<Args>(args)...);
        body_ += '\n';
    }

    [[nodiscard]] StoryArrow::Kind kind_of(const PlacedArrow& placed) const {
        return story_.arrows[placed.arrow].kind;
    }

    [[nodiscard]] std::string head() const {
        const std::string title = xml_escaped(story_title(story_));
        const std::string height = fmt::format("{:.0f}", y_ + margin);
        return fmt::format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"{0:.0f}\" "
            "height=\"{1}\" viewBox=\"0 0 {0:.0f} {1}\" font-family=\"sans-serif\" "
            "font-size=\"{2}\" fill=\"{3}\" stroke-linecap=\"butt\">\n"
            "<title>{4}</title>\n<desc>{5}</desc>\n"
            "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n"
            "<text x=\"{6}\" y=\"{7}\" font-size=\"18\" font-weight=\"bold\">{8}</text>\n",
            width_, height, font_size, ink, title, xml_escaped(description()), margin, margin + 14,
            xml_escaped(elided(story_title(story_), title_most)));
    }

    [[nodiscard]] std::string description() const {
        std::string words = fmt::format(
            "A space-time diagram of {} operations, one line a ship, time to the right.",
            story_.lines.size());
        for (const std::string* more : {&story_.witness, &story_.edge, &story_.ending}) {
            if (!more->empty()) words += ' ' + *more;
        }
        return words;
    }

    void head_of_rows() {
        for (const PlacedRow& row : layout_.rows) {
            const bool diverges = story_.lines[row.row - 1].diverges;
            put(R"(<path d="M{:.1f} {:.1f}V{:.1f}" stroke="{}"{}/>)", row.x, layout_.top + 8,
                layout_.bottom, diverges ? vermilion : grid,
                diverges ? " stroke-dasharray=\"1.5 4\"" : "");
            if (diverges) {
                put(R"(<rect x="{:.1f}" y="{:.1f}" width="52" height="20" rx="4" fill="{}"/>)",
                    row.x - 26, layout_.top - 14, band);
            }
            put(R"(<text x="{:.1f}" y="{:.1f}" text-anchor="middle" fill="{}"{}>{}{}</text>)",
                row.x, layout_.top, diverges ? dark_vermilion : faint,
                diverges ? " font-weight=\"bold\"" : "", diverges ? "✗ " : "", row.row);
        }
    }

    void lanes() {
        for (const PlacedLane& lane : layout_.lanes) {
            put(R"(<text x="{}" y="{:.1f}" font-size="14" font-weight="bold"><title>{}</title>)"
                R"({}</text>)",
                margin, lane.y + 5, xml_escaped(story_.lane_names[lane.task]),
                xml_escaped(lane.name));
            put(R"(<path d="M{:.1f} {:.1f}H{:.1f}" stroke="{}" stroke-width="1.5"/>)",
                layout_.start, lane.y, layout_.finish, ink);
            for (const PlacedRow& row : layout_.rows) {
                if (row.left_out > 0) gap(row.x - 66, lane.y);
            }
            if (layout_.left_out_last > 0) gap(layout_.finish - 32, lane.y);
        }
    }

    /// A lane is broken off where rows are left out.
    void gap(double x, double y) {
        put(R"(<rect x="{:.1f}" y="{:.1f}" width="20" height="6" fill="#ffffff"/>)", x - 10, y - 3);
        put(R"(<path d="M{:.1f} {:.1f}l4 -12m8 0l-4 12" stroke="{}" fill="none"/>)", x - 8, y + 6,
            ink);
    }

    void draw(const PlacedArrow& placed) {
        const Stroke stroke = stroke_of(kind_of(placed));
        const double mid_x = (placed.x1 + placed.x2) / 2 + 2 * placed.bend_x;
        const double mid_y = (placed.y1 + placed.y2) / 2 + 2 * placed.bend_y;
        const double end = std::hypot(placed.x2 - mid_x, placed.y2 - mid_y);
        const double begin = std::hypot(mid_x - placed.x1, mid_y - placed.y1);
        if (end < 1 || begin < 1) return;
        // Both ends stop short of the marks that they join.
        const double ux = (placed.x2 - mid_x) / end, uy = (placed.y2 - mid_y) / end;
        const double vx = (mid_x - placed.x1) / begin, vy = (mid_y - placed.y1) / begin;
        const double tip_x = placed.x2 - 7 * ux, tip_y = placed.y2 - 7 * uy;
        const double size = 6 + 1.6 * stroke.width;
        const double neck_x = tip_x - size * ux, neck_y = tip_y - size * uy;
        const double half = size * 0.45;
        const StoryArrow& arrow = story_.arrows[placed.arrow];
        put("<g>{}", title(arrow.label));
        put(R"(<path d="M{:.1f} {:.1f}Q{:.1f} {:.1f} {:.1f} {:.1f}" fill="none" stroke="{}" )"
            R"(stroke-width="{}"{}/>)",
            placed.x1 + 7 * vx, placed.y1 + 7 * vy, mid_x, mid_y, neck_x, neck_y, stroke.colour,
            stroke.width, dashes_of(stroke));
        put(R"(<path d="M{:.1f} {:.1f}L{:.1f} {:.1f}L{:.1f} {:.1f}Z" fill="{}"/></g>)", tip_x,
            tip_y, neck_x - half * uy, neck_y + half * ux, neck_x + half * uy, neck_y - half * ux,
            stroke.colour);
    }

    [[nodiscard]] static std::string title(const std::string& words) {
        return words.empty() ? "" : "<title>" + xml_escaped(words) + "</title>";
    }

    [[nodiscard]] bool looks(StoryPoint at) const {
        return std::ranges::any_of(story_.arrows, [&](const StoryArrow& arrow) {
            return arrow.kind == StoryArrow::Kind::deref && arrow.to.row == at.row &&
                   arrow.to.task == at.task;
        });
    }

    [[nodiscard]] double lane_y(TaskId task) const {
        return std::ranges::find(layout_.lanes, task, &PlacedLane::task)->y;
    }

    [[nodiscard]] double x_of(std::uint32_t row) const {
        return row == 0 ? layout_.start : std::ranges::find(layout_.rows, row, &PlacedRow::row)->x;
    }

    void marks() {
        for (const PlacedLabel& label : layout_.labels) {
            const double x = x_of(label.at.row), y = lane_y(label.at.task);
            if (label.far) leader(label, x, y);
            if (label.published) {
                dot(x, y);
            } else if (looks(label.at)) {
                circle(x, y);
            } else {
                tick(x, y);
            }
        }
    }

    void leader(const PlacedLabel& label, double x, double y) {
        const double end = label.published ? label.box.top : label.box.top + label.box.height;
        put(R"(<path d="M{:.1f} {:.1f}V{:.1f}" stroke="#b0b0b0"/>)", x, y, end);
    }

    void dot(double x, double y) {
        put(R"(<circle cx="{:.1f}" cy="{:.1f}" r="5.5" fill="{}"/>)", x, y, blue);
    }

    void circle(double x, double y) {
        put(R"(<circle cx="{:.1f}" cy="{:.1f}" r="5" fill="#ffffff" stroke="{}" )"
            R"(stroke-width="2"/>)",
            x, y, ink);
    }

    void tick(double x, double y) {
        put(R"(<path d="M{:.1f} {:.1f}v12" stroke="{}" stroke-width="2.5"/>)", x, y - 6, ink);
    }

    void backing(const Box& box) {
        put(R"(<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" fill="#ffffff"/>)",
            box.left, box.top, box.width, box.height);
    }

    /// What a label stands for, in full.
    [[nodiscard]] std::string full_words(const PlacedLabel& label) const {
        if (!label.published) {
            const StoryLine& line = story_.lines[label.at.row - 1];
            return line.did + (line.replayed.empty() ? "" : " / replayed: " + line.replayed);
        }
        for (const StoryEvent& event : story_.events) {
            const bool here = event.at.row == label.at.row && event.at.task == label.at.task;
            if (here) return event.label + ": " + event.state;
        }
        return {};
    }

    void words(const PlacedLabel& label) {
        put(R"(<g text-anchor="middle"{}>{})", label.published ? "" : R"( fill="#444444")",
            title(full_words(label)));
        lines_of(label, label.published);
        put("</g>");
    }

    void lines_of(const PlacedLabel& label, bool first_is_name) {
        // A halo parts the letters from the lines behind them. Drawn first and by itself: not every
        // viewer knows paint-order.
        for (const bool halo : {true, false}) {
            double y = label.box.top + line_height - 2;
            bool bold = first_is_name;
            for (const std::string& line : label.lines) {
                put(R"(<text x="{:.1f}" y="{:.1f}"{}{}>{}</text>)",
                    label.box.left + label.box.width / 2, y, bold ? R"( font-weight="bold")" : "",
                    halo ? halo_style : "", xml_escaped(line));
                y += line_height;
                bold = false;
            }
        }
    }

    void edge_words(const PlacedArrow& placed) {
        if (placed.label.lines.empty()) return;
        backing(placed.label.box);
        put(R"(<g text-anchor="middle" fill="{}" font-weight="bold">{})", dark_vermilion,
            title(story_.arrows[placed.arrow].label));
        lines_of(placed.label, false);
        put("</g>");
    }

    [[nodiscard]] bool has(StoryArrow::Kind kind) const {
        return std::ranges::any_of(
            layout_.arrows, [&](const PlacedArrow& arrow) { return kind_of(arrow) == kind; });
    }

    /// The mark is drawn by `mark(x, y)`, in the 40 pixels right of x.
    template <class Mark>
    void legend_entry(double& x, std::string_view words, Mark&& mark) {
        const double width = 52 + text_width(std::string{words}, font_size);
        if (x > margin && x + width > width_ - margin) {
            x = margin;
            y_ += 24;
        }
        mark(x, y_ - 4);
        put(R"(<text x="{:.1f}" y="{:.1f}">{}</text>)", x + 46, y_, words);
        x += width + 12;
    }

    void legend(double y) {
        y_ = y;
        if (layout_.labels.empty()) return;
        double x = margin;
        legend_entry(x, "a state is published", [&](double at, double on) { dot(at + 30, on); });
        legend_entry(x, "another operation", [&](double at, double on) { tick(at + 30, on); });
        const auto arrow = [&](StoryArrow::Kind kind) {
            return [this, kind](double at, double on) { legend_arrow(kind, at, on); };
        };
        if (has(StoryArrow::Kind::deref)) {
            legend_entry(x, "a look, and what it read", [&](double at, double on) {
                legend_arrow(StoryArrow::Kind::deref, at - 10, on);
                circle(at + 35, on);
            });
        }
        if (has(StoryArrow::Kind::hail)) {
            legend_entry(x, "a hail", arrow(StoryArrow::Kind::hail));
        }
        if (has(StoryArrow::Kind::broken)) {
            legend_entry(x, "came first in the run, not in the replay",
                         arrow(StoryArrow::Kind::broken));
        }
    }

    void legend_arrow(StoryArrow::Kind kind, double x, double y) {
        const Stroke stroke = stroke_of(kind);
        put(R"(<path d="M{:.1f} {:.1f}h{}" stroke="{}" stroke-width="{}"{}/>)", x, y, 31,
            stroke.colour, stroke.width, dashes_of(stroke));
        put(R"(<path d="M{:.1f} {:.1f}l-10 -4.5v9z" fill="{}"/>)", x + 40, y, stroke.colour);
    }

    void caption() {
        y_ += 14;
        paragraph(story_.witness);
        const auto diverges = [](const StoryLine& line) { return line.diverges; };
        const auto first = std::ranges::find_if(story_.lines, diverges);
        if (first != story_.lines.end() && !first->replayed.empty()) {
            paragraph(fmt::format("✗ {}, replayed: {}", first - story_.lines.begin() + 1,
                                  first->replayed));
        }
        paragraph(story_.ending);
        if (layout_.left_out > 0) {
            paragraph(fmt::format("{} of {} rows are left out, away from the divergence.",
                                  layout_.left_out, story_.lines.size()));
        }
        if (layout_.ships_left_out > 0) {
            paragraph(fmt::format("{} of {} ships are left out: they have no part in these rows.",
                                  layout_.ships_left_out, story_.ship_count));
        }
        if (story_.lines.empty()) paragraph("Nothing happened.");
    }

    void paragraph(const std::string& words) {
        if (words.empty()) return;
        const double widest = std::min(width_ - 2 * margin, 900.0);
        const auto room = static_cast<std::size_t>(widest / text_width("n", 13));
        std::vector<std::string> lines = folded(plain(words), room, room);
        if (lines.size() > caption_lines_most) {
            lines.resize(caption_lines_most);
            lines.back() = elided(lines.back(), room - 1) + "…";
        }
        y_ += 6;
        for (const std::string& line : lines) {
            y_ += caption_line;
            put(R"(<text x="{}" y="{:.1f}" font-size="13">{}</text>)", margin, y_,
                xml_escaped(line));
        }
    }

    const Story& story_;
    StoryLayout layout_;
    double width_ = 0;
    double y_ = 0;  // Of the last line of text below the diagram.
    std::string body_;
};

}  // namespace

std::string story_svg(const Story& story) {
    return Drawing{story}.text();
}

}  // namespace reckon
