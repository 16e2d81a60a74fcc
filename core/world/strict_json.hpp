#pragma once
/// JSON text to a value, refusing what the library would accept silently.

#include <nlohmann/json.hpp>
#include <string_view>

#include "core/world/error.hpp"

namespace reckon {

/// Errors  Text that is no JSON, or holds a number beyond a double: the place is line and column.
///         A key given twice in one object: the place is its JSON pointer. Brackets nested deeper
///         than 64 levels. More text than Limits::file_bytes. `expected` is what text that is no
///         JSON should have been: "a scenario in JSON".
/// Cost    Linear in the text.
[[nodiscard]] Result<nlohmann::ordered_json> parse_strict(std::string_view text,
                                                          std::string_view expected);

}  // namespace reckon
