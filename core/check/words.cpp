#include "core/check/words.hpp"

#include <fmt/format.h>

namespace reckon {

std::string name(const Scenario& scenario, Dot dot) {
    return fmt::format("{}@{}", scenario.ships[dot.ship].name, dot.version);
}

std::string order_words_of(const Scenario& scenario, const Event& event) {
    return fmt::format("{}'s {} order ({})", scenario.ships[event.dot.ship].name,
                       ordinal(event.dot.version), text(scenario, event.order));
}

std::string deed_words_of(const Scenario& scenario, const Event& event) {
    return fmt::format("{}'s {} ({})", scenario.ships[event.dot.ship].name,
                       deed(scenario, event.order), name(scenario, event.dot));
}

std::string text(const Scenario& scenario, const Cut& cut) {
    constexpr std::size_t shown = 12;
    std::string words;
    for (ShipId ship = 0; ship < std::min(shown, cut.size()); ++ship) {
        words += (ship == 0 ? "" : " ") + name(scenario, {ship, cut[ship]});
    }
    return cut.size() > shown ? words + " …" : words;
}

std::string ordinal(std::uint64_t number) {
    const auto last = number % 10;
    const bool teen = number % 100 / 10 == 1;
    const std::string_view ending = teen || last == 0 || last > 3 ? "th"
                                    : last == 1                   ? "st"
                                    : last == 2                   ? "nd"
                                                                  : "rd";
    return fmt::format("{}{}", number, ending);
}

}  // namespace reckon
