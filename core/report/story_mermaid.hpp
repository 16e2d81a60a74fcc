#pragma once
/// A story as a Mermaid sequence diagram, which README files and issue trackers draw.

#include <string>

#include "core/report/story.hpp"

namespace reckon {

/// A line of the story is a message, if an arrow ends there, or a note. A message goes the way that
/// knowledge goes: from the ship that was read to the ship that looked, and from sender to
/// receiver, where it is received. A broken edge is a coloured block around its later end.
///
/// Shape  Ships are S0, S1, …, other lanes Q0, Q1, …. Of more than 200 rows only those around the
///        divergence are drawn, since Mermaid refuses long texts. `title` empty: that of all
///        pictures of a story.
[[nodiscard]] std::string story_mermaid(const Story& story, const std::string& title = "");

}  // namespace reckon
