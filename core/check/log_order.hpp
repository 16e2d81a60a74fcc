#pragma once
/// The order that a log puts its events in, as a question: does this event come before that one?

#include <optional>
#include <vector>

#include "core/log/history.hpp"
#include "core/log/log.hpp"

namespace reckon {

/// Of a complete log: each event of the run stands in it once, each ship's in version order.
///
/// Cost  Built in time linear in the log (by stamp: a sort). A question about an edge that the log
///       names itself takes constant time; the first that needs the transitive closure of
///       dependencies builds a clock for every event, within closure_bound.
class LogOrder {
public:
    LogOrder(const History& run, const Log& log, std::uint64_t closure_bound = closure_bound_usual);

    [[nodiscard]] bool is_total() const { return !log_.is_partial(); }

    /// Events in log order; only of a total order.
    [[nodiscard]] const std::vector<std::uint32_t>& sequence() const { return sequence_; }

    /// Whether a comes before b. A ship's own events are in program order; every event comes after
    /// the initial states; none comes before itself.
    ///
    /// Errors  Nothing if the closure would pass its bound: then it is not known.
    [[nodiscard]] std::optional<bool> precedes(Dot a, Dot b);

    /// Entries of the closure, of 4 bytes each.
    static constexpr std::uint64_t closure_bound_usual = 1U << 26;

private:
    [[nodiscard]] std::size_t entry(Dot dot) const { return entries_[dot.ship][dot.version - 1]; }
    [[nodiscard]] bool names(Dot a, Dot b) const;
    bool build_closure();

    const Log& log_;
    const std::uint64_t closure_bound_;
    std::vector<std::vector<std::uint32_t>> entries_;  // By ship and version: index into the log.
    std::vector<std::uint32_t> sequence_;
    std::vector<std::uint32_t> position_;  // By log entry, in a total order.
    std::vector<Version> closure_;         // By log entry: a row as wide as the fleet.
    bool closure_built_ = false;
};

}  // namespace reckon
