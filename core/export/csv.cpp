#include <algorithm>

#include "core/export/event_text.hpp"
#include "core/export/format.hpp"
#include "core/report/escape.hpp"
#include "core/world/state_cells.hpp"

namespace reckon {
namespace {

std::string_view cause_word(Cause cause) {
    if (cause.is_plan()) return "plan";
    if (cause.is_source()) return "source";
    return cause.is_hail() ? "hail" : "none";
}

/// "1@3 2@0": ships by number, since names may have any letter.
std::string reads_text(std::span<const Dot> reads) {
    std::string text;
    for (const Dot read : reads) {
        text += fmt::format("{}{}@{}", text.empty() ? "" : " ", read.ship, read.version);
    }
    return text;
}

std::string cell_text(const StateCell& cell) {
    if (const auto* name = std::get_if<std::string_view>(&cell)) return csv_field(*name);
    if (const auto* number = std::get_if<std::int64_t>(&cell)) return std::to_string(*number);
    return "";
}

std::optional<Error> write(const ToldRun& told, const SliceWish&, Sink& sink) {
    const Scenario& scenario = told.scenario();
    const History& run = told.events();
    sink.put("ship,name,version,order,cause,cause_from,cause_index,reads");
    for (const std::string_view column : state_columns) sink.print(",{}", column);
    sink.put("\r\n");
    for (ShipId id = 0; id < run.ships.size(); ++id) {
        const ShipHistory& ship = run.ships[id];
        const std::string name = csv_field(scenario.ships[id].name);
        for (const Event& event : ship.events) {
            const Cause cause = event.cause;
            const std::string from = cause.is_hail()     ? std::to_string(cause.sender().ship)
                                     : cause.is_source() ? std::to_string(cause.source_index())
                                                         : "";
            sink.print("{},{},{},{},{},{},{},{}", id, name, event.dot.version,
                       csv_field(text(scenario, event.order)), cause_word(cause), from,
                       cause.index(), reads_text(ship.reads_of(event.dot.version)));
            for (const StateCell& cell : cells_of(ship.states[event.dot.version])) {
                sink.print(",{}", cell_text(cell));
            }
            sink.put("\r\n");
        }
    }
    return std::nullopt;
}

}  // namespace

extern const ExportFormat csv_format{
    .name = "csv", .summary = "a table of all events, with reads and states", .write = write};

}  // namespace reckon
