#pragma once
/// The checks on a stored recording that is longer than memory.

#include "core/check/verdict.hpp"
#include "core/stream/stored_run.hpp"
#include "core/stream/stream_replay.hpp"

namespace reckon {

/// The six checks, in one walk through log and truth side by side.
///
/// Shape   What is decided is what judge() decides. Undecided, with a witness that says why:
///         whether the run is serializable; strict of a partial order; causal of a log by
///         dependency that names other reads than the run's, where only other events might put the
///         one before the other; all but complete, if fleet or log pass the window, or if a partial
///         order has an event before one that it waits for; all, if a log by stamp has a ship's
///         entries in another order than recorded. Of several divergences the witness is the first
///         one in the order of the replay. A run without log or truth: all undecided.
/// Errors  None: what passes the window is undecided.
/// Cost    Linear. In memory the window, and what ShipRuns takes for the truth and, of a log by
///         stamp, for the log.
[[nodiscard]] Verdict check_streaming(StoredRun& run, const Window& window);

}  // namespace reckon
