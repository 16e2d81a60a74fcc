#pragma once
/// Runs and logs told in one line, for tests.

#include <string_view>

#include "core/log/history.hpp"
#include "core/log/log.hpp"
#include "core/world/scenario.hpp"

namespace reckon {

/// A run in the order of its publishes, an event a word:
///   A        ship A departs for a port of its own
///   A>B      ship A departs for where B lay at first
///   A+       ship A loads 7 t, which changes neither where it lies nor where it is bound
///   A=B0     ship A follows B and reads version 0
///   A=B0,C1  ship A meets B and C, reading versions 0 and 1
///   A!B      ship A hails B to depart
///   A!B+     ship A hails B to load
///   B?A1     ship B carries out what A's 1st event hailed
/// Ships lie in different ports with 10 t, 13 t, 16 t. All global states are observed.
struct Told {
    Scenario scenario;
    History run;
};

[[nodiscard]] Told told(std::string_view words);

/// "A1 B1 A2" as a sequence.
[[nodiscard]] Log sequence(const Told& told, std::string_view dots);

/// "A1:1 B1:1 A2:5" by stamp.
[[nodiscard]] Log stamped(const Told& told, std::string_view dots);

/// "A1:B0 B1 A2" by dependency, with the versions read.
[[nodiscard]] Log dependencies(const Told& told, std::string_view dots);

/// "A1:1,0,0 B1:0,1,0" by clock.
[[nodiscard]] Log clocks(const Told& told, std::string_view dots);

}  // namespace reckon
