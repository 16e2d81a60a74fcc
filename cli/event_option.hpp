#pragma once
/// Events as the command line names them.

#include <string>

#include "core/log/event.hpp"
#include "core/world/scenario.hpp"

namespace reckon {

/// "Emma@17", a ship's name or its index and a version; the last @ is the one that counts.
///
/// Errors  No such ship; no version. The place is the option.
[[nodiscard]] Result<Dot> dot_named(const Scenario& scenario, const std::string& text,
                                    const std::string& option);

}  // namespace reckon
