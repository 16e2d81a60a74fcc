// Question: what does judging cost an event, in time and in bytes, by kind of log?
//
// A fleet of 16 departs and follows, ship by ship one step each; the six checks and serializability
// are judged, strict on what an observer saw. On one worker every run is serializable; on two, with
// pauses, none of this size is, unless the strategy excludes it. bytes_per_event is the most that
// judging takes at once, replay_bytes_per_event what the replay took that is judged,
// both_bytes_per_event the one after the other: less than the sum, for some of a replay's memory is
// given back. The log and the history are in none of them.
//
//   check_bench [--events=N] [--benchmark_...]     N events, 1000000 if not given

#include <fmt/format.h>

#include "bench/invocation.hpp"
#include "bench/peak_memory.hpp"
#include "bench/sailed_run.hpp"
#include "core/check/judge.hpp"

namespace reckon::bench {
namespace {

void judges(benchmark::State& state, const char* strategy, std::uint32_t events,
            bool serializable) {
    const auto run = sail(strategy, events,
                          {.ships = 16,
                           .workers = serializable ? 1U : 2U,
                           .pauses = serializable ? 0 : 0.01,
                           .keep_history = true,
                           .observe_every_us = 200});
    if (!run) return state.SkipWithError(run.error().message().c_str());
    const auto& [scenario, recording] = *run;
    const PeakMemory both;
    const auto replayed = replay(scenario, recording.log);
    const std::uint64_t replay_bytes = both.bytes();
    benchmark::DoNotOptimize(judge(scenario, *recording.history, recording.log, replayed));
    const std::uint64_t both_bytes = both.bytes();
    std::uint64_t bytes = 0;
    for (auto _ : state) {
        const PeakMemory peak;
        const Verdict verdict = judge(scenario, *recording.history, recording.log, replayed);
        bytes = std::max(bytes, peak.bytes());
        if ((verdict.serializable.outcome == Outcome::holds) != serializable) {
            return state.SkipWithError("the run is not what the row says");
        }
    }
    const auto count = static_cast<double>(recording.log.events.size());
    state.SetItemsProcessed(state.iterations() *
                            static_cast<std::int64_t>(recording.log.events.size()));
    state.counters["observed"] = static_cast<double>(recording.history->observed.size());
    state.counters["changes_per_event"] = changes_per_event(recording.log);
    state.counters["bytes_per_event"] = static_cast<double>(bytes) / count;
    state.counters["replay_bytes_per_event"] = static_cast<double>(replay_bytes) / count;
    state.counters["both_bytes_per_event"] = static_cast<double>(both_bytes) / count;
}

void add_benches(std::uint32_t events) {
    const auto add = [&](const char* log, const char* strategy, bool serializable) {
        const auto name = fmt::format("judge/{}/serializable:{}", log, serializable ? 1 : 0);
        benchmark::RegisterBenchmark(name.c_str(), [=](benchmark::State& state) {
            judges(state, strategy, events, serializable);
        });
    };
    for (const bool serializable : {true, false}) {
        add("sequence", serializable ? "mutex" : "mpsc", serializable);
        add("stamp", "lamport", serializable);
        add("dependency", "deps", serializable);
        add("clock", "vector", serializable);
    }
}

}  // namespace
}  // namespace reckon::bench

int main(int argc, char** argv) {
    using namespace reckon::bench;
    std::array options{Option{"events", 1'000'000, 100'000'000}};
    return run(argc, argv, options,
               [&options] { add_benches(static_cast<std::uint32_t>(options[0].value)); });
}
