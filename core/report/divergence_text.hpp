#pragma once
/// The first divergence of a run in the wild, explained for a terminal.

#include <string>

#include "core/check/verdict.hpp"
#include "core/control/strategy_record.hpp"
#include "core/report/table.hpp"

namespace reckon {

/// A run that was judged, with all that is known of it.
struct WildRun {
    const StrategyRecord& strategy;
    const Scenario& scenario;
    const History& history;
    const Log& log;
    Publication publication = Publication::sequential;
    const Verdict& verdict;
};

/// Of a run that was replayed faithfully, the text is empty.
struct Divergence {
    std::string text;
    /// Whether a schedule repeats the run, so that it can be told and shrunk; where that was not
    /// tried, it may.
    bool lifts = true;
};

/// The first divergence as swim lanes, and the reasons for it edge by edge. Of a run that cannot be
/// lifted, or not soon, there are no lanes, and a sentence says why; of one that takes long to
/// replay, there are no reasons either.
///
/// Cost  A lift and a replay, of so many events at most that both take less than a second.
[[nodiscard]] Divergence divergence_of(const WildRun& run, Ink ink);

}  // namespace reckon
