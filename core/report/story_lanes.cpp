#include "core/report/story_lanes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/check/words.hpp"
#include "core/report/escape.hpp"

namespace reckon {
namespace {

constexpr std::size_t text_width = 80;
constexpr std::size_t lanes_most = 4;
constexpr std::size_t words_most = 34;  // As wide as a cell gets, where there is room.

/// What a row of a story is, found again from what the story says of it.
class Rows {
public:
    explicit Rows(const Story& story)
        : story_{story},
          events_(story.lines.size() + 1),
          from_(story.lines.size() + 1),
          to_(story.lines.size() + 1) {
        for (const StoryEvent& event : story.events) put(events_, event.at.row, event);
        for (const StoryArrow& arrow : story.arrows) {
            if (arrow.kind == StoryArrow::Kind::broken) continue;
            put(to_, arrow.to.row, arrow);
            if (arrow.kind == StoryArrow::Kind::hail) put(from_, arrow.from.row, arrow);
        }
    }

    [[nodiscard]] const StoryLine& line(std::uint32_t row) const { return story_.lines[row - 1]; }
    [[nodiscard]] const StoryEvent* published(std::uint32_t row) const { return events_[row]; }
    [[nodiscard]] const StoryArrow* sent(std::uint32_t row) const { return from_[row]; }
    [[nodiscard]] const StoryArrow* came(std::uint32_t row) const { return to_[row]; }

    /// Of this row's task, the event that the row is a part of: what is looked at, and what is
    /// received, goes before the publish, a hail after it.
    [[nodiscard]] const StoryEvent* event_of(std::uint32_t row) const {
        const bool after = sent(row) != nullptr;
        const StoryEvent* last = nullptr;
        for (const StoryEvent& event : story_.events) {
            if (event.at.row == 0 || event.at.task != line(row).task) continue;
            if (event.at.row > row) return after ? last : &event;
            last = &event;
            if (event.at.row == row) return last;
        }
        return after ? last : nullptr;
    }

    /// The event that takes its place in the replay by this row.
    [[nodiscard]] const StoryEvent* placed(std::uint32_t row) const {
        for (const StoryEvent& event : story_.events) {
            if (event.at.task == line(row).task && places(row, event)) return &event;
        }
        return nullptr;
    }

    /// 0: by none.
    [[nodiscard]] std::uint32_t place_of(const StoryEvent& event) const {
        for (std::uint32_t row = 1; row <= story_.lines.size(); ++row) {
            if (line(row).task == event.at.task && places(row, event)) return row;
        }
        return 0;
    }

    [[nodiscard]] bool tells(std::uint32_t row) const {
        return published(row) != nullptr || sent(row) != nullptr || came(row) != nullptr ||
               !line(row).replayed.empty();
    }

private:
    template <class T>
    static void put(std::vector<const T*>& table, std::uint32_t row, const T& value) {
        if (row > 0 && row < table.size()) table[row] = &value;
    }

    [[nodiscard]] bool places(std::uint32_t row, const StoryEvent& event) const {
        const std::string_view words = line(row).replayed;
        return words.starts_with(event.label) && words.substr(event.label.size()).starts_with(": ");
    }

    const Story& story_;
    std::vector<const StoryEvent*> events_;  // By row, as the others.
    std::vector<const StoryArrow*> from_;
    std::vector<const StoryArrow*> to_;
};

/// Rows in the order in which they are worth showing.
class Chosen {
public:
    Chosen(const Story& story, const Rows& rows) : story_{story}, rows_{rows} {
        choose_telling();
        if (!taken_.empty()) choose_neighbours();
        std::ranges::sort(taken_);
    }

    [[nodiscard]] const std::vector<std::uint32_t>& rows() const { return taken_; }
    [[nodiscard]] const std::vector<TaskId>& lanes() const { return lanes_; }

    [[nodiscard]] bool in_lane(std::uint32_t row) const {
        return std::ranges::find(lanes_, rows_.line(row).task) != lanes_.end();
    }

private:
    void choose_telling() {
        const auto broken =
            std::ranges::find(story_.arrows, StoryArrow::Kind::broken, &StoryArrow::kind);
        if (broken != story_.arrows.end()) {
            take(broken->from.row);
            take(broken->to.row);
            take_event(broken->from.row);
            take_event(broken->to.row);
        }
        const auto first = std::ranges::find(story_.lines, true, &StoryLine::diverges);
        if (first == story_.lines.end()) return;
        const auto row = static_cast<std::uint32_t>(first - story_.lines.begin()) + 1;
        take(row);
        take_event(row);
    }

    /// All that the event of this row is made of, and what it read.
    void take_event(std::uint32_t row) {
        if (row == 0 || row > story_.lines.size()) return;
        const StoryEvent* event = rows_.placed(row);
        if (event == nullptr) event = rows_.event_of(row);
        if (event != nullptr) {
            take(rows_.place_of(*event));
            take(event->at.row);
        }
        if (const StoryArrow* came = rows_.came(row)) take(came->from.row);
    }

    void take(std::uint32_t row) {
        if (row == 0 || row > story_.lines.size() || taken_.size() == lane_events_most) return;
        if (std::ranges::find(taken_, row) != taken_.end()) return;
        const TaskId task = rows_.line(row).task;
        if (!in_lane(row)) {
            if (lanes_.size() == lanes_most) return;
            lanes_.insert(std::ranges::lower_bound(lanes_, task), task);
        }
        taken_.push_back(row);
    }

