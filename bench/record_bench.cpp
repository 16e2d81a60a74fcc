// Question: what does it cost to record an event, by strategy and number of producers?
//
// Bare steps (bench/bare_fleet.hpp), each with one deref, of another producer's ship once in eight
// times; so that the floor, `copy-reads` and `copy-stamp`, does the same but for the recording, and
// `none` leaves even that. A row's time is wall time from the first producer's start to the last
// one's end. `finish_ns_per_event` is what follows, until the log stands in its order.
//
//   record_bench [--events=N] [--memory=BYTES] [--benchmark_...]
//       N events in all, 1048576 if not given; rows that take more than BYTES are left out

#include <fmt/format.h>

#include "bench/bare_record.hpp"
#include "bench/private_copy.hpp"
#include "serializers/all.hpp"

namespace reckon::bench {
namespace {

constexpr std::uint32_t ship_counts[] = {2, 16, 256};
constexpr std::uint32_t producer_counts[] = {1, 2, 4};

std::array options{Option{"events", 1 << 20, 1 << 27}, Option{"memory", 16ULL << 30, 1ULL << 40}};
const std::uint64_t& events_asked = options[0].value;
const std::uint64_t& memory_max = options[1].value;

template <class Row>
void add_rows(std::string_view name, Row row) {
    for (const std::uint32_t ships : ship_counts) {
        for (const std::uint32_t producers : producer_counts) {
            if (producers > ships) continue;
            const CourseKnobs knobs{.ships = ships, .producers = producers, .events = events_asked};
            add_row(fmt::format("record/{}/ships:{}/producers:{}", name, ships, producers),
                    [=](benchmark::State& state) { row(state, knobs); });
        }
    }
}

template <template <class Sync> class... S>
void add_strategies(StrategyTypes<S...>) {
    (add_rows(S<RealSync>::name,
              [](benchmark::State& state, const CourseKnobs& knobs) {
                  record_bare<S<RealSync>>(state, knobs, memory_max);
              }),
     ...);
}

}  // namespace
}  // namespace reckon::bench

int main(int argc, char** argv) {
    using namespace reckon::bench;
    return run(argc, argv, options, [] {
        add_rows(CopyWithReads::name, copy_bare<CopyWithReads>);
        add_rows(CopyWithStamp::name, copy_bare<CopyWithStamp>);
        add_strategies(reckon::AllStrategies{});
    });
}
