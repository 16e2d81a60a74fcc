#pragma once
/// Free runs with pauses. Compiled beside the list: a strategy under three kinds of Sync in one
/// file would take a minute.

#include <cstddef>

#include "core/log/recording.hpp"
#include "core/run/free_run_options.hpp"
#include "core/world/scenario.hpp"

namespace reckon {

/// A free run of the strategy with this index in the list, on a PausingSync.
///
/// Errors  As free_run() has it.
[[nodiscard]] Result<Recording> pausing_run(std::size_t strategy, const Scenario& scenario,
                                            const Bounds& bounds, const FreeRunOptions& options);

}  // namespace reckon
