// Question: what does it cost to record an event, by strategy and number of producers?
//
// A fleet departs and follows, without other work, on as many workers as there are producers, and
// no history is kept. A row's time is wall time from the first worker's start to the last one's
// end; the row `none` is the fleet alone. Read items_per_second, and compare rows of one invocation
// only.
//
//   record_bench [--orders=N] [--benchmark_…]     N orders of each ship, 20000 if not given

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <charconv>
#include <cstdio>

#include "core/control/strategy_record.hpp"
#include "core/report/provenance.hpp"
#include "core/world/preset.hpp"
#include "serializers/list.hpp"

namespace reckon {
namespace {

constexpr std::uint32_t ship_counts[] = {2, 16, 256};
constexpr std::uint32_t producer_counts[] = {1, 2, 4};

Result<Scenario> depart_and_follow(std::uint32_t ships, std::uint32_t orders) {
    Knobs knobs{.name = "depart and follow", .ships = ships, .orders = orders};
    knobs.shares[static_cast<std::size_t>(OrderKind::depart)] = 1;
    knobs.shares[static_cast<std::size_t>(OrderKind::follow)] = 1;
    return generate(knobs);
}

void record(benchmark::State& state, const StrategyRecord& strategy, std::uint32_t ships,
            std::uint32_t producers, std::uint32_t orders) {
    const auto scenario = depart_and_follow(ships, orders);
    if (!scenario) return state.SkipWithError(scenario.error().message().c_str());
    const auto bounds = bounds_of(*scenario);
    std::uint64_t events = 0;
    double bytes = 0;
    double finish_ns = 0;
    for (auto _ : state) {
        const auto recording =
            strategy.free_run(*scenario, *bounds, {.workers = producers, .keep_history = false});
        if (!recording) return state.SkipWithError(recording.error().message().c_str());
        const Cost& cost = recording->cost;
        state.SetIterationTime(static_cast<double>(cost.elapsed_ns) * 1e-9);
        events += cost.events;
        bytes += static_cast<double>(cost.log_bytes);
        finish_ns += static_cast<double>(cost.finish_ns);
    }
    const auto per_event = [&](double total) {
        return events == 0 ? 0 : total / static_cast<double>(events);
    };
    state.SetItemsProcessed(static_cast<std::int64_t>(events));
    state.counters["bytes_per_event"] = per_event(bytes);
    state.counters["finish_ns_per_event"] = per_event(finish_ns);
}

void add_benches(std::uint32_t orders) {
    for (const StrategyRecord& strategy : strategies()) {
        for (const std::uint32_t ships : ship_counts) {
            // As many events whatever the fleet, so that rows differ in one thing.
            const std::uint32_t each = std::max(1U, orders * 16 / ships);
            for (const std::uint32_t producers : producer_counts) {
                const auto name =
                    fmt::format("record/{}/ships:{}/producers:{}", strategy.name, ships, producers);
                benchmark::RegisterBenchmark(name.c_str(), [=, &strategy](benchmark::State& state) {
                    record(state, strategy, ships, producers, each);
                })->UseManualTime();
            }
        }
    }
}

void add_context() {
    const Provenance& known = provenance();
    benchmark::AddCustomContext("reckon_version", known.version);
    benchmark::AddCustomContext("commit", known.commit);
    benchmark::AddCustomContext("compiler", known.compiler);
    benchmark::AddCustomContext("flags", known.flags);
    benchmark::AddCustomContext("cpu", known.cpu);
}

/// Takes --orders=N out of the arguments; 0 if it is no number.
std::uint32_t take_orders(int& argc, char** argv) {
    constexpr std::string_view option = "--orders=";
    std::uint32_t orders = 20'000;
    int kept = 1;
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (!argument.starts_with(option)) {
            argv[kept++] = argv[i];
            continue;
        }
        const std::string_view number = argument.substr(option.size());
        orders = 0;
        std::from_chars(number.data(), number.data() + number.size(), orders);
    }
    argc = kept;
    return orders;
}

}  // namespace
}  // namespace reckon

int main(int argc, char** argv) {
    const std::uint32_t orders = reckon::take_orders(argc, argv);
    constexpr std::uint32_t orders_max = 1'000'000;
    if (orders == 0 || orders > orders_max) {
        fmt::print(stderr, "record_bench: --orders: expected a whole number from 1 to {}\n",
                   orders_max);
        return 2;
    }
    reckon::add_benches(orders);
    reckon::add_context();
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    // A filter that matches nothing measures nothing, which is no success.
    return benchmark::RunSpecifiedBenchmarks() == 0 ? 2 : 0;
}
