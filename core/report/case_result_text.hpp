#pragma once
/// What came of a case, in words: run again, or shrunk.

#include "core/explore/reproduce.hpp"
#include "core/explore/shrink.hpp"
#include "core/report/table.hpp"

namespace reckon {

/// A case that was run so many times, each run the same.
struct Repetition {
    Reproduced reproduced;
    std::uint64_t times = 1;
    /// How much of the schedule did not fit, if that was allowed; nothing was then expected.
    std::optional<std::size_t> skipped;
};

[[nodiscard]] std::string reproduced_text(const StrategyRecord& strategy, const Case& failure,
                                          const Repetition& repetition, Ink ink);

/// `kept` names the file that the smallest case was written to; empty: to none.
[[nodiscard]] std::string shrunk_text(const Case& before, const Shrunk& shrunk,
                                      std::string_view kept, Ink ink);

}  // namespace reckon
