#pragma once
/// A story as a space-time diagram in SVG.

#include <string>

#include "core/report/story.hpp"

namespace reckon {

/// One line a ship, time to the right, a row a column: published states, looks at other ships,
/// hails, and dashed in vermilion the edge that the replay breaks. Full sentences are in tool tips.
///
/// Shape  One <svg> element, well-formed XML, without scripts or references to anything outside. Of
///        more than 60 rows only those around the divergence are drawn; the caption says so.
/// Source Lamport 1978, doi:10.1145/359545.359563 (the diagrams); Okabe and Ito 2008 (colours that
///        the colour-blind can tell apart)
[[nodiscard]] std::string story_svg(const Story& story);

}  // namespace reckon
