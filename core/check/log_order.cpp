#include "core/check/log_order.hpp"

#include <algorithm>

namespace reckon {

LogOrder::LogOrder(const History& run, const Log& log, std::uint64_t work_max)
    : log_{log},
      work_max_{work_max},
      ship_count_{run.ships.size()},
      numbers_{run},
      places_(log.events.size()) {
    if (std::holds_alternative<ByStamp>(log.order)) sequence_ = sequence_of(log);
    for (std::uint32_t i = 0; i < log.events.size(); ++i) place(at(i)) = i;
    constexpr std::size_t pasts_max = 4096;
    if (!is_total()) pasts_.resize(ship_count_ <= pasts_max ? ship_count_ : 1);
}

std::optional<bool> LogOrder::precedes(Dot a, Dot b) {
    if (b.version == 0) return false;
    if (a.version == 0) return true;
    if (a.ship == b.ship) return a.version < b.version;
    if (is_total()) return place(a) < place(b);
    if (names(a, b)) return true;
    const Past* past = past_of(b);
    if (past == nullptr) return std::nullopt;
    return past->counts[a.ship] >= a.version;
}

bool LogOrder::names(Dot a, Dot b) {
    if (!log_.named_reads) return false;
    const auto reaches = [&](Dot known) {
        return known.ship == a.ship && known.version >= a.version;
    };
    const Cause cause = log_.events[place(b)].cause;
    if (cause.is_hail() && reaches(cause.sender())) return true;
    return std::ranges::any_of(log_.named_reads->of(place(b)), reaches);
}

/// Null if the work would pass its bound.
const LogOrder::Past* LogOrder::past_of(Dot b) {
    Past& past = pasts_[pasts_.size() == 1 ? 0 : b.ship];
    if (past.of.ship != b.ship || past.of.version > b.version || past.counts.empty()) {
        past.of = {b.ship, 0};
        past.counts.assign(ship_count_, 0);
    }
    const bool by_clock = std::holds_alternative<ByClock>(log_.order);
    while (past.of.version < b.version) {
        ++past.of.version;
        if (!(by_clock ? count_changes(past) : count_sources(past))) return nullptr;
    }
    return &past;
}

bool LogOrder::worked(std::uint64_t more) {
    work_ += more;
    return work_ <= work_max_;
}

/// By the clock of the event that the past is now of.
bool LogOrder::count_changes(Past& past) {
    const auto changes = std::get<ByClock>(log_.order).changes_of(place(past.of));
    for (const Dot change : changes) past.counts[change.ship] = change.version;
    past.counts[past.of.ship] = past.of.version;
    return worked(1 + changes.size());
}

/// By what the event that the past is now of names, and what that names in turn. With a version all
/// before it count, so each event is looked at once; what is still to come stands in a vector, for
/// a chain of dependencies can be as long as the log.
bool LogOrder::count_sources(Past& past) {
    std::vector<Dot> ahead{past.of};
    while (!ahead.empty()) {
        const Dot dot = ahead.back();
        ahead.pop_back();
        Version& counted = past.counts[dot.ship];
        const Version before = counted;
        if (before >= dot.version) continue;
        counted = dot.version;
        for (Version version = before + 1; version <= dot.version; ++version) {
            if (!worked(1)) return false;
            const std::uint32_t entry = place({dot.ship, version});
            for (const Dot read : log_.named_reads->of(entry)) ahead.push_back(read);
            const Cause cause = log_.events[entry].cause;
            if (cause.is_hail()) ahead.push_back(cause.sender());
        }
    }
    return true;
}

}  // namespace reckon
