#include "core/export/jsonl.hpp"

#include <algorithm>

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

class Writer {
public:
    Writer(const RecordedRun& recorded, Sink& sink) : recorded_{recorded}, sink_{sink} {}

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
        sink_.print("{{\"line\":\"end\",\"lines\":{}}}\n", lines_);
    }

private:
    void head() {
        const RunOrigin& origin = recorded_.origin;
        sink_.print(
            R"({{"reckon":"run","version":1,"strategy":{},"publication":{},"command_line":{},)"
            R"("commit":{},"order":"{}","names_reads":{},"history":{},"scenario":)",
            json_quoted(origin.strategy), json_quoted(origin.publication),
            json_quoted(origin.command_line), json_quoted(origin.commit),
            order_word(recorded_.log.order), recorded_.log.named_reads.has_value(),
            truth_of(recorded_) != nullptr);
        sink_.put(scenario_line(recorded_.scenario));
        sink_.put("}");
        end_line();
    }

    void event(std::string_view line, const Event& event) {
        sink_.print(R"({{"line":"{}","ship":{},"version":{},"order":{},"does":{},"cause":{})", line,
                    event.dot.ship, event.dot.version, event.order,
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
    Sink& sink_;
    std::uint64_t lines_ = 0;
};

std::optional<Error> write(const ToldRun& told, const SliceWish&, Sink& sink) {
    write_jsonl(told.recorded(), sink);
    return std::nullopt;
}

}  // namespace

void write_jsonl(const RecordedRun& recorded, Sink& sink) {
    Writer{recorded, sink}.write();
}

extern const ExportFormat jsonl_format{
    .name = "jsonl", .summary = "all of the run, an event a line; for import", .write = write};

}  // namespace reckon
