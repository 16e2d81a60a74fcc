#pragma once
/// What has been folded from a recording so far, as tables and as JSON.

#include "core/live/live_replay.hpp"
#include "core/report/json.hpp"
#include "core/report/table.hpp"

namespace reckon {

/// A table for each projection, of so many rows at most; what is left out is counted. Of states
/// that are not all told, the title says of how many ships they are.
[[nodiscard]] std::string live_text(const LiveReplay& live, Arrival now, std::size_t rows_max,
                                    Ink ink);

/// Adds events, ships_told and projections: by its name, an object for each row.
void add_live(Json& json, const LiveReplay& live, Arrival now);

}  // namespace reckon
