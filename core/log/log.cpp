#include "core/log/log.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <tuple>

namespace reckon {

std::uint64_t Log::bytes() const {
    std::uint64_t total = events.size() * sizeof(Event);
    if (const auto* stamped = std::get_if<ByStamp>(&order)) {
        total += stamped->stamps.size() * sizeof(std::uint64_t);
    }
    if (const auto* clocked = std::get_if<ByClock>(&order)) {
        total += clocked->entries.size() * sizeof(Version);
    }
    if (named_reads) {
        total += named_reads->ends.size() * sizeof(std::uint32_t);
        total += named_reads->reads.size() * sizeof(Dot);
    }
    return total;
}

std::vector<std::uint32_t> sequence_of(const Log& log) {
    std::vector<std::uint32_t> sequence(log.events.size());
    std::iota(sequence.begin(), sequence.end(), 0U);
    if (const auto* stamped = std::get_if<ByStamp>(&log.order)) {
        // The index last: an event recorded twice keeps one order, so a sort is the same anywhere.
        std::ranges::sort(sequence, {}, [&](std::uint32_t i) {
            return std::tuple{stamped->stamps[i], log.events[i].dot, i};
        });
    }
    return sequence;
}

}  // namespace reckon
