#pragma once
/// Events, derefs and cuts in words.

#include <string>

#include "core/log/cut.hpp"
#include "core/world/scenario.hpp"

namespace reckon {

/// "Emma@3".
[[nodiscard]] std::string name(const Scenario& scenario, Dot dot);

/// "Emma's 3rd order (follow Berta)".
[[nodiscard]] std::string order_words_of(const Scenario& scenario, const Event& event);

/// "Berta's departure for Gdańsk (Berta@5)".
[[nodiscard]] std::string deed_words_of(const Scenario& scenario, const Event& event);

/// "Emma@3 Berta@0 …", at most a dozen ships.
[[nodiscard]] std::string text(const Scenario& scenario, const Cut& cut);

/// "1st", "2nd", "3rd", "11th".
[[nodiscard]] std::string ordinal(std::uint64_t number);

}  // namespace reckon
