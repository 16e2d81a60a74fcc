#include "core/report/live_view.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/report/escape.hpp"

namespace reckon {
namespace {

constexpr std::size_t cell_columns_max = 32;

std::string text_of(const LiveCell& cell) {
    if (const auto* text = std::get_if<std::string>(&cell)) {
        return elided(plain(*text), cell_columns_max);
    }
    if (const auto* whole = std::get_if<std::int64_t>(&cell)) return fmt::format("{}", *whole);
    const double number = std::get<double>(cell);
    return fmt::format("{:.{}f}", number, number < 100 ? 1 : 0);
}

std::string heading(std::string_view column) {
    std::string words{column};
    std::ranges::replace(words, '_', ' ');
    return words;
}

std::string table_text(std::span<const std::string_view> columns, std::span<const LiveRow> rows) {
    std::vector<Table::Align> align;
    std::vector<std::string> headings;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const bool names = !rows.empty() && std::holds_alternative<std::string>(rows.front()[i]);
        align.push_back(names ? Table::Align::left : Table::Align::right);
        headings.push_back(heading(columns[i]));
    }
    Table table{std::move(align)};
    table.row(std::move(headings));
    for (const LiveRow& row : rows) {
        std::vector<std::string> cells;
        for (const LiveCell& cell : row) cells.push_back(text_of(cell));
        table.row(std::move(cells));
    }
    return table.text();
}

std::string title(const LiveReplay& live, const ProjectionRecord& record) {
    const std::size_t ships = live.setting().scenario.ships.size();
    if (!record.of_states || live.told() == ships) return std::string{record.name};
    return fmt::format("{} (of {} of {} ships: the others' states are not told yet)", record.name,
                       live.told(), ships);
}

}  // namespace

std::string live_text(const LiveReplay& live, Arrival now, std::size_t rows_max, Ink ink) {
    std::string text;
    for (const auto& [record, projection] : live.shown()) {
        const auto rows = projection->rows(now);
        const std::size_t shown = std::min(rows.size(), rows_max);
        text += ink.strong(title(live, *record)) + "\n";
        text += table_text(record->columns, std::span{rows}.first(shown));
        if (shown < rows.size()) text += fmt::format("  … {} more\n", rows.size() - shown);
    }
    return text;
}

void add_live(Json& json, const LiveReplay& live, Arrival now) {
    json["events"] = live.events();
    json["ships_told"] = live.told();
    Json& projections = json["projections"] = Json::object();
    for (const auto& [record, projection] : live.shown()) {
        Json& rows = projections[std::string{record->name}] = Json::array();
        for (const LiveRow& row : projection->rows(now)) {
            Json object = Json::object();
            for (std::size_t i = 0; i < row.size(); ++i) {
                Json& cell = object[std::string{record->columns[i]}];
                std::visit([&cell](const auto& value) { cell = value; }, row[i]);
            }
            rows.push_back(std::move(object));
        }
    }
}

}  // namespace reckon
