#include "core/export/jsonl.hpp"

#include <algorithm>
#include <vector>

#include "core/export/event_text.hpp"
#include "core/export/format.hpp"
#include "core/world/scenario_json.hpp"
#include "core/world/state_cells.hpp"

namespace reckon {
namespace {

std::string_view order_word(const Ordering& order) {
    constexpr std::array<std::string_view, 5> words{"unrecorded", "sequence", "stamps",
                                                    "dependencies", "clocks"};
    return words[order.index()];
}

/// The scenario's own JSON on one line, but for the seed, which may pass 2^53.
std::string scenario_line(const Scenario& scenario) {
    std::string json = to_json(scenario);
    std::erase(json, '\n');  // Texts have theirs escaped.
    const std::string seed = fmt::format("\"seed\": {}", scenario.seed);
    json.replace(json.find(seed), seed.size(), fmt::format("\"seed\": \"{}\"", scenario.seed));
    return on_one_line(std::move(json));
}

/// The first order of the log that lines have no number for: in no plan and of no source.
std::optional<Error> without_number(const RecordedRun& recorded,
                                    const std::vector<OrderId>& as_read) {
    const auto& events = recorded.log.events;
    const auto found = std::ranges::find_if(
        events, [&](const Event& event) { return as_read[event.order] == no_order; });
    if (found == events.end()) return std::nullopt;
    return Error{fmt::format("log entry {}", found - events.begin()),
                 fmt::format("\"{}\", which no plan and no source has",
                             text(recorded.scenario, found->order)),
                 "an order of the scenario, as lines of JSON number them"};
}

class Writer {
public:
    Writer(const RecordedRun& recorded, const std::vector<OrderId>& as_read, Sink& sink)
        : recorded_{recorded}, as_read_{as_read}, sink_{sink} {}

    void write() {
        head();
        const Log& log = recorded_.log;
        for (std::size_t entry = 0; entry < log.events.size(); ++entry) logged(entry);
        if (const History* truth = truth_of(recorded_)) {
            for (const ShipHistory& ship : truth->ships) {
                for (const Event& event : ship.events) happened(ship, event);
            }
            for (const Cut& cut : truth->observed) {
                sink_.put("{\"line\":\"observed\",\"cut\":[");
                for (std::size_t i = 0; i < cut.size(); ++i) {
                    sink_.print("{}{}", i == 0 ? "" : ",", cut[i]);
                }
                sink_.put("]}");
                end_line();
            }
        }
        for (const auto& [dot, result] : recorded_.effects) {
            sink_.print(R"({{"line":"effect","ship":{},"version":{},"result":"{}"}})", dot.ship,
                        dot.version, result);
            end_line();
        }
        sink_.print("{{\"line\":\"end\",\"lines\":{}}}\n", lines_);
    }

private:
    void head() {
        const RunOrigin& origin = recorded_.origin;
        const std::string recovered =
            origin.recovered.empty()
                ? std::string{}
                : fmt::format(",\"recovered\":{}", json_quoted(origin.recovered));
        sink_.print(
            R"({{"reckon":"run","version":1,"strategy":{},"publication":{},"command_line":{},)"
            R"("commit":{}{},"order":"{}","names_reads":{},"history":{},"scenario":)",
            json_quoted(origin.strategy), json_quoted(origin.publication),
            json_quoted(origin.command_line), json_quoted(origin.commit), recovered,
            order_word(recorded_.log.order), recorded_.log.named_reads.has_value(),
            truth_of(recorded_) != nullptr);
        sink_.put(scenario_line(recorded_.scenario));
        sink_.put("}");
        end_line();
    }

    void event(std::string_view line, const Event& event) {
        sink_.print(R"({{"line":"{}","ship":{},"version":{},"order":{},"does":{},"cause":{})", line,
                    event.dot.ship, event.dot.version, as_read_[event.order],
                    json_quoted(text(recorded_.scenario, event.order)), cause_json(event.cause));
    }

    void dots(std::string_view key, std::span<const Dot> dots) {
        sink_.print(",\"{}\":[", key);
        for (std::size_t i = 0; i < dots.size(); ++i) {
            sink_.print("{}[{},{}]", i == 0 ? "" : ",", dots[i].ship, dots[i].version);
        }
        sink_.put("]");
    }

    void logged(std::size_t entry) {
        const Log& log = recorded_.log;
        event("logged", log.events[entry]);
        if (const auto* stamped = std::get_if<ByStamp>(&log.order)) {
            sink_.print(",\"stamp\":\"{}\"", stamped->stamps[entry]);
        }
        if (const auto* clocks = std::get_if<ByClock>(&log.order)) {
            dots("changes", clocks->changes_of(entry));
        }
        if (log.named_reads) dots("reads", log.named_reads->of(entry));
        sink_.put("}");
        end_line();
    }

    void happened(const ShipHistory& ship, const Event& happening) {
        const Version version = happening.dot.version;
        event("happened", happening);
        dots("reads", ship.reads_of(version));
        sink_.put(",\"state\":{");
        const auto cells = cells_of(ship.states[version]);
        for (std::size_t i = 0; i < cells.size(); ++i) {
            sink_.print("{}\"{}\":", i == 0 ? "" : ",", state_columns[i]);
            if (const auto* name = std::get_if<std::string_view>(&cells[i])) {
                sink_.put(json_quoted(*name));
            } else if (const auto* number = std::get_if<std::int64_t>(&cells[i])) {
                sink_.print("{}", *number);
            } else {
                sink_.put("null");
            }
        }
        sink_.put("}}");
        end_line();
    }

    void end_line() {
        sink_.put("\n");
        ++lines_;
    }

    const RecordedRun& recorded_;
    const std::vector<OrderId>& as_read_;
    Sink& sink_;
    std::uint64_t lines_ = 0;
};

}  // namespace

std::optional<Error> write_jsonl(const RecordedRun& recorded, Sink& sink) {
    const std::vector<OrderId> as_read = orders_as_read(recorded.scenario);
    if (auto error = without_number(recorded, as_read)) return error;
    Writer{recorded, as_read, sink}.write();
    return std::nullopt;
}

extern const ExportFormat jsonl_format{.name = "jsonl",
                                       .summary = "all of the run, an event a line; for import",
                                       .write_recorded = write_jsonl};

}  // namespace reckon
