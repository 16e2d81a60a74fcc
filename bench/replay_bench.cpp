// Question: how many events a second does a log bring back, by kind of log and number of threads?
//
// A fleet of 16 departs and follows; its log is replayed into memory of its own (fresh) and into
// the memory of the replay before (again), or for its final states alone. Logs that are a partial
// order are also replayed by several threads, with orders that cost nothing and orders that cost
// 200 ns, as they did when the log was made. `sequence/…` is the sort of stamps by itself. Read
// items_per_second; bytes_per_event is the most that was taken at once, log not counted.
//
//   replay_bench [--events=N] [--benchmark_...]     N events, 1000000 if not given

#include <fmt/format.h>

#include "bench/invocation.hpp"
#include "bench/peak_memory.hpp"
#include "bench/sailed_run.hpp"
#include "core/replay/replay.hpp"
#include "core/run/sync.hpp"

namespace reckon::bench {
namespace {

constexpr std::uint32_t work_ns = 200;

struct Kind {
    const char* log;
    const char* strategy;
    bool partial;
};

constexpr Kind kinds[] = {{"sequence", "mutex", false},
                          {"stamp", "lamport", false},
                          {"dependency", "deps", true},
                          {"clock", "vector", true}};

/// One iteration is once(run), which says whether it went well.
template <class Once>
void bench(benchmark::State& state, const Kind& kind, std::uint32_t events, const SailedHow& how,
           Once&& once) {
    const auto run = sail(kind.strategy, events, how);
    if (!run) return state.SkipWithError(run.error().message().c_str());
    spin_for(work_ns);  // Calibrated now, not while the clock runs.
    std::uint64_t bytes = 0;
    for (auto _ : state) {
        const PeakMemory peak;
        if (!once(*run)) return state.SkipWithError("the log cannot be replayed");
        bytes = std::max(bytes, peak.bytes());
    }
    const auto count = static_cast<std::int64_t>(run->recording.log.events.size());
    state.SetItemsProcessed(state.iterations() * count);
    state.counters["changes_per_event"] = changes_per_event(run->recording.log);
    state.counters["bytes_per_event"] = static_cast<double>(bytes) / static_cast<double>(count);
}

template <class Once>
void add(const std::string& name, const Kind& kind, std::uint32_t events, const SailedHow& how,
         Once once) {
    benchmark::RegisterBenchmark(name.c_str(), [=](benchmark::State& state) mutable {
        bench(state, kind, events, how, once);
    })->UseRealTime();
}

/// A replay into the memory of the one before.
auto again(const ReplayOptions& options) {
    return [options, memory = Replay{}](const SailedRun& run) mutable {
        auto replayed = replay(run.scenario, run.recording.log, options, std::move(memory));
        if (replayed) memory = std::move(*replayed);
        return replayed.has_value();
    };
}

void add_by_threads(const Kind& kind, std::uint32_t events) {
    for (const bool works : {false, true}) {
        for (const std::uint32_t threads : {1U, 2U, 4U}) {
            ReplayOptions options{.threads = threads};
            if (works) options.work = [] { spin_for(work_ns); };
            const auto name = fmt::format("replay/{}/again/threads:{}/work_ns:{}", kind.log,
                                          threads, works ? work_ns : 0);
            add(name, kind, events, {.work_ns = works ? work_ns : 0}, again(options));
        }
    }
}

void add_benches(std::uint32_t events) {
    for (const Kind& kind : kinds) {
        add(fmt::format("replay/{}/fresh", kind.log), kind, events, {}, [](const SailedRun& run) {
            return replay(run.scenario, run.recording.log).has_value();
        });
        if (kind.partial) {
            add_by_threads(kind, events);
            continue;
        }
        add(fmt::format("replay/{}/again", kind.log), kind, events, {}, again({}));
        add(fmt::format("replay/{}/final", kind.log), kind, events, {}, [](const SailedRun& run) {
            return final_states(run.scenario, run.recording.log).has_value();
        });
    }
    for (const std::uint32_t ships : {2U, 16U, 256U}) {
        add(fmt::format("sequence/stamp/ships:{}", ships), kinds[1], events, {.ships = ships},
            [](const SailedRun& run) {
                return sequence_of(run.recording.log).size() == run.recording.log.events.size();
            });
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
