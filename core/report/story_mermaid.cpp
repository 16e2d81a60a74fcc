#include "core/report/story_mermaid.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/report/escape.hpp"
#include "core/report/story_text.hpp"
#include "core/report/story_window.hpp"

namespace reckon {
namespace {

// Mermaid stops at 50,000 characters: about 200 rows of the longest sentences, or fewer of what
// goes as codes.
constexpr std::size_t characters_most = 50'000;
constexpr std::uint32_t rows_most = 200;
constexpr std::uint32_t rows_least = 4;
constexpr std::size_t text_most = 120;

class Sequence {
public:
    Sequence(const Story& story, const std::string& title, std::uint32_t most)
        : story_{story},
          title_{title},
          rows_{shown_rows(story, most, true)},
          lanes_{shown_lanes(story, rows_)} {}

    std::string text() {
        out_ = "sequenceDiagram\n";
        out_ += fmt::format("    title {}\n",
                            short_text(title_.empty() ? story_title(story_) : title_));
        for (const TaskId task : lanes_) {
            out_ += fmt::format("    participant {} as {}\n", id(task),
                                short_text(story_.lane_names[task]));
        }
        const std::uint32_t ships = ships_left_out(story_, lanes_);
        if (ships > 0) note_over_all(fmt::format("{} ships are left out", ships));
        for (const StoryEvent& event : story_.events) {
            if (event.at.row != 0 || !takes_part(event.at.task)) continue;
            note(event.at.task, event.label + ", " + event.state);
        }
        std::uint32_t before = 0;
        for (const std::uint32_t row : rows_) {
            if (row > before + 1) {
                note_over_all(fmt::format("{} rows are left out", row - before - 1));
            }
            draw(row);
            before = row;
        }
        return std::move(out_);
    }

private:
    [[nodiscard]] std::string id(TaskId task) const {
        const bool ship = task < story_.ship_count;
        return fmt::format("{}{}", ship ? 'S' : 'Q', ship ? task : task - story_.ship_count);
    }

    /// Cut before it is escaped: half a code would be no code.
    [[nodiscard]] static std::string short_text(const std::string& text) {
        return mermaid_escaped(elided(text, text_most));
    }

    [[nodiscard]] bool takes_part(TaskId task) const {
        return std::ranges::binary_search(lanes_, task);
    }

    void note(TaskId task, const std::string& text) {
        out_ += fmt::format("{}Note over {}: {}\n", indent_, id(task), short_text(text));
    }

    void note_over_all(const std::string& text) {
        if (lanes_.empty()) return;
        const std::string first = id(lanes_.front());
        out_ += fmt::format("{}Note over {}: … {} …\n", indent_,
                            lanes_.size() == 1 ? first : first + "," + id(lanes_.back()), text);
    }

    [[nodiscard]] std::string words_of(std::uint32_t row) const {
        std::string words = fmt::format("{} {}", row, story_.lines[row - 1].did);
        for (const StoryEvent& event : story_.events) {
            if (event.at.row != row || words.find(event.label) != words.npos) continue;
            words += fmt::format(" ({}, {})", event.label, event.state);
        }
        return words;
    }

    void draw(std::uint32_t row) {
        const auto breaks_here = [&](const StoryArrow& arrow) {
            return arrow.kind == StoryArrow::Kind::broken &&
                   std::max(arrow.from.row, arrow.to.row) == row;
        };
        const bool broken = std::ranges::any_of(story_.arrows, breaks_here);
        if (broken) {
            out_ += "    rect rgb(252, 222, 200)\n";
            indent_ = "        ";
        }
        operation(row);
        for (const StoryArrow& arrow : story_.arrows) {
            if (breaks_here(arrow)) broken_edge(arrow);
        }
        if (broken) {
            indent_ = "    ";
            out_ += "    end\n";
        }
    }

    /// Each row once: the arrows that end in it, or else a note.
    void operation(std::uint32_t row) {
        bool drawn = false;
        for (const StoryArrow& arrow : story_.arrows) {
            const bool broken = arrow.kind == StoryArrow::Kind::broken;
            if (broken || arrow.to.row != row || !known(arrow)) continue;
            out_ += fmt::format("{}{}{}{}: {}\n", indent_, id(arrow.from.task),
                                arrow.kind == StoryArrow::Kind::hail ? "->>" : "-->>",
                                id(arrow.to.task), short_text(words_of(row)));
            drawn = true;
        }
        if (!drawn) note(story_.lines[row - 1].task, words_of(row));
    }

    void broken_edge(const StoryArrow& arrow) {
        const auto [first, last] = std::minmax(arrow.from.task, arrow.to.task);
        out_ += fmt::format(
            "{}Note over {}: {}\n", indent_, first == last ? id(first) : id(first) + "," + id(last),
            short_text(fmt::format("✗ {} → {} {}", arrow.from.row, arrow.to.row, arrow.label)));
    }

    /// A lane without rows of its own, or whose rows are left out, has no participant.
    [[nodiscard]] bool known(const StoryArrow& arrow) const {
        return takes_part(arrow.from.task) && takes_part(arrow.to.task);
    }

    const Story& story_;
    const std::string& title_;
    std::vector<std::uint32_t> rows_;
    std::vector<TaskId> lanes_;
    std::string indent_ = "    ";
    std::string out_;
};

}  // namespace

std::string story_mermaid(const Story& story, const std::string& title) {
    for (std::uint32_t most = rows_most;; most = std::max(most / 2, rows_least)) {
        std::string text = Sequence{story, title, most}.text();
        // Bytes, which are never fewer than the characters.
        if (text.size() < characters_most || most == rows_least) return text;
    }
}

}  // namespace reckon
