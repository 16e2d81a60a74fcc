#include "tests/stream/loose_log.hpp"

#include <algorithm>
#include <boost/random/uniform_int_distribution.hpp>

namespace reckon {
namespace {

using Random = boost::random::mt19937;
using Entries = std::vector<LooseEntry>;

std::size_t below(Random& random, std::size_t bound) {
    return boost::random::uniform_int_distribution<std::size_t>{0, bound - 1}(random);
}

/// Any entry that has dots; none, if there is none.
LooseEntry* with_dots(Random& random, Entries& entries) {
    const std::size_t begin = below(random, entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
        LooseEntry& entry = entries[(begin + i) % entries.size()];
        if (!entry.dots.empty()) return &entry;
    }
    return nullptr;
}

/// A little less or more, and never below 0.
Version near(Random& random, Version version) {
    const auto step = static_cast<Version>(1 + below(random, 3));
    return below(random, 2) == 0 || version < step ? version + step : version - step;
}

std::string spoil_version(Random& random, Entries& entries) {
    LooseEntry* entry = with_dots(random, entries);
    if (entry == nullptr) return "nothing";
    Dot& dot = entry->dots[below(random, entry->dots.size())];
    dot.version = near(random, dot.version);
    return "another version read or counted";
}

std::string spoil_stamp(Random& random, Entries& entries, std::size_t at) {
    const std::size_t other = below(random, entries.size());
    if (below(random, 2) == 0) {
        std::swap(entries[at].stamp, entries[other].stamp);
        return "stamps exchanged";
    }
    entries[at].stamp = entries[other].stamp;
    return "another's stamp";
}

}  // namespace

Entries loose(const Log& log) {
    const auto* stamped = std::get_if<ByStamp>(&log.order);
    const auto* clocks = std::get_if<ByClock>(&log.order);
    Entries entries;
    for (std::size_t i = 0; i < log.events.size(); ++i) {
        LooseEntry& entry = entries.emplace_back(LooseEntry{.event = log.events[i]});
        if (stamped != nullptr) entry.stamp = stamped->stamps[i];
        std::span<const Dot> dots;
        if (log.named_reads) dots = log.named_reads->of(i);
        if (clocks != nullptr) dots = clocks->changes_of(i);
        entry.dots.assign(dots.begin(), dots.end());
    }
    return entries;
}

Log put_together(const Log& like, const Entries& entries) {
    Log log;
    if (like.named_reads) log.named_reads.emplace();
    ByStamp stamped;
    ByClock clocks;
    for (const LooseEntry& entry : entries) {
        log.events.push_back(entry.event);
        stamped.stamps.push_back(entry.stamp);
        if (log.named_reads) log.named_reads->append(entry.dots);
        clocks.changes.insert(clocks.changes.end(), entry.dots.begin(), entry.dots.end());
        clocks.ends.push_back(clocks.changes.size());
    }
    log.order = like.order;
    if (std::holds_alternative<ByStamp>(like.order)) log.order = std::move(stamped);
    if (std::holds_alternative<ByClock>(like.order)) log.order = std::move(clocks);
    return log;
}

std::string spoil(Random& random, const Scenario& scenario, Entries& entries) {
    const std::size_t at = below(random, entries.size());
    const std::size_t other = below(random, entries.size());
    const auto begin = entries.begin();
    switch (below(random, 9)) {
        case 0: entries.erase(begin + static_cast<std::ptrdiff_t>(at)); return "one dropped";
        case 1: {
            const LooseEntry twice = entries[at];
            entries.insert(begin + static_cast<std::ptrdiff_t>(other), twice);
            return "one doubled";
        }
        case 2: std::swap(entries[at], entries[other]); return "two exchanged";
        case 3:
            std::swap(entries[at], entries[(at + 1) % entries.size()]);
            return "neighbours exchanged";
        case 4: entries[at].event.cause = entries[other].event.cause; return "another cause";
        case 5:
            entries[at].event.order = static_cast<OrderId>(below(random, scenario.orders.size()));
            return "another order";
        case 6: return spoil_stamp(random, entries, at);
        default: return spoil_version(random, entries);
    }
}

}  // namespace reckon
