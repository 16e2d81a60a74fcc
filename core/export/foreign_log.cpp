#include "core/export/foreign_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "core/export/lines.hpp"
#include "core/world/json_node.hpp"

namespace reckon {
namespace {

class Executions {
public:
    explicit Executions(const std::filesystem::path& file) : lines_{file} {}

    Lines& lines() { return lines_; }

    void begin(std::string name) {
        found_.push_back({std::move(name), {}});
        ids_.clear();
    }

    /// An event whose line is lines().number(), or was `line`.
    void add(const std::string& host, const JsonNode& clock, std::uint64_t line) {
        if (found_.empty()) begin("");
        ClockedLog& log = found_.back().log;
        const auto& json = clock.json();
        if (!json.is_object()) clock.reject("an object with a count per host");
        total_ += json.size();
        if (total_ > clock_counts_max) {
            throw Error{"/", "more counts in its clocks",
                        fmt::format("at most {}", clock_counts_max), Error::Kind::bound};
        }
        log.host_of.push_back(id_of(log, host));
        log.line_of.push_back(line);
        const auto first = static_cast<std::ptrdiff_t>(log.counts.size());
        for (const auto& [name, count] : json.items()) {
            const JsonNode node{count, clock.pointer() + "/" + name};
            log.counts.push_back({id_of(log, name), node.integer(0, UINT64_MAX)});
        }
        std::ranges::sort(log.counts.begin() + first, log.counts.end(), {}, &HostCount::host);
        log.ends.push_back(log.counts.size());
    }

    /// Has `read` take line by line until there is none; an error of it gets its place.
    template <class Read>
    Result<std::vector<ForeignExecution>> all(Read&& read) {
        try {
            while (const auto line = lines_.next()) read(*line);
        } catch (Error& error) {
            error.place.insert(0, lines_.place() + ": ");
            return fail(std::move(error));
        }
        if (lines_.error()) return fail(*lines_.error());
        std::erase_if(found_, [](const auto& execution) { return execution.log.size() == 0; });
        if (found_.empty()) return fail({lines_.place(), "no event so far", "a log with events"});
        return std::move(found_);
    }

private:
    HostId id_of(ClockedLog& log, const std::string& host) {
        const auto [found, first] = ids_.try_emplace(host, static_cast<HostId>(log.hosts.size()));
        if (first) log.hosts.push_back(host);
        return found->second;
    }

    Lines lines_;
    std::vector<ForeignExecution> found_;
    std::unordered_map<std::string, HostId> ids_;  // Of the execution that was begun last.
    std::uint64_t total_ = 0;
};

Result<std::vector<ForeignExecution>> read_jsonl(const std::filesystem::path& file) {
    Executions executions{file};
    return executions.all([&](std::string_view line) {
        const auto json = parse_json_line(line);
        if (!json) throw Error{json.error()};
        const JsonNode node{*json, ""};
        node.object({"host", "clock", "event"});
        if (node.has("event")) static_cast<void>(node["event"].string("what happened, in words"));
        executions.add(node["host"].string("a host's name"), node["clock"],
                       executions.lines().number());
    });
}

/// One line of the host and its clock, and one of the event, in either order.
class ShivizLines {
public:
    explicit ShivizLines(Executions& executions) : executions_{executions} {}

    void take(std::string_view line) {
        const std::uint64_t number = executions_.lines().number();
        constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
        if (number == 1 && line.starts_with(byte_order_mark)) {
            line.remove_prefix(byte_order_mark.size());
        }
        if (number == 1 && line.find("(?<") != std::string_view::npos) return set_parser(line);
        if (number == 2 && parsed_) return set_delimiter(line);
        if (delimited_ && line.starts_with("=== ") && line.ends_with(" ===") && line.size() > 8) {
            finish();
            pending_.reset();
            return executions_.begin(std::string{line.substr(4, line.size() - 8)});
        }
        event_first_ ? take_event_first(line, number) : take_clock_first(line, number);
    }

