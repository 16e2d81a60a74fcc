// Question: what does a controlled schedule cost, and which part of that is the switching, the run,
// the judging?
//
// On convoy-2 of the tests (a follow beside a departure) under `deps`: fibers that only switch, a
// run without judging, a run with it; random schedules on one thread. Then runs of larger fleets,
// where operations_per_s is what to read; and, on every strategy, explore() as a user calls it.
//
//   explore_bench [--benchmark_…]

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "bench/invocation.hpp"
#include "core/explore/exploration.hpp"
#include "core/explore/judged_run.hpp"
#include "core/explore/sampler.hpp"
#include "core/world/preset.hpp"
#include "serializers/list.hpp"

namespace reckon {
namespace {

Scenario convoy_2() {
    Scenario scenario{.name = "convoy-2"};
    OrderTable table{scenario.orders};
    scenario.ships = {{.name = "Emma", .initial = {.at = 0, .cargo = 5}},
                      {.name = "Berta", .initial = {.at = 1}}};
    scenario.ships[0].plan = {table.add({.kind = OrderKind::follow, .ships = {1, 0}})};
    scenario.ships[1].plan = {table.add({.kind = OrderKind::depart, .port = 2})};
    return scenario;
}

/// As many switches as a run of convoy-2 makes: three operations, and the start and end of two
/// tasks.
void switches(benchmark::State& state) {
    Fiber* self = nullptr;
    bool ending = false;
    Fiber fiber{[&] {
        while (!ending) self->leave();
    }};
    self = &fiber;
    constexpr int switches_a_run = 5;
    for (auto _ : state) {
        for (int i = 0; i < switches_a_run; ++i) fiber.resume();
    }
    ending = true;
    fiber.resume();
    state.SetItemsProcessed(state.iterations());
}

void runs(benchmark::State& state, const StrategyRecord& strategy, const Scenario& scenario,
          bool judged) {
    const Bounds bounds = *bounds_of(scenario);
    const auto runner = strategy.controlled(scenario, bounds);
    RunJudge judge{scenario, true};
    RandomWalk walk;
    std::uint64_t index = 0;
    std::uint64_t operations = 0;
    for (auto _ : state) {
        walk.begin(1, index++, 0);
        const ControlledRecording& run = runner->run(walk, {});
        operations += run.made.size();
        if (judged) benchmark::DoNotOptimize(judge.judge(run));
    }
    state.SetItemsProcessed(state.iterations());
    state.counters["operations_per_s"] =
        benchmark::Counter(static_cast<double>(operations), benchmark::Counter::kIsRate);
}

void explores(benchmark::State& state, const StrategyRecord& strategy, Policy policy) {
    const Scenario scenario = convoy_2();
    const Bounds bounds = *bounds_of(scenario);
    ExploreOptions options{.policy = policy, .schedules_max = 20'000, .count_all = true};
    std::uint64_t schedules = 0;
    for (auto _ : state) {
        const auto found = explore(strategy, scenario, bounds, options);
        if (!found) return state.SkipWithError(found.error().message().c_str());
        schedules += found->schedules;
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(schedules));
}

void add_benches() {
    benchmark::RegisterBenchmark("switch/convoy-2", switches);
    const StrategyRecord& deps = *find_strategy("deps");
    static const Scenario small = convoy_2();
    for (const bool judged : {false, true}) {
        const auto name = fmt::format("run/deps/convoy-2/judged:{}", judged ? 1 : 0);
        benchmark::RegisterBenchmark(name.c_str(), [&deps, judged](benchmark::State& state) {
            runs(state, deps, small, judged);
        });
    }
    for (const StrategyRecord& strategy : strategies()) {
        const auto name = fmt::format("run/{}/ships:8/orders:20", strategy.name);
        benchmark::RegisterBenchmark(name.c_str(), [&strategy](benchmark::State& state) {
            Knobs knobs = find_preset("convoy")->knobs();
            knobs.ships = 8;
            knobs.orders = 20;
            runs(state, strategy, *generate(knobs), false);
        });
    }
    for (const Policy policy : {Policy::random, Policy::pct, Policy::pos}) {
        const auto name = fmt::format("explore/deps/convoy-2/{}", word(policy));
        benchmark::RegisterBenchmark(name.c_str(), [&deps, policy](benchmark::State& state) {
            explores(state, deps, policy);
        });
    }
}

}  // namespace
}  // namespace reckon

int main(int argc, char** argv) {
    return reckon::bench::run(argc, argv, {}, reckon::add_benches);
}
