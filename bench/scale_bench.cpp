// Question: does the cost of an event stay the same, from 2 ships to 10,000, and from 10^4 events
// to 10^8?
//
// Bare steps (bench/bare_fleet.hpp) of two producers, who visit a ship for 16 steps, with few
// partners: a ship derefs within a group of four, once in eight steps. The strategies that share
// nothing but what ships publish, and `none`.
//
//   scale_bench [--events=N] [--memory=BYTES] [--benchmark_...]
//       up to N events, 100000000 if not given; rows that take more than BYTES, 16 GiB if not
//       given, are left out

#include <fmt/format.h>

#include "bench/bare_record.hpp"
#include "serializers/all.hpp"

namespace reckon::bench {
namespace {

using Scaled = StrategyTypes<  //
    None,                      //
    Lamport,                   //
    VectorClock,               //
    VectorDelta,               //
    TreeClock,                 //
    Deps>;

constexpr std::uint32_t ship_counts[] = {2, 10, 100, 1'000, 10'000};
constexpr std::uint64_t event_counts[] = {10'000, 100'000, 1'000'000, 10'000'000, 100'000'000};
// Where ships are counted, and where events are.
constexpr std::uint64_t events_beside_ships = 1'000'000;
constexpr std::uint32_t ships_beside_events = 16;

std::array options{Option{"events", 100'000'000, 1 << 27},
                   Option{"memory", 16ULL << 30, 1ULL << 40}};
const std::uint64_t& events_asked = options[0].value;
const std::uint64_t& memory_max = options[1].value;

template <class S>
void add(std::uint32_t ships, std::uint64_t events) {
    if (events > events_asked) return;
    const CourseKnobs knobs{.ships = ships,
                            .producers = 2,
                            .events = events,
                            .batch = 16,
                            .deref_every = 8,
                            .group = 4};
    add_row(fmt::format("scale/{}/ships:{}/events:{}", S::name, ships, events),
            [=](benchmark::State& state) { record_bare<S>(state, knobs, memory_max); });
}

template <template <class Sync> class... S>
void add_ships(StrategyTypes<S...>) {
    for (const std::uint32_t ships : ship_counts) {
        (add<S<RealSync>>(ships, std::min(events_beside_ships, events_asked)), ...);
    }
}

template <template <class Sync> class... S>
void add_events(StrategyTypes<S...>) {
    for (const std::uint64_t events : event_counts) {
        (add<S<RealSync>>(ships_beside_events, events), ...);
    }
}

}  // namespace
}  // namespace reckon::bench

int main(int argc, char** argv) {
    using namespace reckon::bench;
    return run(argc, argv, options, [] {
        add_ships(Scaled{});
        add_events(Scaled{});
    });
}
