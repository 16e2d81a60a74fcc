#pragma once
/// Cuts that are closed under happens-before: program order, reads and hails, as the log has them.

#include "core/replay/dot_index.hpp"

namespace reckon {

/// An event within a cut, and one that comes before it and that the cut lacks.
struct BrokenEdge {
    Dot event;
    Dot lacks;
    bool hailed = false;  ///< It was hailed by what the cut lacks; else it read it.
};

/// "Emma@3 read Berta@5, which the cut lacks".
[[nodiscard]] std::string text(const Scenario& scenario, const BrokenEdge& edge);

/// The first edge of happens-before that the cut breaks, ship by ship; none of a consistent one.
///
/// Shape  No version of the cut is beyond its ship's last. `known` is a consistent cut: events in
///        it are not looked at again.
/// Cost   Linear in the events of the cut that are not known.
[[nodiscard]] std::optional<BrokenEdge> broken_edge(const DotIndex& log, const Cut& cut,
                                                    const Cut& known);

/// The smallest consistent cut that contains these events: what they are and their causal past.
///
/// Shape   Dots that the log has, or of version 0.
/// Errors  An event in the past that was hailed by one that the log lacks: no cut is closed.
/// Cost    Linear in the events of the cut.
[[nodiscard]] Result<Cut> smallest_cut_with(const Scenario& scenario, const DotIndex& log,
                                            std::span<const Dot> dots);

/// All that the log has.
[[nodiscard]] Cut last_cut(const DotIndex& log);

/// The first `count` entries in the order of a log that is a total order.
///
/// Errors  More entries than the log has; a log that is a partial order.
[[nodiscard]] Result<Cut> cut_after(const Scenario& scenario, const Log& log, std::uint64_t count);

}  // namespace reckon
