#include "core/report/story_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/report/escape.hpp"
#include "core/report/story_window.hpp"

namespace reckon {
namespace {

constexpr std::uint32_t lines_most = 400;
// Once a story is cut there is no use in a cut that fills ten screens.
constexpr std::uint32_t lines_of_a_cut = 60;
constexpr std::size_t text_width = 78;
constexpr std::size_t name_most = 14;

/// How the line of an operation is divided: "  12  Emma  what it did  ✗ what the replay did".
struct Division {
    std::size_t number;
    std::size_t name;
    std::size_t did;
    std::size_t replayed;

    [[nodiscard]] std::size_t before_did() const { return 2 + number + 2 + name + 2; }
};

constexpr std::size_t before_replayed = 4;  // Two blanks, the mark, a blank.

Division division(const Story& story, const std::vector<std::uint32_t>& rows) {
    Division widths{fmt::formatted_size("{}", rows.empty() ? 0 : rows.back()), 0, 7, 10};
    for (const std::uint32_t row : rows) {
        const StoryLine& line = story.lines[row - 1];
        widths.name = std::max(widths.name, columns(story.lane_names[line.task]));
        widths.did = std::max(widths.did, columns(line.did));
        widths.replayed = std::max(widths.replayed, columns(line.replayed));
    }
    widths.name = std::min(widths.name, name_most);
    // What is short keeps its width and the other column has the rest; if both are long, half each.
    const std::size_t room = text_width - widths.before_did() - before_replayed;
    const std::size_t half = room / 2;
    if (widths.did + widths.replayed > room) {
        const std::size_t did = widths.did;
        widths.did = std::min(did, std::max(half, room - std::min(room, widths.replayed)));
        widths.replayed = room - widths.did;
    }
    return widths;
}

std::string padded(const std::string& text, std::size_t width) {
    return text + std::string(width - std::min(width, columns(text)), ' ');
}

std::string line_text(const Story& story, std::uint32_t row, const Division& widths, Ink ink) {
    const StoryLine& line = story.lines[row - 1];
    const auto did = folded(plain(line.did), widths.did, widths.did);
    const auto replayed = folded(plain(line.replayed), widths.replayed, widths.replayed);
    const std::string name = elided(plain(story.lane_names[line.task]), widths.name);
    std::string out;
    for (std::size_t i = 0; i < std::max(did.size(), replayed.size()); ++i) {
        std::string text =
            i == 0 ? fmt::format("  {:>{}}  {}  ", row, widths.number, padded(name, widths.name))
                   : std::string(widths.before_did(), ' ');
        text += padded(i < did.size() ? did[i] : "", widths.did);
        text += i == 0 && line.diverges ? "  " + ink.bad("✗") + " " : "    ";
        text += i < replayed.size() ? replayed[i] : "";
        text.erase(text.find_last_not_of(' ') + 1);
        out += text + '\n';
    }
    return out;
}

std::string left_out(std::size_t count) {
    return fmt::format("  … {} {} left out …\n", count, count == 1 ? "line is" : "lines are");
}

std::string run_text(const Story& story, Ink ink) {
    const bool cut = story.lines.size() > lines_most;
    const auto rows = shown_rows(story, cut ? lines_of_a_cut : lines_most, true);
    const Division widths = division(story, rows);
    const std::size_t gap = widths.before_did() + widths.did + before_replayed;
    std::string out = ink.strong(padded("The run", gap)) + ink.strong("The replay") + '\n';
    if (rows.empty()) return out + "  Nothing happened.\n";
    std::uint32_t before = 0;
    for (const std::uint32_t row : rows) {
        if (row > before + 1) out += left_out(row - before - 1);
        out += line_text(story, row, widths, ink);
        before = row;
    }
    return out;
}

/// The entry of the replay where it first departs from the run; if no line tells it, the first.
std::size_t telling_entry(const Story& story) {
    for (const StoryLine& line : story.lines) {
        if (!line.diverges || line.replayed.empty()) continue;
        const auto found = std::ranges::find(story.replay, line.replayed);
        if (found != story.replay.end()) {
            return static_cast<std::size_t>(found - story.replay.begin());
        }
    }
    return 0;
}

std::string replay_text(const Story& story, Ink ink) {
    if (story.replay.empty()) return {};
    const std::size_t count = story.replay.size();
    std::size_t first = 0;
    std::size_t last = count;
    if (count > lines_most) {
        const std::size_t middle = telling_entry(story);
        first = middle - std::min<std::size_t>(middle, lines_of_a_cut / 2);
        last = std::min<std::size_t>(count, first + lines_of_a_cut);
    }
    std::string out = '\n' + ink.strong("The replay, in its order") + '\n';
    if (first > 0) out += left_out(first);
    const std::size_t number = fmt::formatted_size("{}", last);
    for (std::size_t i = first; i < last; ++i) {
        out += wrapped(fmt::format("{:>{}}  {}", i + 1, number, plain(story.replay[i])), number + 4,
                       number + 2);
    }
    if (last < count) out += left_out(count - last);
    return out;
}

std::string paragraph(std::string_view title, const std::string& text, Ink ink) {
    return text.empty() ? "" : '\n' + ink.strong(title) + '\n' + wrapped(plain(text), 2);
}

}  // namespace

std::string story_title(const Story& story) {
    std::string title = fmt::format("{} on {}: ", story.strategy, story.scenario);
    if (!story.check.empty()) return title + story.check + " fails";
    return title + (story.ending.empty() ? "no check fails" : "the run did not complete");
}

std::string story_text(const Story& story, Ink ink) {
    std::string out;
    for (const std::string& line : folded(plain(story_title(story)), text_width, text_width)) {
        out += ink.strong(line) + '\n';
    }
    out += '\n' + run_text(story, ink) + replay_text(story, ink);
    out += paragraph("What the check found", story.witness, ink);
    out += paragraph("The edge that was broken", story.edge, ink);
    out += paragraph("Why no sequence of events brings the run back", story.cycle, ink);
    out += paragraph("What would have had to be recorded", story.lesson, ink);
    out += paragraph("How the run ended", story.ending, ink);
    return out;
}

}  // namespace reckon
