#pragma once
/// A log with vector clocks that anybody may have written, and whether it is causally sound.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/check/verdict.hpp"

namespace reckon {

using HostId = std::uint32_t;

/// How many of a host's events a clock counts.
struct HostCount {
    HostId host = 0;
    std::uint64_t count = 0;
};

/// Shape  Events stand in the order of their lines, whatever order that is. The clock of event i is
///        counts[ends[i - 1]] up to counts[ends[i]], by host, each at most once; a host that is not
///        named counts as 0. Every host is an index into `hosts`.
struct ClockedLog {
    std::vector<std::string> hosts;
    std::vector<HostId> host_of;         ///< By event.
    std::vector<std::uint64_t> line_of;  ///< By event: where it stands in its file.
    std::vector<std::uint64_t> ends;
    std::vector<HostCount> counts;

    [[nodiscard]] std::size_t size() const { return host_of.size(); }

    [[nodiscard]] std::span<const HostCount> clock(std::size_t event) const {
        const std::uint64_t begin = event == 0 ? 0 : ends[event - 1];
        return std::span{counts}.subspan(begin, ends[event] - begin);
    }

    /// What the event's clock says of a host.
    [[nodiscard]] std::uint64_t count(std::size_t event, HostId host) const;
};

/// Whether its clocks are those of some strict partial order of its events, in which each host's
/// events come one after another: each event's clock counts, of each host, the events that come
/// before it, and itself.
///
/// That is so if, and only if: the events of a host count 1, 2, 3 … of it, each once; no clock
/// counts more of a host than there is; an event's clock counts all that the clock of each event
/// that it counts does; and no two events count each other.
///
/// Shape   A witness names events as HOST@COUNT, with their lines.
/// Errors  None. Undecided past `work_max` counts looked at.
/// Cost    Linear in the counts of all clocks, and in the clocks of events that a clock counts and
///         its host's clock before did not.
/// Source  Fidge 1988, Mattern 1989.
[[nodiscard]] Finding judge_clocks(const ClockedLog& log, std::uint64_t work_max = 1ULL << 32);

}  // namespace reckon
