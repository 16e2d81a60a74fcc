#pragma once
/// A story as JSON: its fields by their names, as this folder's README lists them.

#include "core/report/json.hpp"
#include "core/report/story.hpp"

namespace reckon {

/// Shape  Nothing is left out, however long; what does not apply is null.
[[nodiscard]] Json story_json(const Story& story);

}  // namespace reckon
