#include "core/report/changed_past_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/check/words.hpp"
#include "core/report/escape.hpp"
#include "core/world/port.hpp"

namespace reckon {
namespace {

constexpr std::size_t width = 80;

std::string counted(std::uint64_t count, std::string_view one) {
    return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

/// A name and three columns, each cell folded.
class SideBySide {
public:
    void row(std::string name, std::string recorded, std::string branch, std::string difference) {
        rows_.push_back({plain(name), plain(recorded), plain(branch), plain(difference)});
    }

    [[nodiscard]] std::string text(Ink ink) const {
        std::size_t name = 0;
        for (const Row& row : rows_) name = std::max(name, columns(row[0]));
        name = std::min(name, width / 4);
        const std::size_t cell = (width - 2 - name - 6) / 3;
        std::string out;
        for (std::size_t i = 0; i < rows_.size(); ++i) {
            const std::string lines = folded_row(rows_[i], name, cell);
            out += i == 0 ? ink.strong(lines.substr(0, lines.size() - 1)) + "\n" : lines;
        }
        return out;
    }

private:
    using Row = std::array<std::string, 4>;

    static std::string folded_row(const Row& row, std::size_t name, std::size_t cell) {
        std::array<std::vector<std::string>, 4> cells;
        std::size_t height = 0;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::size_t room = i == 0 ? name : cell;
            cells[i] = folded(row[i], room, room);
            height = std::max(height, cells[i].size());
        }
        std::string out;
        for (std::size_t line = 0; line < height; ++line) {
            std::string words = "  ";
            std::size_t begin = 2;
            for (std::size_t i = 0; i < cells.size(); ++i) {
                const std::size_t at = columns(words);
                if (line < cells[i].size() && !cells[i][line].empty()) {
                    words += std::string(begin - at, ' ') + cells[i][line];
                }
                begin += (i == 0 ? name : cell) + 2;
            }
            words.erase(words.find_last_not_of(' ') + 1);
            out += words + "\n";
        }
        return out;
    }

    std::vector<Row> rows_;
};

class Teller {
public:
    Teller(const ChangedPast& past, Ink ink)
        : past_{past}, scenario_{past.scenario}, branch_{past.branch}, ink_{ink} {}

    [[nodiscard]] std::string tell() const {
        std::string out = ink_.strong(fmt::format("{} under {}", plain(scenario_.name),
                                                  plain(past_.origin.strategy))) +
                          "\n" + wrapped(plain(change_words(past_)) + ".", 2) + summary();
        if (past_.brings_back == false) {
            out += wrapped(
                "The log does not bring back the states of the run: what is \"as "
                "recorded\" here is what the log says.",
                2);
        }
        return out + ships() + events() + hails() + effects();
    }

private:
    [[nodiscard]] std::string summary() const {
        return wrapped(fmt::format("Carried out anew: {} of {} in the branch; {} as recorded. {} "
                                   "of {} affected.",
                                   branch_.executed, counted(branch_.events, "event"),
                                   counted(branch_.recorded_events, "event"), branch_.ships.size(),
                                   counted(scenario_.ships.size(), "ship")),
                       2);
    }

    /// Says of how many more there is nothing.
    static std::string more(std::size_t count) {
        if (count <= changes_shown) return "";
        return fmt::format("  … and {} more; --json has all.\n", count - changes_shown);
    }

    [[nodiscard]] std::string dot_of(std::uint32_t affected) const {
        const Affected& one = branch_.affected[affected];
        return name(scenario_, one.recorded.version > 0 ? one.recorded : one.now);
    }

    [[nodiscard]] std::string course(const ChangedShip& ship) const {
        if (!ship.diverged) return "the same states throughout";
        const std::string from = "from " + dot_of(*ship.diverged) + " on";
        if (!ship.returned) return from + ": " + difference(ship.recorded, ship.branch);
        return fmt::format("{}; as recorded again after {}", from, dot_of(*ship.returned));
    }

    [[nodiscard]] std::string ships() const {
        SideBySide table;
        table.row("at the end", "as recorded", "in the branch", "difference");
        for (const ChangedShip& ship : shown(branch_.ships)) {
            table.row(scenario_.ships[ship.ship].name, brief(ship.recorded), brief(ship.branch),
                      course(ship));
        }
        return "\n" + table.text(ink_) + more(branch_.ships.size());
    }

