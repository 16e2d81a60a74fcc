#include "core/check/log_order.hpp"

#include <algorithm>

namespace reckon {

LogOrder::LogOrder(const History& run, const Log& log, std::uint64_t closure_bound)
    : log_{log}, closure_bound_{closure_bound}, entries_(run.ships.size()) {
    for (std::size_t ship = 0; ship < run.ships.size(); ++ship) {
        entries_[ship].resize(run.ships[ship].last());
    }
    for (std::uint32_t i = 0; i < log.events.size(); ++i) {
        const Dot dot = log.events[i].dot;
        entries_[dot.ship][dot.version - 1] = i;
    }
    if (!is_total()) return;
    sequence_ = sequence_of(log);
    position_.resize(sequence_.size());
    for (std::uint32_t i = 0; i < sequence_.size(); ++i) position_[sequence_[i]] = i;
}

std::optional<bool> LogOrder::precedes(Dot a, Dot b) {
    if (b.version == 0) return false;
    if (a.version == 0) return true;
    if (a.ship == b.ship) return a.version < b.version;
    if (is_total()) return position_[entry(a)] < position_[entry(b)];
    if (const auto* clocks = std::get_if<ByClock>(&log_.order)) {
        return clocks->row(entry(b))[a.ship] >= a.version;
    }
    if (names(a, b)) return true;
    if (!build_closure()) return std::nullopt;
    return closure_[entry(b) * entries_.size() + a.ship] >= a.version;
}

bool LogOrder::names(Dot a, Dot b) const {
    const auto reaches = [&](Dot known) {
        return known.ship == a.ship && known.version >= a.version;
    };
    const Cause cause = log_.events[entry(b)].cause;
    if (cause.is_hail() && reaches(cause.sender())) return true;
    return std::ranges::any_of(log_.named_reads->of(entry(b)), reaches);
}

/// A row per event, filled in an order in which each row's sources are full: depth first, with the
/// stack in a vector, for a chain of dependencies can be as long as the log.
bool LogOrder::build_closure() {
    if (closure_built_) return true;
    const std::size_t n = entries_.size();
    if (log_.events.size() * std::uint64_t{n} > closure_bound_) return false;
    closure_.assign(log_.events.size() * n, 0);
    enum class Mark : std::uint8_t { fresh, open, full };
    std::vector<Mark> marks(log_.events.size(), Mark::fresh);
    std::vector<Dot> stack;
    const auto each_source = [&](Dot dot, auto&& visit) {
        if (dot.version > 1) visit(Dot{dot.ship, dot.version - 1});
        for (const Dot read : log_.named_reads->of(entry(dot))) {
            if (read.version > 0) visit(read);
        }
        const Cause cause = log_.events[entry(dot)].cause;
        if (cause.is_hail()) visit(cause.sender());
    };
    for (ShipId ship = 0; ship < n; ++ship) {
        if (!entries_[ship].empty()) {
            stack.push_back({ship, static_cast<Version>(entries_[ship].size())});
        }
        while (!stack.empty()) {
            const Dot dot = stack.back();
            Mark& mark = marks[entry(dot)];
            if (mark == Mark::fresh) {
                mark = Mark::open;
                each_source(dot, [&](Dot source) {
                    if (marks[entry(source)] == Mark::fresh) stack.push_back(source);
                });
                continue;
            }
            stack.pop_back();
            if (mark == Mark::full) continue;
            mark = Mark::full;
            Version* row = &closure_[entry(dot) * n];
            each_source(dot, [&](Dot source) {
                const Version* known = &closure_[entry(source) * n];
                for (std::size_t i = 0; i < n; ++i) row[i] = std::max(row[i], known[i]);
            });
            row[dot.ship] = dot.version;
        }
    }
    closure_built_ = true;
    return true;
}

}  // namespace reckon
