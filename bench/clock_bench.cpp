// Question: what do clocks cost that name what an event knew of, by ships, partners and how often
// ships interact?
//
// Bare steps (bench/bare_fleet.hpp) on one thread, ship by ship, one step each, so that every run
// is the same. With few partners a ship derefs within a group of four, with many it derefs any; at
// every event, or at one in eight.
//
//   clock_bench [--events=N] [--memory=BYTES] [--benchmark_...]
//       N events in all, 131072 if not given; rows that take more than BYTES are left out

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

std::array options{Option{"events", 1 << 17, 1 << 27}, Option{"memory", 16ULL << 30, 1ULL << 40}};
const std::uint64_t& events_asked = options[0].value;
const std::uint64_t& memory_max = options[1].value;

template <class S>
void add_clock() {
    for (const bool few : {true, false}) {
        for (const std::uint32_t every : {8U, 1U}) {
            for (const std::uint32_t ships : ship_counts) {
                const CourseKnobs knobs{.ships = ships,
                                        .events = events_asked,
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
