#pragma once
/// The projections that there are.

#include "core/live/projection.hpp"

namespace reckon {

/// In the order in which they are shown.
[[nodiscard]] std::span<const ProjectionRecord> projection_list();

/// Null if none has this name.
[[nodiscard]] const ProjectionRecord* find_projection(std::string_view name);

}  // namespace reckon
