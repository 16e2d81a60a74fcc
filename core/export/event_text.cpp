#include "core/export/event_text.hpp"

#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>

#include "core/check/words.hpp"
#include "core/report/escape.hpp"

namespace reckon {

std::string event_text(const Scenario& scenario, const History& run, Dot dot) {
    const ShipHistory& ship = run.ships[dot.ship];
    std::string words = text(scenario, ship.event(dot.version).order);
    std::string_view before = ": reads ";
    for (const Dot read : ship.reads_of(dot.version)) {
        words += fmt::format("{}{}", before, name(scenario, read));
        before = ", ";
    }
    return plain(words + "; " + brief(ship.states[dot.version]));
}

std::string on_one_line(std::string json) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> escapes{
        {{"\u0085", "\\u0085"}, {"\u2028", "\\u2028"}, {"\u2029", "\\u2029"}}};
    for (const auto& [letter, escape] : escapes) {
        for (std::size_t at = json.find(letter); at != std::string::npos;
             at = json.find(letter, at + escape.size())) {
            json.replace(at, letter.size(), escape);
        }
    }
    return json;
}

std::string json_quoted(std::string_view text) {
    using Json = nlohmann::json;
    return on_one_line(Json(text).dump(-1, ' ', false, Json::error_handler_t::replace));
}

std::string cause_json(Cause cause) {
    if (cause.is_plan()) return fmt::format(R"({{"plan":{}}})", cause.index());
    if (cause.is_source()) {
        return fmt::format(R"({{"source":{},"index":{}}})", cause.source_index(), cause.index());
    }
    if (cause.is_hail()) {
        return fmt::format(R"({{"hail":{},"version":{}}})", cause.sender().ship,
                           cause.sender().version);
    }
    return fmt::format(R"({{"none":{}}})", cause.index());
}

}  // namespace reckon
