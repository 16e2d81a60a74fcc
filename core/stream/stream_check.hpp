#pragma once
/// The checks on a stored recording that is longer than memory.

#include "core/check/verdict.hpp"
#include "core/stream/stream_replay.hpp"

namespace reckon {

/// The six checks, in one walk through log and truth side by side.
///
/// Shape   What needs the whole run is undecided, and says so: strict of a partial order, whether
///         the run is serializable, and whatever is asked of an order that the log gives only by
///         way of others. What is decided is what judge() decides; of several divergences the first
///         one in the order of the replay is the witness. A run without truth: all undecided.
/// Errors  None: what passes the window is undecided.
/// Cost    Linear; the window, and 16 bytes for each piece of the file in which entries of one ship
///         stand side by side.
[[nodiscard]] Verdict check_streaming(StoredRun& run, const Window& window);

}  // namespace reckon
