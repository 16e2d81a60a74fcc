#pragma once
/// Is a run serializable: is its dependency graph acyclic?

#include "core/check/verdict.hpp"
#include "core/log/history.hpp"

namespace reckon {

/// The dependency graph has the events as nodes, and four kinds of edges: program order; message
/// order, from a hail to what it brought; wr, from an event to a deref that returned its state; rw,
/// from a deref to the event that replaced what it read. If it has a cycle, no sequence of whole
/// events replays the run on current state, whatever the strategy.
///
/// Errors  None. The shortest cycle is looked for within a bound of work; past it, the shortest one
///         found is named.
/// Cost    Linear in events and reads.
/// Source  Adya 1999.
[[nodiscard]] Serializability judge_serializability(const Scenario& scenario, const History& run);

}  // namespace reckon
