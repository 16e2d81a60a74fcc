#pragma once
/// A branch as a recording: a run like any other.

#include "core/log/recorded_run.hpp"
#include "core/whatif/what_if.hpp"

namespace reckon {

/// The run of the branch: the scenario with the change in it, a log in the order that the recorded
/// one has, and what its replay comes to. Events are numbered anew, and so are causes and reads.
///
/// Order   What is left keeps its order, stamps and clocks; a log stands ship by ship, but for a
///         sequence. A new order at a place has the stamp of the event there, and its clock; what
///         landed has stamps after all others, and clocks that count all that is before it.
/// Errors  A run that the scenario cannot have, for the log tells of none: contradiction()'s.
///         A source or an event more than there may be, or more changes of clocks: of kind bound.
/// Cost    Linear in the log; by clock also landed events times ships.
[[nodiscard]] Result<RecordedRun> branch_run(const RunOrigin& origin, const Scenario& scenario,
                                             const Log& log, const Branch& branch);

}  // namespace reckon
