#pragma once
/// Why the event at which a replay departs from its run stands elsewhere in the log, edge by edge.

#include <string>
#include <vector>

#include "core/check/verdict.hpp"
#include "core/log/history.hpp"
#include "core/log/log.hpp"
#include "core/world/scenario.hpp"

namespace reckon {

/// An edge between the event and another, in words that a person can check by hand.
struct Reason {
    std::string words;  ///< "Emma@3 comes before Berta@5, because it read Berta@4; but the log …"
    Outcome kept = Outcome::holds;  ///< By the log's order; undecided where that leaves it open.
};

/// The edges of the first event that reads something else in the replay; if none does, of the first
/// that the log does not put after its cause or what it read. What the log keeps comes first, last
/// what came of it. Nothing if there is no such event. Of a complete log.
///
/// Cost  A replay, and a question to the log's order for each edge of the run.
[[nodiscard]] std::vector<Reason> reasons(const Scenario& scenario, const History& run,
                                          const Log& log);

}  // namespace reckon
