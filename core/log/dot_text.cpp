#include "core/log/dot_text.hpp"

#include <algorithm>
#include <charconv>

namespace reckon {

std::optional<DotText> split_dot(std::string_view text) {
    const std::size_t at = text.rfind('@');
    if (at == std::string_view::npos) return std::nullopt;
    return DotText{text.substr(0, at), parse_number(text.substr(at + 1))};
}

std::optional<ShipId> find_ship(const Scenario& scenario, std::string_view text) {
    const auto named = std::ranges::find(scenario.ships, text, &ShipSetup::name);
    if (named != scenario.ships.end()) return static_cast<ShipId>(named - scenario.ships.begin());
    const auto index = parse_number(text);
    if (!index || *index >= scenario.ships.size()) return std::nullopt;
    return static_cast<ShipId>(*index);
}

std::optional<std::uint64_t> parse_number(std::string_view text) {
    std::uint64_t value = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, failed] = std::from_chars(text.data(), end, value);
    if (failed != std::errc{} || stop != end) return std::nullopt;
    return value;
}

}  // namespace reckon
