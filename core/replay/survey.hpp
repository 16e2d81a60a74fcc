#pragma once
/// A first look over a log: can all that it names be looked up, and how much is there of each ship?

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "core/log/log.hpp"
#include "core/world/scenario.hpp"

namespace reckon {

/// What an entry names that there is not.
enum class Flaw : std::uint8_t {
    none,
    ship,   ///< No such ship.
    order,  ///< No such order.
    reads,  ///< Other ships are read than the order derefs.
};

/// Of a log that is not malformed.
[[nodiscard]] inline Flaw flaw_of(const Scenario& scenario, const Log& log, std::size_t entry) {
    const Event& event = log.events[entry];
    if (event.dot.ship >= scenario.ships.size()) return Flaw::ship;
    if (event.order >= scenario.orders.size()) return Flaw::order;
    if (!log.named_reads) return Flaw::none;
    const auto named = log.named_reads->of(entry);
    const auto asked = derefs(scenario.orders[event.order]);
    return std::ranges::equal(asked, named, {}, {}, &Dot::ship) ? Flaw::none : Flaw::reads;
}

/// Shape  Vectors by ship; of a log that is not flawed.
class Survey {
public:
    std::vector<std::uint32_t> events;
    std::vector<std::uint32_t> reads;
    bool ship_by_ship = true;  ///< The log has all of one ship, then all of the next.
    bool hailed = false;       ///< Some event was hailed.
    bool flawed = false;       ///< Some entry has a flaw, but for reads of other ships.

    /// Cost  One pass without a branch on what an entry says, which a log of mixed orders would
    ///       make too dear to guess; and one over the reads named.
    Survey(const Scenario& scenario, const Log& log)
        : events(scenario.ships.size()), reads(scenario.ships.size()) {
        const auto ships = static_cast<ShipId>(scenario.ships.size());
        if (log.named_reads) {
            const auto there = [&](Dot read) { return read.ship < ships; };
            flawed = !std::ranges::all_of(log.named_reads->reads, there);
        }
        const std::uint32_t* ends = log.named_reads ? log.named_reads->ends.data() : nullptr;
        const auto asked = asked_by_kind();
        std::uint32_t end = 0;
        ShipId last = 0;
        for (std::size_t entry = 0; entry < log.events.size() && !flawed; ++entry) {
            const Event& event = log.events[entry];
            const ShipId ship = event.dot.ship;
            if (ship >= ships || event.order >= scenario.orders.size()) {
                flawed = true;
                return;
            }
            const OrderKind kind = scenario.orders[event.order].kind;
            const std::uint32_t derefs = asked[static_cast<std::size_t>(kind)];
            ++events[ship];
            reads[ship] += derefs;
            ship_by_ship &= ship >= last;
            hailed |= event.cause.is_hail();
            last = ship;
            if (ends != nullptr) flawed = ends[entry] - std::exchange(end, ends[entry]) != derefs;
        }
    }

private:
    static std::array<std::uint32_t, order_kind_count> asked_by_kind() {
        std::array<std::uint32_t, order_kind_count> asked;
        for (std::size_t kind = 0; kind < asked.size(); ++kind) {
            const Order order{.kind = static_cast<OrderKind>(kind)};
            asked[kind] = static_cast<std::uint32_t>(derefs(order).size());
        }
        return asked;
    }
};

/// Each ship's entries: as they stand in the log, so that without a gap the k-th is of version k +
/// 1; or by version, of a log that has been found to have each.
class ShipEntries {
public:
    enum class By : std::uint8_t { place, version };

    /// Cost  4 bytes an event, unless the log stands ship by ship.
    ShipEntries(const Log& log, const Survey& survey, By by = By::place)
        : first_(survey.events.size() + 1) {
        for (std::size_t ship = 0; ship < survey.events.size(); ++ship) {
            first_[ship + 1] = first_[ship] + survey.events[ship];
        }
        if (survey.ship_by_ship && by == By::place) return;
        entries_.resize(log.events.size());
        std::vector<std::uint32_t> next{first_};
        for (std::uint32_t i = 0; i < log.events.size(); ++i) {
            const Dot dot = log.events[i].dot;
            entries_[by == By::place ? next[dot.ship]++ : slot(dot)] = i;
        }
    }

    [[nodiscard]] ShipId ship_count() const { return static_cast<ShipId>(first_.size() - 1); }
    [[nodiscard]] std::uint32_t count(ShipId ship) const { return first_[ship + 1] - first_[ship]; }

    [[nodiscard]] std::uint32_t entry(ShipId ship, std::uint32_t k) const {
        const std::uint32_t place = first_[ship] + k;
        return entries_.empty() ? place : entries_[place];
    }

    [[nodiscard]] std::uint32_t size() const { return first_.back(); }

    /// Counts the versions from 1 of all ships through.
    [[nodiscard]] std::uint32_t slot(Dot dot) const { return first_[dot.ship] + dot.version - 1; }

private:
    std::vector<std::uint32_t> first_;
    std::vector<std::uint32_t> entries_;  // Empty if each stands where it is counted.
};

}  // namespace reckon
