#pragma once
/// What happened in a run, ship by ship: the ground truth, known to no strategy and no replay.

#include <span>
#include <vector>

#include "core/log/cut.hpp"
#include "core/world/state.hpp"

namespace reckon {

/// Shape  states[v] is the state at version v; events[v - 1] made it. The reads of that event are
///        reads[reads_end[v - 2]] up to reads[reads_end[v - 1]], in order of reading.
struct ShipHistory {
    std::vector<State> states;
    std::vector<Event> events;
    std::vector<std::uint32_t> reads_end;
    std::vector<Dot> reads;

    [[nodiscard]] Version last() const { return static_cast<Version>(events.size()); }

    [[nodiscard]] const Event& event(Version v) const { return events[v - 1]; }

    [[nodiscard]] std::span<const Dot> reads_of(Version v) const {
        const std::uint32_t begin = v == 1 ? 0 : reads_end[v - 2];
        return std::span{reads}.subspan(begin, reads_end[v - 1] - begin);
    }

    /// Keeps the memory.
    void clear() {
        states.clear();
        events.clear();
        reads_end.clear();
        reads.clear();
    }

    void append(const Event& event, const State& after, std::span<const Dot> read) {
        events.push_back(event);
        states.push_back(after);
        reads.insert(reads.end(), read.begin(), read.end());
        reads_end.push_back(static_cast<std::uint32_t>(reads.size()));
    }
};

/// Shape  ships has an entry per ship of the scenario, each with at least its initial state;
///        observed holds global states in the order in which they happened, none twice. publishes
///        is empty, or has the ships in the order in which they published all their versions: then
///        every global state was observed, one after each, and `observed` is empty.
struct History {
    std::vector<ShipHistory> ships;
    std::vector<Cut> observed;
    std::vector<ShipId> publishes;

    [[nodiscard]] const Event& event(Dot dot) const { return ships[dot.ship].event(dot.version); }

    [[nodiscard]] std::uint64_t event_count() const {
        std::uint64_t count = 0;
        for (const ShipHistory& ship : ships) count += ship.events.size();
        return count;
    }
};

}  // namespace reckon
