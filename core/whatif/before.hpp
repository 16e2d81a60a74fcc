#pragma once
/// What a log puts before what, as far as a change of it has to know.

#include "core/log/cut.hpp"
#include "core/log/log.hpp"
#include "core/world/scenario.hpp"

namespace reckon {

/// The first event that the log puts before what hailed it: there effects have no order in which a
/// change could be carried through. `order` is that of a replay by one thread.
///
/// Errors  The place is a log entry.
[[nodiscard]] std::optional<Error> backward_hail(const Scenario& scenario, const Log& log,
                                                 const std::vector<std::uint32_t>& order);

/// Of each ship the last version that the log puts before an event: by its sequence, by the event's
/// clock, or by program order, reads and hails. `place` is where the event stands in `order`. What
/// the event itself read may be older: a ship that another read told more of.
///
/// Cost  Linear in the log up to there.
[[nodiscard]] Cut known_before(const Scenario& scenario, const Log& log,
                               const std::vector<std::uint32_t>& order, std::size_t place);

}  // namespace reckon
