#include "core/explore/case_json.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cassert>
#include <charconv>
#include <limits>
#include <set>
#include <unordered_map>
#include <utility>

#include "core/world/json_node.hpp"
#include "core/world/scenario_json.hpp"
#include "core/world/strict_json.hpp"
#include "core/world/text_file.hpp"

namespace reckon {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint32_t steps_max = std::numeric_limits<std::uint32_t>::max();
constexpr std::string_view ship_prefix = "ship ";
constexpr std::string_view source_prefix = "source ";
constexpr std::string_view drain_name = "drain";

std::string task_json(const Case& failure, TaskId task) {
    assert(task < failure.tasks().total() && "one of the tasks that there are");
    const ShipId ships = failure.scenario.ship_count();
    if (task < ships) {
        return Json(std::string{ship_prefix} + failure.scenario.ships[task].name).dump();
    }
    const bool drain = failure.drain && task + 1 == failure.tasks().total();
    return drain ? fmt::format("\"{}\"", drain_name)
                 : fmt::format("\"{}{}\"", source_prefix, task - ships);
}

/// `"key": [` and a line for each item; empty without items.
template <class Items, class Line>
std::string array_text(std::string_view key, const Items& items, const Line& line) {
    if (items.empty()) return "";
    std::string text;
    for (const auto& item : items) {
        text += (text.empty() ? "\n   " : ",\n   ") + std::string{line(item)};
    }
    return fmt::format("\n  \"{}\": [{}]", key, text);
}

std::string schedule_text(const Case& failure) {
    const Deviations& schedule = failure.schedule;
    const auto task = [&](TaskId id) { return task_json(failure, id); };
    std::vector<std::string> members;
    if (schedule.clock_start_ms != clock_start_usual_ms) {
        members.push_back(fmt::format("\n  \"clock_start_ms\": {}", schedule.clock_start_ms));
    }
    members.push_back(array_text("switches", schedule.switches, [&](const Switch& item) {
        if (item.after == nobody) return fmt::format(R"({{"next": {}}})", task(item.next));
        return fmt::format(R"({{"after": {}, "steps": {}, "next": {}}})", task(item.after),
                           item.steps, task(item.next));
    }));
    members.push_back(array_text("clock", schedule.clock, [&](const ClockReading& item) {
        return fmt::format(R"({{"task": {}, "step": {}, "ms": {}}})", task(item.task), item.step,
                           item.ms);
    }));
    members.push_back(array_text("stops", schedule.stops, [&](const Stop& item) {
        return fmt::format(R"({{"task": {}, "steps": {}}})", task(item.task), item.steps);
    }));
    std::erase(members, "");
    return fmt::format("{{{}}}", fmt::join(members, ","));
}

std::string expect_text(const Expectation& expect) {
    std::string checks;
    for (const Check check : all_checks) {
        // Two lines of three: all of them on one would be wider than a screen.
        const auto between = check == Check::complete ? "" : check == Check::view ? ",\n   " : ", ";
        checks += fmt::format("{}\"{}\": \"{}\"", between, word(check),
                              word(expect.checks[static_cast<std::size_t>(check)]));
    }
    return fmt::format(
        "{{\n  \"checks\": {{{}}},\n  \"divergence\": {},\n"
        "  \"operations\": {},\n  \"operations_hash\": {}}}",
        checks, Json(expect.divergence).dump(), expect.operations,
        Json(expect.operations_hash).dump());
}

/// Inside this file an Error is thrown; it leaves the file as a value.
class Reader {
public:
    Case read(const JsonNode& root) {
        root.is("case");  // First, so that another kind of file is told what it is.
        root.object({"reckon", "version", "strategy", "drain", "scenario", "schedule", "expect"});
        case_.strategy = root["strategy"].name();
        if (root.has("drain")) case_.drain = root["drain"].boolean();
        auto scenario = parse_scenario(root["scenario"]);
        if (!scenario) throw std::move(scenario.error());
        case_.scenario = std::move(*scenario);
        for (ShipId id = 0; id < case_.scenario.ship_count(); ++id) {
            ships_.emplace(case_.scenario.ships[id].name, id);
        }
        read_schedule(root["schedule"]);
        read_expectation(root["expect"]);
        return std::move(case_);
    }

private:
    void read_schedule(const JsonNode& node) {
        node.object({"clock_start_ms", "switches", "clock", "stops"});
        if (node.has("clock_start_ms")) {
            case_.schedule.clock_start_ms = static_cast<std::int64_t>(
                node["clock_start_ms"].integer(0, std::uint64_t{clock_max_ms}));
        }
        if (node.has("switches")) read_switches(node["switches"]);
        if (node.has("clock")) read_clock(node["clock"]);
        if (node.has("stops")) read_stops(node["stops"]);
    }

    void read_switches(const JsonNode& node) {
        std::set<std::pair<TaskId, std::uint32_t>> seen;
        for (const JsonNode& entry : node.array("switches")) {
            entry.object({"after", "steps", "next"});
            Switch item{.next = task(entry["next"])};
            // Both or neither: at the very start nobody has made a step.
            if (entry.has("after") || entry.has("steps")) {
                item.after = task(entry["after"]);
                item.steps = steps(entry["steps"], 1);
            }
            if (!seen.emplace(item.after, item.steps).second) {
                entry.reject("no second switch at one place");
            }
            case_.schedule.switches.push_back(item);
        }
    }