    void choose_neighbours() {
        std::vector<std::uint32_t> marks = taken_;
        std::ranges::sort(marks);
        std::vector<std::pair<std::uint32_t, std::uint32_t>> near;  // Distance, row.
        for (std::uint32_t row = 1; row <= story_.lines.size(); ++row) {
            if (!in_lane(row) || !rows_.tells(row)) continue;
            const auto after = std::ranges::lower_bound(marks, row);
            std::uint32_t distance = after == marks.end() ? UINT32_MAX : *after - row;
            if (after != marks.begin()) distance = std::min(distance, row - *(after - 1));
            // What came before a divergence tells more of it than what came as late after it.
            near.emplace_back(distance, row);
        }
        std::ranges::sort(near);
        for (const auto& [distance, row] : near) take(row);
    }

    const Story& story_;
    const Rows& rows_;
    std::vector<std::uint32_t> taken_;
    std::vector<TaskId> lanes_;  // In their order.
};

/// "Emma@3" in so many columns: of a long name as much as leaves its version.
std::string short_label(const std::string& label, std::size_t width) {
    const std::string words = plain(label);
    if (columns(words) <= width) return words;
    const std::size_t at = words.rfind('@');
    if (at == words.npos || columns(words.substr(at)) + 2 > width) return elided(words, width);
    const std::string version = words.substr(at);
    return elided(words.substr(0, at), width - columns(version)) + version;
}

class Picture {
public:
    Picture(const Story& story, const Rows& rows, const Chosen& chosen, Ink ink)
        : story_{story},
          rows_{rows},
          chosen_{chosen},
          ink_{ink},
          number_{fmt::formatted_size("{}", chosen.rows().back())},
          width_{std::min(words_most, (text_width - 4 - number_) / chosen.lanes().size() - 2)} {}

    [[nodiscard]] std::string text() const {
        std::string out = head();
        std::uint32_t before = 0;
        for (const std::uint32_t row : chosen_.rows()) {
            if (left_out_between(before, row)) out += line("", 0, "⋮");
            out += line(fmt::format("{}", row), row, "│");
            before = row;
        }
        return out;
    }

private:
    [[nodiscard]] std::string head() const {
        std::string out(number_ + 4, ' ');
        for (const TaskId lane : chosen_.lanes()) {
            out += padded(elided(plain(story_.lane_names[lane]), width_));
        }
        return ended(std::move(out));
    }

    [[nodiscard]] std::string line(const std::string& number, std::uint32_t row,
                                   std::string_view thread) const {
        std::string out = fmt::format("  {:>{}}  ", number, number_);
        for (const TaskId lane : chosen_.lanes()) {
            const bool here = row > 0 && rows_.line(row).task == lane;
            out += padded(here ? cell(row) : std::string{thread});
        }
        return ended(std::move(out));
    }

    [[nodiscard]] std::string padded(const std::string& words) const {
        return words + std::string(width_ + 2 - std::min(width_ + 2, columns(words)), ' ');
    }

    static std::string ended(std::string text) {
        text.erase(text.find_last_not_of(' ') + 1);
        return text + '\n';
    }

    /// "● Emma@3, replayed 12th"
    [[nodiscard]] std::string cell(std::uint32_t row) const {
        std::string sign = rows_.line(row).replayed.empty() ? "·" : "▪";
        std::string before;
        std::string label;
        std::string after;
        if (const StoryEvent* placed = rows_.placed(row)) {
            label = placed->label;
            after = " replayed" + place(rows_.line(row).replayed);
        }
        if (const StoryEvent* event = rows_.published(row)) {
            sign = "●";
            label = event->label;
        } else if (const StoryArrow* came = rows_.came(row)) {
            const bool look = came->kind == StoryArrow::Kind::deref;
            sign = look ? "○" : "←";
            before = look ? "reads " : "hailed by ";
            label = look ? version_at(came->from) : story_.lane_names[came->from.task];
            after.clear();
        } else if (const StoryArrow* sent = rows_.sent(row)) {
            sign = "→";
            before = "hails ";
            label = story_.lane_names[sent->to.task];
        }
        if (rows_.line(row).diverges) sign = ink_.bad("✗");
        const std::size_t rest = 2 + columns(before) + columns(after);
        const std::size_t room = width_ > rest + 4 ? width_ - rest : 4;
        const std::string words = before + short_label(label, room) + after;
        return sign + ' ' + elided(words, width_ - 2);
    }

    /// " 12th"; empty if the story has no such entry.
    [[nodiscard]] std::string place(const std::string& replayed) const {
        const auto entry = std::ranges::find(story_.replay, replayed);
        if (entry == story_.replay.end()) return "";
        return ' ' + ordinal(static_cast<std::uint64_t>(entry - story_.replay.begin()) + 1);
    }

    [[nodiscard]] std::string version_at(StoryPoint point) const {
        if (point.row > 0 && point.row <= story_.lines.size()) {
            if (const StoryEvent* event = rows_.published(point.row)) return event->label;
        }
        return story_.lane_names[point.task] + "@0";
    }

    [[nodiscard]] bool left_out_between(std::uint32_t before, std::uint32_t row) const {
        if (before == 0) return false;
        for (std::uint32_t each = before + 1; each < row; ++each) {
            if (chosen_.in_lane(each) && rows_.tells(each)) return true;
        }
        return false;
    }

    const Story& story_;
    const Rows& rows_;
    const Chosen& chosen_;
    Ink ink_;
    std::size_t number_;
    std::size_t width_;
};

}  // namespace

std::string story_lanes(const Story& story, Ink ink) {
    const Rows rows{story};
    const Chosen chosen{story, rows};
    if (chosen.rows().empty()) return "";
    return Picture{story, rows, chosen, ink}.text();
}

}  // namespace reckon
