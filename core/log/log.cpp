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

std::string malformed(const Log& log, std::size_t ship_count) {
    const std::size_t count = log.events.size();
    if (const auto* stamped = std::get_if<ByStamp>(&log.order)) {
        if (stamped->stamps.size() != count) return "not a stamp per event";
    }
    if (const auto* clocks = std::get_if<ByClock>(&log.order)) {
        if (clocks->ship_count != ship_count) return "clocks of another fleet";
        if (clocks->entries.size() != count * ship_count) return "not a clock per event";
    }
    if (std::holds_alternative<ByDependency>(log.order) && !log.named_reads) {
        return "no versions read, of which the order is made";
    }
    if (log.named_reads) {
        const auto& ends = log.named_reads->ends;
        const bool rising = std::ranges::is_sorted(ends);
        const std::size_t last = ends.empty() ? 0 : ends.back();
        if (ends.size() != count || !rising || last != log.named_reads->reads.size()) {
            return "not the versions read of each event";
        }
    }
    return "";
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
