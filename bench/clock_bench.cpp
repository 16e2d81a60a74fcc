// Question: what do clocks cost that name what an event knew of, by ships, partners and how often
// ships interact?
//
// Bare steps (bench/bare_fleet.hpp) on one thread, ship by ship, one step each, so that every run
// is the same. With few partners a ship derefs within a group of four, with many it derefs any; at
// every event, or at one in eight.
//
//   clock_bench [--events=N] [--memory=BYTES] [--benchmark_...]
//       N events in all, if not given 131072, and then 192 a ship at least, or 64 where every event
//       derefs; rows that take more than BYTES are left out

#include <fmt/format.h>

#include "bench/bare_record.hpp"
#include "serializers/all.hpp"

namespace reckon::bench {
namespace {

using Clocks = StrategyTypes<  //
    VectorClock,               //
    VectorDelta,               //
    TreeClock>;

constexpr std::uint32_t ship_counts[] = {8, 64, 512, 4096};

constexpr std::uint64_t events_usual = 1 << 17;

std::array options{Option{"events", events_usual, 1 << 27},
                   Option{"memory", 16ULL << 30, 1ULL << 40}};
const std::uint64_t& events_asked = options[0].value;
const std::uint64_t& memory_max = options[1].value;

/// Clocks are short at first: if not told otherwise, each ship derefs some dozens of times.
std::uint64_t events_of(std::uint32_t ships, std::uint32_t every) {
    const std::uint64_t least = std::uint64_t{ships} * (every > 1 ? 192 : 64);
    return events_asked == events_usual ? std::max(events_usual, least) : events_asked;
}

template <class S>
void add_clock() {
    for (const bool few : {true, false}) {
        for (const std::uint32_t every : {8U, 1U}) {
            for (const std::uint32_t ships : ship_counts) {
                const CourseKnobs knobs{.ships = ships,
                                        .events = events_of(ships, every),
                                        .batch = 1,
                                        .deref_every = every,
                                        .group = few ? 4U : 0U};
                add_row(fmt::format("clock/{}/partners:{}/every:{}/ships:{}", S::name,
                                    few ? "few" : "many", every, ships),
                        [=](benchmark::State& state) { record_bare<S>(state, knobs, memory_max); });
            }
        }
    }
}

template <template <class Sync> class... S>
void add_clocks(StrategyTypes<S...>) {
    (add_clock<S<RealSync>>(), ...);
}

}  // namespace
}  // namespace reckon::bench

int main(int argc, char** argv) {
    using namespace reckon::bench;
    return run(argc, argv, options, [] { add_clocks(Clocks{}); });
}
