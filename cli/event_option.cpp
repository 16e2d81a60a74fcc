#include "cli/event_option.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace reckon {
namespace {

std::optional<std::uint32_t> number(std::string_view text) {
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<ShipId> ship_named(const Scenario& scenario, std::string_view text) {
    const auto found = std::ranges::find(scenario.ships, text, &ShipSetup::name);
    if (found != scenario.ships.end()) return static_cast<ShipId>(found - scenario.ships.begin());
    const auto index = number(text);
    return index && *index < scenario.ships.size() ? index : std::nullopt;
}

}  // namespace

Result<Dot> dot_named(const Scenario& scenario, const std::string& text,
                      const std::string& option) {
    const std::string_view whole = text;
    const std::size_t at = whole.rfind('@');
    const auto wrong = [&](std::string expected) {
        return fail({option, fmt::format("\"{}\"", text), std::move(expected)});
    };
    const std::string& first = scenario.ships.front().name;
    if (at == std::string_view::npos) {
        return wrong(fmt::format("an event, as SHIP@VERSION: {}@1", first));
    }
    const auto ship = ship_named(scenario, whole.substr(0, at));
    if (!ship) {
        return wrong(fmt::format("a ship's name, such as {}, or index (0 to {}), before the @",
                                 first, scenario.ships.size() - 1));
    }
    const auto version = number(whole.substr(at + 1));
    if (!version) return wrong("a version after the @: a whole number");
    return Dot{*ship, *version};
}

}  // namespace reckon