    /// At the end of an execution nothing is half there.
    void finish() const {
        if (!pending_ || pending_->empty()) return;
        throw Error{"/", shown(nlohmann::ordered_json(*pending_)),
                    event_first_ ? "a line with its host and clock after it"
                                 : "a line with its event after it"};
    }

private:
    void set_parser(std::string_view line) {
        constexpr std::string_view event_first = R"((?<event>.*)\n(?<host>\S*) (?<clock>{.*}))";
        constexpr std::string_view clock_first = R"((?<host>\S*) (?<clock>{.*})\n(?<event>.*))";
        if (line != event_first && line != clock_first) {
            throw Error{"/", shown(nlohmann::ordered_json(line)),
                        fmt::format("the parser {} or {}", event_first, clock_first)};
        }
        parsed_ = true;
        event_first_ = line == event_first;
    }

    void set_delimiter(std::string_view line) {
        constexpr std::string_view delimiter = "=== (?<trace>.*) ===";
        delimited_ = line == delimiter || line == fmt::format("^{}$", delimiter);
        if (delimited_ || line.empty()) return;
        throw Error{"/", shown(nlohmann::ordered_json(line)),
                    fmt::format("the delimiter {}, or none", delimiter)};
    }

    void take_event_first(std::string_view line, std::uint64_t number) {
        if (pending_ && is_clock(line)) {
            add(line, number - 1);
            pending_.reset();
        } else if (pending_ && !pending_->empty()) {
            reject(line);
        } else {
            pending_ = line;
        }
    }

    void take_clock_first(std::string_view line, std::uint64_t number) {
        if (pending_) {
            pending_.reset();  // The event of the clock before.
        } else if (is_clock(line)) {
            add(line, number);
            pending_ = line;
        } else if (!line.empty()) {
            reject(line);
        }
    }

    static bool is_clock(std::string_view line) {
        const std::size_t blank = line.find(' ');
        if (blank == 0 || blank == std::string_view::npos) return false;
        return line.substr(blank + 1).starts_with('{');
    }

    [[noreturn]] static void reject(std::string_view line) {
        throw Error{"/", shown(nlohmann::ordered_json(line)), R"(HOST {"HOST": COUNT, …})"};
    }

    void add(std::string_view line, std::uint64_t number) {
        const std::size_t blank = line.find(' ');
        const auto json = parse_json_line(line.substr(blank + 1));
        if (!json) throw Error{json.error()};
        executions_.add(std::string{line.substr(0, blank)}, {*json, ""}, number);
    }

    Executions& executions_;
    bool parsed_ = false;
    bool event_first_ = false;
    bool delimited_ = false;
    std::optional<std::string> pending_;  // The half of an event that was read.
};

Result<std::vector<ForeignExecution>> read_shiviz(const std::filesystem::path& file) {
    Executions executions{file};
    ShivizLines shiviz{executions};
    auto found = executions.all([&](std::string_view line) { shiviz.take(line); });
    if (!found) return found;
    try {
        shiviz.finish();
    } catch (Error& error) {
        error.place.insert(0, executions.lines().place() + ": ");
        return fail(std::move(error));
    }
    return found;
}

// One line a format.
constexpr std::array formats{
    ForeignFormat{"shiviz", "as ShiViz reads them: a line of the event, a line HOST CLOCK",
                  read_shiviz},
    ForeignFormat{"jsonl", R"({"host": "a", "clock": {"a": 1}, "event": "…"} a line)", read_jsonl},
};

}  // namespace

std::span<const ForeignFormat> foreign_formats() {
    return formats;
}

const ForeignFormat* find_foreign_format(std::string_view name) {
    const auto* const found = std::ranges::find(formats, name, &ForeignFormat::name);
    return found == formats.end() ? nullptr : found;
}

}  // namespace reckon
