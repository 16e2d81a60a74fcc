#pragma once
/// A change of the past for people: as recorded, the branch and the difference, side by side.

#include "core/report/changed_past.hpp"
#include "core/report/table.hpp"

namespace reckon {

/// How many ships, events, hails and effects are shown of each; of more it says how many.
inline constexpr std::size_t changes_shown = 20;

/// Source  Fowler, "Event Sourcing" 2005: the incorrect reality, the correct branch, and what has
///         to be done to come from the one to the other.
[[nodiscard]] std::string changed_past_text(const ChangedPast& past, Ink ink);

}  // namespace reckon
