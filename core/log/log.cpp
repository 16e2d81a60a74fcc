#include "core/log/log.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <tuple>

namespace reckon {
namespace {

using Stamps = std::pmr::vector<std::uint64_t>;
using Sequence = std::vector<std::uint32_t>;

/// By stamp, ties by dot. The index last: an event recorded twice keeps one order, so a sort is the
/// same anywhere.
Sequence compared(const Log& log, const Stamps& stamps) {
    Sequence sequence(stamps.size());
    std::iota(sequence.begin(), sequence.end(), 0U);
    std::ranges::sort(sequence, {}, [&](std::uint32_t i) {
        return std::tuple{stamps[i], log.events[i].dot, i};
    });
    return sequence;
}

/// The same, where stamps lie close: each finds its place by how many are smaller.
Sequence counted(const Log& log, const Stamps& stamps, std::uint64_t least, std::uint64_t spread) {
    std::vector<std::uint32_t> places(spread + 1);  // By stamp: where its next event goes.
    for (const std::uint64_t stamp : stamps) ++places[stamp - least];
    std::exclusive_scan(places.begin(), places.end(), places.begin(), 0U);
    Sequence sequence(stamps.size());
    for (std::uint32_t i = 0; i < stamps.size(); ++i) sequence[places[stamps[i] - least]++] = i;
    // Lanes joined ship by ship have equal stamps in the order of dots as they stand.
    if (std::ranges::is_sorted(log.events, {}, &Event::dot)) return sequence;
    std::uint32_t begin = 0;
    for (const std::uint32_t end : places) {
        std::sort(sequence.begin() + begin, sequence.begin() + end,
                  [&](std::uint32_t a, std::uint32_t b) {
                      return std::pair{log.events[a].dot, a} < std::pair{log.events[b].dot, b};
                  });
        begin = end;
    }
    return sequence;
}

}  // namespace

std::uint64_t Log::bytes() const {
    std::uint64_t total = events.size() * sizeof(Event);
    if (const auto* stamped = std::get_if<ByStamp>(&order)) {
        total += stamped->stamps.size() * sizeof(std::uint64_t);
    }
    if (const auto* clocked = std::get_if<ByClock>(&order)) {
        total += clocked->ends.size() * sizeof(std::uint64_t);
        total += clocked->changes.size() * sizeof(Dot);
    }
    if (named_reads) {
        total += named_reads->ends.size() * sizeof(std::uint32_t);
        total += named_reads->reads.size() * sizeof(Dot);
    }
    return total;
}

void ByClock::append(ShipId own, std::span<const Version> before, std::span<const Version> clock) {
    constexpr std::size_t step = 8;  // Clocks side by side mostly agree.
    for (std::size_t begin = 0; begin < clock.size(); begin += step) {
        const std::size_t end = std::min(clock.size(), begin + step);
        Version other = 0;
        for (std::size_t i = begin; i < end; ++i) {
            other |= clock[i] ^ (before.empty() ? 0 : before[i]);
        }
        if (other == 0) continue;
        for (auto ship = static_cast<ShipId>(begin); ship < end; ++ship) {
            const Version was = before.empty() ? 0 : before[ship];
            if (ship != own && clock[ship] != was) changes.push_back({ship, clock[ship]});
        }
    }
    ends.push_back(changes.size());
}

namespace {

/// Where the parts of `count` events end, of `all` that there is.
template <class Ends>
bool are_ends(const Ends& ends, std::size_t count, std::size_t all) {
    const std::size_t last = ends.empty() ? 0 : ends.back();
    return ends.size() == count && std::ranges::is_sorted(ends) && last == all;
}

}  // namespace

std::string malformed(const Log& log, std::size_t ship_count) {
    const std::size_t count = log.events.size();
    if (const auto* stamped = std::get_if<ByStamp>(&log.order)) {
        if (stamped->stamps.size() != count) return "not a stamp per event";
    }
    if (const auto* clocks = std::get_if<ByClock>(&log.order)) {
        if (!are_ends(clocks->ends, count, clocks->changes.size())) return "not a clock per event";
        if (log.named_reads) return "reads named beside clocks, which name them already";
        for (std::size_t event = 0; event < count; ++event) {
            std::uint64_t next = 0;  // Ships before this one have had their turn.
            for (const Dot change : clocks->changes_of(event)) {
                if (change.ship >= ship_count) return "clocks of another fleet";
                if (change.ship < next)
                    return "a clock's changes out of order, or one ship's twice";
                if (change.ship == log.events[event].dot.ship) {
                    return "a clock that counts its own ship otherwise";
                }
                next = change.ship + std::uint64_t{1};
            }
        }
    }
    if (std::holds_alternative<ByDependency>(log.order) && !log.named_reads) {
        return "no versions read, of which the order is made";
    }
    if (log.named_reads) {
        const NamedReads& named = *log.named_reads;
        if (!are_ends(named.ends, count, named.reads.size())) {
            return "not the versions read of each event";
        }
    }
    return "";
}

Log ship_by_ship(const Log& log) {
    std::vector<std::uint32_t> entries(log.events.size());
    std::iota(entries.begin(), entries.end(), 0U);
    if (!std::holds_alternative<InSequence>(log.order)) {
        std::ranges::stable_sort(entries, {},
                                 [&](std::uint32_t entry) { return log.events[entry].dot.ship; });
    }
    Log sorted;
    for (const std::uint32_t entry : entries) sorted.events.push_back(log.events[entry]);
    if (log.named_reads) {
        NamedReads& named = sorted.named_reads.emplace();
        for (const std::uint32_t entry : entries) named.append(log.named_reads->of(entry));
    }
    if (const auto* stamped = std::get_if<ByStamp>(&log.order)) {
        ByStamp stamps;
        for (const std::uint32_t entry : entries) stamps.stamps.push_back(stamped->stamps[entry]);
        sorted.order = std::move(stamps);
    } else if (const auto* clocks = std::get_if<ByClock>(&log.order)) {
        ByClock changed;
        for (const std::uint32_t entry : entries) {
            const auto changes = clocks->changes_of(entry);
            changed.changes.insert(changed.changes.end(), changes.begin(), changes.end());
            changed.ends.push_back(changed.changes.size());
        }
        sorted.order = std::move(changed);
    } else {
        sorted.order = log.order;
    }
    return sorted;
}

std::vector<std::uint32_t> sequence_of(const Log& log) {
    const auto* stamped = std::get_if<ByStamp>(&log.order);
    if (stamped == nullptr) {
        Sequence sequence(log.events.size());
        std::iota(sequence.begin(), sequence.end(), 0U);
        return sequence;
    }
    const Stamps& stamps = stamped->stamps;
    if (stamps.empty()) return {};
    const auto [least, most] = std::ranges::minmax(stamps);
    // Logical clocks and tickets count events. A clock in milliseconds that is further apart than
    // this is of a run so slow, or so short, that a sort is nothing beside it.
    const std::uint64_t spread_max = 2 * std::uint64_t{stamps.size()};
    const std::uint64_t spread = most - least;
    return spread <= spread_max ? counted(log, stamps, least, spread) : compared(log, stamps);
}

}  // namespace reckon
