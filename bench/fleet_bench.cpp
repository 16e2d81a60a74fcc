// Question: what does a whole run cost with each strategy, against `none`, the fleet alone?
//
// A fleet of 16 departs and follows, with 0 or 50 ns of work an order, its history kept or not;
// and, without either, on more workers than there are cores. A row's time is wall time from the
// first worker's start to the last one's end.
//
//   fleet_bench [--events=N] [--benchmark_...]      N events in all, 1048576 if not given

#include <fmt/format.h>

#include "bench/hand_over.hpp"
#include "bench/invocation.hpp"
#include "core/control/strategy_record.hpp"
#include "core/world/preset.hpp"
#include "serializers/list.hpp"

namespace reckon::bench {
namespace {

constexpr std::uint32_t ships = 16;

std::array options{Option{"events", 1 << 20, Limits::events}};
const std::uint64_t& events_asked = options[0].value;

struct Case {
    std::uint32_t work_ns;
    bool keep_history;
    std::uint32_t workers;
};

constexpr Case cases[] = {{0, false, 2}, {0, true, 2},  {50, false, 2}, {50, true, 2},
                          {0, false, 4}, {0, false, 8}, {0, false, 16}};

Result<Scenario> depart_and_follow(const Case& row) {
    const auto orders = static_cast<std::uint32_t>(events_asked / ships);
    Knobs knobs{.name = "depart and follow", .ships = ships, .orders = std::max(1U, orders)};
    knobs.shares[static_cast<std::size_t>(OrderKind::depart)] = 1;
    knobs.shares[static_cast<std::size_t>(OrderKind::follow)] = 1;
    knobs.work_ns = row.work_ns;
    return generate(knobs);
}

void sail(benchmark::State& state, const StrategyRecord& strategy, const Case& row) {
    const auto scenario = depart_and_follow(row);
    if (!scenario) return state.SkipWithError(scenario.error().message().c_str());
    const auto bounds = bounds_of(*scenario);
    for (auto _ : state) {
        const double hand_over = hand_over_ns();
        const auto recording = strategy.free_run(
            *scenario, *bounds,
            {.workers = row.workers, .keep_history = row.keep_history, .memory = 16ULL << 30});
        if (!recording) return state.SkipWithError(recording.error().message().c_str());
        const Cost& cost = recording->cost;
        measured(state, {.wall_ns = static_cast<double>(cost.elapsed_ns),
                         .events = cost.events,
                         .threads = row.workers});
        per_event(state, "bytes_per_event", static_cast<double>(cost.log_bytes), cost.events);
        per_event(state, "finish_ns_per_event", static_cast<double>(cost.finish_ns), cost.events);
        state.counters["hand_over_ns"] = hand_over;
    }
}

void add_rows() {
    for (const StrategyRecord& strategy : strategies()) {
        for (const Case& row : cases) {
            const auto name =
                fmt::format("fleet/{}/work:{}/history:{}/workers:{}", strategy.name, row.work_ns,
                            row.keep_history ? "on" : "off", row.workers);
            add_row(name, [&](benchmark::State& state) { sail(state, strategy, row); });
        }
    }
}

}  // namespace
}  // namespace reckon::bench

int main(int argc, char** argv) {
    return reckon::bench::run(argc, argv, reckon::bench::options, reckon::bench::add_rows);
}
