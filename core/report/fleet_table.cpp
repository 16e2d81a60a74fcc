#include "core/report/fleet_table.hpp"

#include <fmt/format.h>

#include "core/report/escape.hpp"
#include "core/report/table.hpp"
#include "core/world/fields.hpp"

namespace reckon {
namespace {

std::string words(const FieldValue& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return fmt::format("{}", *number);
    const auto* text = std::get_if<std::string_view>(&value);
    return text == nullptr ? "–" : std::string{*text};
}

Json json(const FieldValue& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
    const auto* text = std::get_if<std::string_view>(&value);
    return text == nullptr ? Json() : Json(*text);
}

}  // namespace

std::string fleet_table(const Scenario& scenario, const Cut& cut, std::span<const State> states) {
    using Align = Table::Align;
    std::vector<Align> align{Align::left, Align::right};
    std::vector<std::string> head{"ship", "version"};
    for (const auto& field : state_fields()) {
        align.push_back(field.is_number ? Align::right : Align::left);
        head.emplace_back(field.name);
    }
    Table table{std::move(align)};
    table.row(std::move(head));
    for (ShipId ship = 0; ship < cut.size(); ++ship) {
        std::vector<std::string> row{plain(scenario.ships[ship].name),
                                     fmt::format("{}", cut[ship])};
        for (const auto& field : state_fields()) row.push_back(words(field.value(states[ship])));
        table.row(std::move(row));
    }
    return table.text();
}

Json fleet_json(const Scenario& scenario, const Cut& cut, std::span<const State> states) {
    Json fleet = Json::array();
    for (ShipId ship = 0; ship < cut.size(); ++ship) {
        Json entry{{"ship", scenario.ships[ship].name}, {"version", cut[ship]}};
        for (const auto& field : state_fields()) {
            entry[std::string{field.name}] = json(field.value(states[ship]));
        }
        fleet.push_back(std::move(entry));
    }
    return fleet;
}

}  // namespace reckon
