#pragma once
/// Where the commands that work on a case get it from.

#include <string>

#include "core/control/strategy_record.hpp"
#include "core/explore/case.hpp"

namespace reckon {

/// The case in a file.
///
/// Shape   Its strategy is one of the list, which strategy_of finds, and its tasks are those that
///         the scenario has under it.
/// Errors  As read_case; a strategy that is not in the list, a drain where the strategy has none or
///         none where it has one. The file's name is before the place.
[[nodiscard]] Result<Case> case_from(const std::string& path);

/// Only of what case_from returned.
[[nodiscard]] const StrategyRecord& strategy_of(const Case& failure);

/// The error with the file's name before its place.
[[nodiscard]] Error in_file(const std::string& path, Error error);

}  // namespace reckon
