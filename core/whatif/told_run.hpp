#pragma once
/// The run that a log tells of, as far as a change of it has to know.

#include "core/log/cut.hpp"
#include "core/replay/replay.hpp"

namespace reckon {

/// Why no change can be carried through a log: it tells of no run that the scenario can have, or it
/// puts a hail before its sender. `order` is that of a replay by one thread.
///
/// Errors  The place is a log entry, or contradiction()'s.
[[nodiscard]] std::optional<Error> untellable(const Scenario& scenario, const Log& log,
                                              const Replay& replay,
                                              const std::vector<std::uint32_t>& order);

/// Of each ship the last version that the log puts before an event: by its sequence, by the event's
/// clock, or by program order, reads and hails. `place` is where the event stands in `order`. What
/// the event itself read may be older: a ship that another read told more of.
///
/// Cost  Linear in the log up to there.
[[nodiscard]] Cut known_before(const Scenario& scenario, const Log& log,
                               const std::vector<std::uint32_t>& order, std::size_t place);

}  // namespace reckon
