#include "cli/event_option.hpp"

#include <fmt/format.h>

#include "core/log/dot_text.hpp"

namespace reckon {
Result<Dot> dot_named(const Scenario& scenario, const std::string& text,
                      const std::string& option) {
    const auto wrong = [&](std::string expected) {
        return fail({option, fmt::format("\"{}\"", text), std::move(expected)});
    };
    const std::string& first = scenario.ships.front().name;
    const auto parts = split_dot(text);
    if (!parts) return wrong(fmt::format("an event, as SHIP@VERSION: {}@1", first));
    const auto ship = find_ship(scenario, parts->ship);
    if (!ship) {
        return wrong(fmt::format("a ship's name, such as {}, or index (0 to {}), before the @",
                                 first, scenario.ships.size() - 1));
    }
    if (!parts->version || *parts->version > UINT32_MAX) {
        return wrong("a version after the @: a whole number");
    }
    return Dot{*ship, static_cast<Version>(*parts->version)};
}

}  // namespace reckon
