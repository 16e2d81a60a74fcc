#include "core/log/deviations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <charconv>
#include <iterator>
#include <limits>
#include <optional>
#include <set>
#include <utility>

#include "core/world/json_node.hpp"

namespace reckon {
namespace {

constexpr std::ptrdiff_t items_max = 10'000'000;
constexpr std::uint32_t steps_max = std::numeric_limits<std::uint32_t>::max();
constexpr std::string_view nothing_to_say = "-";

/// "s0", "s0 to s2"; empty if there is none.
std::string names(char letter, std::uint32_t count) {
    if (count == 0) return "";
    if (count == 1) return fmt::format(", {}0", letter);
    return fmt::format(", {}0 to {}{}", letter, letter, count - 1);
}

/// All of the text is a number as std::to_string writes it.
template <class Number>
std::optional<Number> number(std::string_view text) {
    Number value{};
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool all = failed == std::errc{} && end == text.data() + text.size();
    // What reads as a number but is written otherwise: 007, -0.
    if (!all || std::to_string(value) != text) return std::nullopt;
    return value;
}

struct Step {
    TaskId task = nobody;
    std::uint32_t number = 0;
};

/// Inside this file an Error is thrown; it leaves the file as a value.
class LineReader {
public:
    explicit LineReader(const TaskCounts& counts) : counts_{counts} {}

    Deviations read(std::string_view line) {
        for (std::string_view rest = line;;) {
            const std::size_t comma = rest.find(',');
            item_ = rest.substr(0, comma);
            ++position_;
            read_item();
            if (comma == std::string_view::npos) return std::move(deviations_);
            rest.remove_prefix(comma + 1);
        }
    }

private:
    void read_item() {
        if (item_.starts_with('@')) return read_start(item_.substr(1));
        if (item_.ends_with('!')) return read_stop(item_.substr(0, item_.size() - 1));
        const std::size_t sign = item_.find_first_of(">=");
        if (sign == std::string_view::npos) reject(shape());
        const std::string_view left = item_.substr(0, sign);
        const std::string_view right = item_.substr(sign + 1);
        item_[sign] == '>' ? read_switch(left, right) : read_clock(left, right);
    }

    void read_switch(std::string_view after, std::string_view next) {
        const Step at = after.empty() ? Step{} : step(after, 1);
        const TaskId to = task(next);
        if (!switched_.emplace(at.task, at.number).second) {
            reject(at.task == nobody ? "no second switch at the start"
                                     : fmt::format("no second switch after {}", after));
        }
        deviations_.switches.push_back({at.task, at.number, to});
    }

    void read_clock(std::string_view at, std::string_view shows) {
        const Step read = step(at, 1);
        const std::int64_t ms = milliseconds(shows, -clock_max_ms);
        if (!read_.emplace(read.task, read.number).second) {
            reject(fmt::format("no second reading at {}", at));
        }
        deviations_.clock.push_back({read.task, read.number, ms});
    }

    void read_stop(std::string_view after) {
        const Step last = step(after, 0);
        if (!stopped_.insert(last.task).second) {
            reject(fmt::format("no second stop of {}", short_name(last.task, counts_)));
        }
        deviations_.stops.push_back({last.task, last.number});
    }

    void read_start(std::string_view start) {
        deviations_.clock_start_ms = milliseconds(start, 0);
        if (std::exchange(started_, true)) reject("no second start of the clock");
    }

    /// "s0.2"
    [[nodiscard]] Step step(std::string_view text, std::uint32_t least) const {
        const std::size_t dot = text.find('.');
        if (dot == std::string_view::npos) reject(shape());
        const TaskId of = task(text.substr(0, dot));
        const auto steps = number<std::uint32_t>(text.substr(dot + 1));
        if (!steps || *steps < least) {
            reject(fmt::format("a whole number of steps from {} to {}", least, steps_max));
        }
        return {of, *steps};
    }

    [[nodiscard]] TaskId task(std::string_view text) const {
        if (text == "d" && counts_.drain) return counts_.ships + counts_.sources;
        const bool ship = text.starts_with('s');
        if (!ship && !text.starts_with('q')) reject(shape());
        const auto index = number<std::uint32_t>(text.substr(1));
        if (!index || *index >= (ship ? counts_.ships : counts_.sources)) reject(shape());
        return ship ? *index : counts_.ships + *index;
    }

    [[nodiscard]] std::int64_t milliseconds(std::string_view text, std::int64_t least) const {
        const auto ms = number<std::int64_t>(text);
        if (!ms || *ms < least || *ms > clock_max_ms) {
            reject(fmt::format("a whole number of ms from {} to {}", least, clock_max_ms));
        }
        return *ms;
    }

    [[noreturn]] void reject(std::string expected) const {
        throw Error{fmt::format("schedule, item {}", position_),
                    shown(nlohmann::ordered_json(item_)), std::move(expected)};
    }

    [[nodiscard]] std::string shape() const {
        const std::string tasks =
            names('s', counts_.ships) + names('q', counts_.sources) + (counts_.drain ? ", d" : "");
        return "TASK.STEPS>TASK, >TASK, TASK.STEP=MS, TASK.STEPS! or @MS, with tasks " +
               tasks.substr(std::min<std::size_t>(2, tasks.size()));
    }

    const TaskCounts& counts_;
    std::string_view item_;
    std::size_t position_ = 0;
    Deviations deviations_;
    std::set<std::pair<TaskId, std::uint32_t>> switched_;
    std::set<std::pair<TaskId, std::uint32_t>> read_;
    std::set<TaskId> stopped_;
    bool started_ = false;
};

}  // namespace

std::string short_name(TaskId task, const TaskCounts& counts) {
    assert(task < counts.total() && "one of the tasks that there are");
    if (task < counts.ships) return fmt::format("s{}", task);
    if (task < counts.ships + counts.sources) return fmt::format("q{}", task - counts.ships);
    return "d";
}

std::string one_line(const Deviations& deviations, const TaskCounts& counts) {
    fmt::memory_buffer line;
    const auto name = [&](TaskId task) { return short_name(task, counts); };
    const auto out = [&] {
        if (line.size() > 0) line.push_back(',');
        return std::back_inserter(line);
    };
    for (const Switch& item : deviations.switches) {
        if (item.after == nobody) {
            fmt::format_to(out(), ">{}", name(item.next));
        } else {
            fmt::format_to(out(), "{}.{}>{}", name(item.after), item.steps, name(item.next));
        }
    }
    for (const ClockReading& item : deviations.clock) {
        fmt::format_to(out(), "{}.{}={}", name(item.task), item.step, item.ms);
    }
    for (const Stop& item : deviations.stops) {
        fmt::format_to(out(), "{}.{}!", name(item.task), item.steps);
    }
    if (deviations.clock_start_ms != clock_start_usual_ms) {
        fmt::format_to(out(), "@{}", deviations.clock_start_ms);
    }
    return line.size() == 0 ? std::string{nothing_to_say} : fmt::to_string(line);
}

Result<Deviations> parse_one_line(std::string_view line, const TaskCounts& counts) {
    if (line == nothing_to_say) return Deviations{};
    if (const auto items = std::ranges::count(line, ',') + 1; items > items_max) {
        return fail({"schedule", fmt::format("{} items", items),
                     fmt::format("at most {} items", items_max)});
    }
    try {
        return LineReader{counts}.read(line);
    } catch (Error& error) {
        return fail(std::move(error));
    }
}

}  // namespace reckon