    [[nodiscard]] std::string event_row_name(const Affected& one) const {
        if (one.recorded.version == 0) return name(scenario_, one.now);
        const std::string recorded = name(scenario_, one.recorded);
        if (!one.in_branch() || one.now == one.recorded) return recorded;
        return fmt::format("{} (@{})", recorded, one.now.version);
    }

    [[nodiscard]] std::string events() const {
        SideBySide table;
        table.row("event", "as recorded", "in the branch", "difference");
        for (const Affected& one : shown(branch_.affected)) {
            const State* const was = recorded_after(past_, one);
            const auto told = [&](OrderId order, const State& after) {
                return fmt::format("{}: {}", text(scenario_, order), brief(after));
            };
            std::string differs{word(one.fate)};
            if (was != nullptr && one.in_branch()) {
                const std::string by = difference(*was, one.after);
                differs += by.empty() ? ": the same" : ": " + by;
            }
            table.row(event_row_name(one),
                      was == nullptr ? "–" : told(recorded_order(past_, one), *was),
                      one.in_branch() ? told(one.order, one.after) : "–", std::move(differs));
        }
        return "\n" + table.text(ink_) + more(branch_.affected.size());
    }

    [[nodiscard]] std::string hails() const {
        const auto hail_words = [&](const ChangedHail& one, std::string_view what) {
            return fmt::format("{} {} hails {}: {}", name(scenario_, one.sender), what,
                               scenario_.ships[one.hail.to].name, text(scenario_, one.hail.order));
        };
        std::string out;
        for (const ChangedHail& one : shown(branch_.withdrawn)) {
            const bool came = one.event.version > 0;
            out += wrapped(plain(hail_words(one, "no longer") +
                                 (came ? "; without it, no " + name(scenario_, one.event)
                                       : "; nothing had come of it")),
                           4, 2);
        }
        out += more(branch_.withdrawn.size());
        for (const ChangedHail& one : shown(branch_.sent)) {
            const bool came = one.event.version > 0;
            out += wrapped(plain(hail_words(one, "now") +
                                 (came ? "; it lands as " + name(scenario_, one.event)
                                       : "; under way, for the ship has not sailed its plan")),
                           4, 2);
        }
        out += more(branch_.sent.size());
        return out.empty() ? out : "\n" + ink_.strong("  hails") + "\n" + out;
    }

    [[nodiscard]] std::string effects() const {
        if (!past_.answers) return "";
        const Answers& answers = *past_.answers;
        std::string out =
            "\n" + ink_.strong("  effects") + "\n" +
            wrapped(counted(answers.from_log, "arrival") + " answered from the log.", 2);
        const auto line = [&](const std::string& words) { out += wrapped(plain(words), 4, 2); };
        for (const auto& [effect, was, now] : shown(answers.elsewhere)) {
            line(fmt::format("{}: {}, as in the run, though it was for {} and the ship is in {}",
                             name(scenario_, effect.event), effect.result, ports()[was].name,
                             ports()[now].name));
        }
        out += more(answers.elsewhere.size());
        for (const auto& [event, port] : shown(answers.unanswered)) {
            line(
                fmt::format("{} in {}: unanswered, for it was not performed in the run and is "
                            "not now",
                            name(scenario_, event), ports()[port].name));
        }
        out += more(answers.unanswered.size());
        for (const Effect& effect : shown(answers.past_recall)) {
            line(fmt::format("{}: {} was performed in the run, and cannot be taken back",
                             name(scenario_, effect.event), effect.result));
        }
        return out + more(answers.past_recall.size());
    }

    template <class T>
    static std::span<const T> shown(const std::vector<T>& all) {
        return std::span{all}.first(std::min(all.size(), changes_shown));
    }

    const ChangedPast& past_;
    const Scenario& scenario_;
    const Branch& branch_;
    Ink ink_;
};

}  // namespace

std::string changed_past_text(const ChangedPast& past, Ink ink) {
    return Teller{past, ink}.tell();
}

}  // namespace reckon