    void read_clock(const JsonNode& node) {
        std::set<std::pair<TaskId, std::uint32_t>> seen;
        for (const JsonNode& entry : node.array("readings")) {
            entry.object({"task", "step", "ms"});
            const ClockReading item{.task = task(entry["task"]),
                                    .step = steps(entry["step"], 1),
                                    .ms = entry["ms"].signed_integer(clock_max_ms)};
            if (!seen.emplace(item.task, item.step).second) {
                entry.reject("no second reading at one step");
            }
            case_.schedule.clock.push_back(item);
        }
    }

    void read_stops(const JsonNode& node) {
        std::set<TaskId> seen;
        for (const JsonNode& entry : node.array("stops")) {
            entry.object({"task", "steps"});
            const Stop item{.task = task(entry["task"]), .steps = steps(entry["steps"], 0)};
            if (!seen.insert(item.task).second) entry.reject("no second stop of one task");
            case_.schedule.stops.push_back(item);
        }
    }

    void read_expectation(const JsonNode& node) {
        node.object({"checks", "divergence", "operations", "operations_hash"});
        Expectation& expect = case_.expect;
        const JsonNode checks = node["checks"];
        checks.object({word(Check::complete), word(Check::final), word(Check::history),
                       word(Check::view), word(Check::causal), word(Check::strict)});
        for (const Check check : all_checks) {
            expect.checks[static_cast<std::size_t>(check)] =
                outcome(checks[std::string{word(check)}.c_str()]);
        }
        expect.divergence = node["divergence"].string("a sentence in quotes, or \"\"");
        expect.operations = node["operations"].integer(0, UINT64_MAX);
        const JsonNode hash = node["operations_hash"];
        const std::string expected = "32 hexadecimal digits, 0-9a-f, in quotes";
        expect.operations_hash = hash.string(expected);
        constexpr std::size_t digits = 32;
        if (expect.operations_hash.size() != digits ||
            expect.operations_hash.find_first_not_of("0123456789abcdef") != std::string::npos) {
            hash.reject(expected);
        }
    }

    static Outcome outcome(const JsonNode& node) {
        const auto expected = fmt::format("one of {}", fmt::join(outcome_words, ", "));
        const auto found = std::ranges::find(outcome_words, node.string(expected));
        if (found == outcome_words.end()) node.reject(expected);
        return static_cast<Outcome>(found - outcome_words.begin());
    }

    static std::uint32_t steps(const JsonNode& node, std::uint32_t least) {
        return static_cast<std::uint32_t>(node.integer(least, steps_max));
    }

    [[nodiscard]] TaskId task(const JsonNode& node) const {
        if (!node.json().is_string()) node.reject(tasks());
        std::string_view name = node.json().get_ref<const std::string&>();
        const auto sources = static_cast<std::uint32_t>(case_.scenario.sources.size());
        if (name.starts_with(ship_prefix)) {
            name.remove_prefix(ship_prefix.size());
            if (const auto found = ships_.find(name); found != ships_.end()) return found->second;
        } else if (name.starts_with(source_prefix)) {
            name.remove_prefix(source_prefix.size());
            std::uint32_t index = 0;
            std::from_chars(name.data(), name.data() + name.size(), index);
            if (index < sources && std::to_string(index) == name) {
                return case_.scenario.ship_count() + index;
            }
        } else if (name == drain_name && case_.drain) {
            return case_.tasks().total() - 1;
        }
        node.reject(tasks());
    }

    /// What a task may be called.
    [[nodiscard]] std::string tasks() const {
        constexpr std::size_t few = 8;
        const auto& ships = case_.scenario.ships;
        const std::size_t sources = case_.scenario.sources.size();
        std::string text = "a task:";
        for (std::size_t i = 0; i < std::min(few, ships.size()); ++i) {
            text += fmt::format("{} \"{}{}\"", i == 0 ? "" : ",", ship_prefix, ships[i].name);
        }
        if (ships.size() > few) text += ", …";
        if (sources > 0) text += fmt::format(", \"{}0\"", source_prefix);
        if (sources > 1) text += fmt::format(" to \"{}{}\"", source_prefix, sources - 1);
        if (case_.drain) text += fmt::format(", \"{}\"", drain_name);
        return text;
    }

    Case case_;
    std::unordered_map<std::string_view, ShipId> ships_;  // Keys are the scenario's names.
};

}  // namespace

std::string to_json(const Case& failure) {
    std::string scenario;
    // One blank deeper: no newline stands within a string of JSON.
    for (const char c : to_json(failure.scenario)) {
        scenario += c;
        if (c == '\n') scenario += ' ';
    }
    scenario.resize(scenario.size() - 2);  // The newline at its end, and that blank.
    return fmt::format(
        "{{\"reckon\": \"case\", \"version\": 1, \"strategy\": {}{},\n"
        " \"scenario\": {},\n \"schedule\": {},\n \"expect\": {}}}\n",
        Json(failure.strategy).dump(), failure.drain ? ", \"drain\": true" : "", scenario,
        schedule_text(failure), expect_text(failure.expect));
}

Result<Case> parse_case(std::string_view json) {
    const auto root = parse_strict(json, "a case in JSON");
    if (!root) return fail(root.error());
    try {
        return Reader{}.read({*root, ""});
    } catch (Error& error) {
        return fail(std::move(error));
    }
}

Result<Case> read_case(const std::filesystem::path& file) {
    return parse_file(file, Limits::file_bytes,
                      [](std::string_view text) { return parse_case(text); });
}

}  // namespace reckon
