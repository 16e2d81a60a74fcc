#include "core/export/line_up.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/check/event_numbers.hpp"
#include "core/check/words.hpp"
#include "core/export/happens_before.hpp"

namespace reckon {
namespace {

constexpr ShipId nobody_waits = 0xffff'ffffU;

/// What of the event's past is not done yet, if anything.
std::optional<Dot> awaited(const History& run, const std::vector<Version>& done, Dot dot) {
    std::optional<Dot> found;
    each_edge_to(run, dot, [&](EdgeKind, Dot from) {
        if (from.version > done[from.ship]) found = from;
    });
    return found;
}

std::optional<LineUp> logged_order(const History& run, const Log& log) {
    if (!log.recorded() || log.is_partial()) return std::nullopt;
    if (log.events.size() != run.event_count()) return std::nullopt;
    LineUp line{.as_logged = true};
    line.events.reserve(log.events.size());
    std::vector<Version> done(run.ships.size());
    for (const std::uint32_t entry : sequence_of(log)) {
        const Dot dot = log.events[entry].dot;
        const bool in_turn =
            dot.version == done[dot.ship] + 1 && dot.version <= run.ships[dot.ship].last();
        if (!in_turn || awaited(run, done, dot)) return std::nullopt;
        ++done[dot.ship];
        line.events.push_back(dot);
    }
    line.moments.resize(line.events.size());
    std::iota(line.moments.begin(), line.moments.end(), 0U);
    return line;
}

/// How long the longest chain to each event is, by number: each ship is carried on as long as all
/// that its next event waits for is done.
class Depths {
public:
    Depths(const History& run, const EventNumbers& numbers)
        : run_{run}, numbers_{numbers}, of_(numbers.count()), done_(run.ships.size()) {}

    /// The first event that waits for ever, if one does.
    std::optional<Dot> measure() {
        std::vector<ShipId> waiting(of_.size(), nobody_waits);  // By number: the first who waits.
        std::vector<ShipId> next_waiting(done_.size(), nobody_waits);
        std::vector<ShipId> ready(done_.size());
        std::iota(ready.rbegin(), ready.rend(), 0U);
        while (!ready.empty()) {
            const ShipId ship = ready.back();
            ready.pop_back();
            while (done_[ship] < run_.ships[ship].last()) {
                const Dot dot{ship, done_[ship] + 1};
                if (const auto other = awaited(run_, done_, dot)) {
                    next_waiting[ship] = std::exchange(waiting[numbers_.of(*other)], ship);
                    break;
                }
                take(dot);
                ShipId waiter = waiting[numbers_.of(dot)];
                for (; waiter != nobody_waits; waiter = next_waiting[waiter]) {
                    ready.push_back(waiter);
                }
            }
        }
        for (ShipId ship = 0; ship < done_.size(); ++ship) {
            if (done_[ship] < run_.ships[ship].last()) return Dot{ship, done_[ship] + 1};
        }
        return std::nullopt;
    }

    [[nodiscard]] const std::vector<std::uint32_t>& by_number() const { return of_; }

private:
    void take(Dot dot) {
        std::uint32_t depth = 0;
        each_edge_to(run_, dot, [&](EdgeKind, Dot from) {
            depth = std::max(depth, of_[numbers_.of(from)] + 1);
        });
        of_[numbers_.of(dot)] = depth;
        ++done_[dot.ship];
    }

    const History& run_;
    const EventNumbers& numbers_;
    std::vector<std::uint32_t> of_;
    std::vector<Version> done_;
};

LineUp by_depth(const History& run, const std::vector<std::uint32_t>& depths) {
    LineUp line;
    if (depths.empty()) return line;
    std::vector<std::uint32_t> places(std::ranges::max(depths) + std::size_t{1});
    for (const std::uint32_t depth : depths) ++places[depth];
    std::exclusive_scan(places.begin(), places.end(), places.begin(), 0U);
    line.events.resize(depths.size());
    line.moments.resize(depths.size());
    std::size_t number = 0;
    for (ShipId ship = 0; ship < run.ships.size(); ++ship) {
        for (Version version = 1; version <= run.ships[ship].last(); ++version, ++number) {
            const std::uint32_t place = places[depths[number]]++;
            line.events[place] = {ship, version};
            line.moments[place] = depths[number];
        }
    }
    return line;
}

}  // namespace

Result<LineUp> line_up(const Scenario& scenario, const History& run, const Log& log) {
    if (auto logged = logged_order(run, log)) return std::move(*logged);
    const EventNumbers numbers{run};
    Depths depths{run, numbers};
    if (const auto stuck = depths.measure()) {
        return fail({"the run", name(scenario, *stuck) + " waits for what comes after it",
                     "events that do not wait for each other"});
    }
    return by_depth(run, depths.by_number());
}

}  // namespace reckon
