#pragma once
/// Why a log cannot be replayed, told from versions alone.

#include "core/log/log.hpp"
#include "core/world/scenario.hpp"

namespace reckon {

/// The first thing that stops a replay by one thread; none if nothing does. Those that replay only
/// say that they were stopped, so that the error is the same whoever noticed what first.
///
/// Cost  As replay_order.
[[nodiscard]] std::optional<Error> refusal_of(const Scenario& scenario, const Log& log);

}  // namespace reckon
