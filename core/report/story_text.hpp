#pragma once
/// A story in words, for terminals 80 columns wide.

#include <string>

#include "core/report/story.hpp"
#include "core/report/table.hpp"

namespace reckon {

/// "mpsc on convoy-2: view fails"
[[nodiscard]] std::string story_title(const Story& story);

/// The run beside its replay, then the replay in its order, then what the check found.
///
/// Shape  No line is wider than 80 columns. Of a run of more than 400 lines only those around the
///        divergence and at both ends are shown, and of such a replay likewise.
[[nodiscard]] std::string story_text(const Story& story, Ink ink);

}  // namespace reckon
