#pragma once
/// A cut as the command line names it.

#include <CLI/CLI.hpp>
#include <string>

#include "core/stream/stored_state.hpp"

namespace reckon {

/// `end`; `entry:N`, the first N entries of a log that is a total order; `SHIP@VERSION`, or several
/// after commas, the smallest consistent cut that contains them; `cut:SHIP@VERSION,…`, just these,
/// the ships not named at their first version or, by `--rest end`, at their last. A ship goes by
/// its name or its index; by its index where the name holds a comma.
struct CutOption {
    std::string at = "end";
    std::string rest = "0";

    void add_to(CLI::App& command);

    /// Errors  A text of no such form; a ship that there is not.
    [[nodiscard]] Result<AskedCut> asked(const Scenario& scenario) const;
};

/// The cut of a log in memory.
///
/// Errors  A version that there is not; as cut_after and smallest_cut_with. The cut may be
///         inconsistent, of `entry:` and `cut:`.
[[nodiscard]] Result<Cut> cut_of(const AskedCut& asked, const Scenario& scenario, const Log& log,
                                 const DotIndex& index);

}  // namespace reckon
