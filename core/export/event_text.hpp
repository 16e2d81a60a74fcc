#pragma once
/// An event in the words that several formats share.

#include <string>

#include "core/export/told_run.hpp"

namespace reckon {

/// "follow Berta: reads Berta@3; at sea for Gdańsk with 5 t"; on one line.
[[nodiscard]] std::string event_text(const Scenario& scenario, const History& run, Dot dot);

/// JSON without letters that some readers take for the end of a line, though JSON does not: U+0085,
/// U+2028 and U+2029 become escapes.
[[nodiscard]] std::string on_one_line(std::string json);

/// In quotes, with the escapes of JSON, on one line.
[[nodiscard]] std::string json_quoted(std::string_view text);

/// The lines' causes: {"plan":3}, {"source":1,"index":3}, {"hail":2,"version":7}, {"none":0}.
[[nodiscard]] std::string cause_json(Cause cause);

}  // namespace reckon
