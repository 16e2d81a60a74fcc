#pragma once
/// An event in the words that several formats share.

#include <string>

#include "core/export/told_run.hpp"

namespace reckon {

/// "follow Berta: reads Berta@3; at sea for Gdańsk with 5 t"; on one line.
[[nodiscard]] std::string event_text(const Scenario& scenario, const History& run, Dot dot);

/// In quotes, with the escapes of JSON.
[[nodiscard]] std::string json_quoted(std::string_view text);

/// The lines' causes: {"plan":3}, {"source":1,"index":3}, {"hail":2,"version":7}, {"none":0}.
[[nodiscard]] std::string cause_json(Cause cause);

}  // namespace reckon
