#pragma once
/// The list of all strategies: what tests, benches, the command line and the docs iterate.

#include <span>
#include <string_view>

namespace reckon {

struct StrategyRecord;  // core/control/strategy_record.hpp

[[nodiscard]] std::span<const StrategyRecord> strategies();

/// None with this name: null.
[[nodiscard]] const StrategyRecord* find_strategy(std::string_view name);

}  // namespace reckon
