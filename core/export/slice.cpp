#include "core/export/slice.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/export/happens_before.hpp"
#include "core/replay/replay.hpp"

namespace reckon {

Slice::Slice(std::vector<Dot> events) : events_{std::move(events)} {
    for (const Dot dot : events_) {
        const auto [found, first] = versions_.try_emplace(dot.ship);
        if (first) {
            found->second.before = dot.version - 1;
            ships_.push_back(dot.ship);
        }
        found->second.last = dot.version;
    }
    std::ranges::sort(ships_);
    for (std::size_t i = 0; i < ships_.size(); ++i) versions_[ships_[i]].place = i;
}

std::optional<std::size_t> Slice::place(ShipId ship) const {
    const auto found = versions_.find(ship);
    if (found == versions_.end()) return std::nullopt;
    return found->second.place;
}

bool Slice::has(Dot dot) const {
    const auto found = versions_.find(dot.ship);
    if (found == versions_.end()) return false;
    return dot.version > found->second.before && dot.version <= found->second.last;
}

Result<Slice> slice_of(const ToldRun& told, const SliceWish& wish) {
    auto line = line_up(told.scenario(), told.events(), told.log());
    if (!line) return fail(std::move(line.error()));
    std::vector<Dot>& events = line->events;
    if (events.size() > wish.events) {
        std::optional<Dot> middle = wish.around;
        if (!middle) {
            if (const auto departure = told.first_departure()) middle = departure->event;
        }
        const auto found = middle ? std::ranges::find(events, *middle) : events.begin();
        const auto before = static_cast<std::size_t>(found - events.begin());
        const std::size_t begin = std::min(before - std::min<std::size_t>(before, wish.events / 2),
                                           events.size() - wish.events);
        const auto first = events.begin() + static_cast<std::ptrdiff_t>(begin);
        events = std::vector<Dot>(first, first + static_cast<std::ptrdiff_t>(wish.events));
    }
    return Slice{std::move(events)};
}

std::optional<Slice> replayed_slice(const ToldRun& told, const Slice& slice) {
    if (told.replayed() == nullptr) return std::nullopt;
    std::vector<Dot> events;
    for (const std::uint32_t entry : replay_order(told.scenario(), told.log())) {
        const Dot dot = told.log().events[entry].dot;
        if (slice.has(dot)) events.push_back(dot);
    }
    return Slice{std::move(events)};
}

Result<SliceClocks> SliceClocks::of(const History& run, const Slice& slice) {
    SliceClocks clocks;
    const std::size_t count = slice.events().size();
    clocks.width_ = slice.ships().size();
    if (std::uint64_t{count} * clocks.width_ > entries_max) {
        return fail({"the slice", fmt::format("{} events of {} ships", count, clocks.width_),
                     fmt::format("events times ships up to {}: ask for fewer events", entries_max),
                     Error::Kind::bound});
    }
    clocks.counts_.resize(count * clocks.width_);
    clocks.number_.resize(count);
    std::size_t first = 0;
    for (const ShipId ship : slice.ships()) {
        clocks.first_.push_back(first);
        first += slice.last(ship) - slice.before(ship);
    }
    std::vector<Version> done(clocks.width_);
    for (std::size_t event = 0; event < count; ++event) {
        const Dot dot = slice.events()[event];
        const auto own = std::span{clocks.counts_}.subspan(event * clocks.width_, clocks.width_);
        each_edge_to(run, dot, [&](EdgeKind, Dot from) {
            if (!slice.has(from)) return;
            const std::size_t place = *slice.place(from.ship);
            const Version nth = from.version - slice.before(from.ship);
            if (nth > done[place]) return;
            const auto other = clocks.clock(place, nth);
            for (std::size_t i = 0; i < own.size(); ++i) own[i] = std::max(own[i], other[i]);
        });
        const std::size_t place = *slice.place(dot.ship);
        own[place] = ++done[place];
        clocks.number_[clocks.first_[place] + done[place] - 1] = static_cast<std::uint32_t>(event);
    }
    return clocks;
}

}  // namespace reckon
