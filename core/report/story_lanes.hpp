#pragma once
/// The first divergence of a story as swim lanes, for terminals 80 columns wide.

#include <string>

#include "core/report/story.hpp"
#include "core/report/table.hpp"

namespace reckon {

/// A lane for each ship that has a part in it, from top to bottom as it happened: looks, published
/// events, hails, and where the replay puts an event.
///
/// Shape  At most lane_events_most operations: those that the broken edge and the first line that
///        diverges are made of, then what these ships did nearest to them. No line is wider than 80
///        columns. Empty, if nothing diverges.
/// Cost   Linear in the story, but for sorting by distance.
[[nodiscard]] std::string story_lanes(const Story& story, Ink ink);

inline constexpr std::size_t lane_events_most = 12;

}  // namespace reckon
