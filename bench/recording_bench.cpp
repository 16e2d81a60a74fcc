// Question: what does it cost to keep a log in a file, and to read it back?
//
// A fleet of 16 departed and followed under `deps`, many steps or one in each visit of a worker
// (batch); its entries lie ready, ship by ship.
//
//   append/…   The recorder takes them onto a file, which grows or is written over; `plain` makes
//              the same calls of the blocks as they came to be, which lie ready, and of packed
//              blocks packs the same payloads. What stands before the log is not timed.
//   commit/…   The same with a sync of all that came at each millisecond, or 0 for as soon as the
//              sync before is done: N entries. `plain` waits as long, then makes the same calls.
//   scan/…     That file is read where it lies, from memory: `stored-run` is StoredRun::open, which
//              all streaming commands begin with: checksums, and each entry looked at;
//              `log-stream` goes on through all entries, as a replay does. `plain-blocks` makes
//              the same checksums, `plain-entries` one of each entry of the log. The ships' plans,
//              which all but the plain loops look at too, are in the file or not.
//   bytes/…    What a whole run takes on disk, by strategy, without history and snapshots.
//   run/…      A run of `deps` without history that is kept in a file as it goes, or not.
//
//   recording_bench [--events=N] [--benchmark_...]     N entries, 2000000 if not given

#include <fmt/format.h>
#include <time.h>

#include <map>

#include "bench/hand_over.hpp"
#include "bench/invocation.hpp"
#include "bench/plain_calls.hpp"
#include "bench/plain_sums.hpp"
#include "bench/ready_log.hpp"
#include "bench/sailed_run.hpp"
#include "bench/scratch_file.hpp"
#include "core/recording/recorder.hpp"
#include "core/stream/log_stream.hpp"

namespace reckon::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint32_t ships = 16;

// So that no file is larger than 200 MB.
std::array options{Option{"events", 2'000'000, 5'000'000}};
const std::uint64_t& events_asked = options[0].value;

std::uint32_t events_up_to(std::uint64_t most) {
    return static_cast<std::uint32_t>(std::min(events_asked, most));
}

const RunOrigin& origin() {
    static const RunOrigin bench{"deps", "seq_cst", "recording_bench", ""};
    return bench;
}

/// What all rows but whole runs are made of.
struct Ready {
    Scenario scenario;
    Scenario without_plans;
    ReadyLog log;
    NotedCalls calls{};     ///< Of a recorder that takes all of it, nothing packed.
    std::size_t begin = 0;  ///< Those before the log.
    NotedCalls calls_without_plans{};
};

/// A recorder begins; `then` is what becomes of it.
template <class Then>
bool record(const Scenario& scenario, const ReadyLog& log, Output& output,
            const RecorderOptions& how, Then&& then) {
    Recorder recorder{output, how};
    recorder.begin(origin(), scenario);
    ReadyTap tap{log};
    then(recorder, tap);
    return !recorder.error();
}

void take_all(Recorder& recorder, ReadyTap& tap) {
    while (recorder.follow({.log = &tap})) {
    }
    recorder.follow_to_the_end({.log = &tap});
    recorder.finish();
}

std::unique_ptr<const Ready> make_ready(std::uint32_t batch) {
    auto run =
        sail("deps", static_cast<std::uint32_t>(events_asked), {.ships = ships, .batch = batch});
    if (!run) return nullptr;
    Scenario without_plans = run->scenario;
    for (ShipSetup& ship : without_plans.ships) ship.plan.clear();
    std::unique_ptr<Ready> all{new Ready{std::move(run->scenario), std::move(without_plans),
                                         ReadyLog{run->recording.log, ships}}};
    Output output{"no file", -1, all->calls};
    Output other{"no file", -1, all->calls_without_plans};
    const bool went_well = record(all->scenario, all->log, output, {},
                                  [&](Recorder& recorder, ReadyTap& tap) {
                                      all->begin = all->calls.sizes().size();
                                      take_all(recorder, tap);
                                  }) &&
                           record(all->without_plans, all->log, other, {}, take_all);
    return went_well ? std::move(all) : nullptr;
}

/// Steps that a ship makes in one visit of a worker: as runs have it if nothing is said, and one,
/// where a ship's entries name the newest of others throughout.
constexpr std::uint32_t usual_batch = FreeRunOptions{}.batch;
constexpr std::uint32_t single_steps = 1;

/// Once, and not before a row asks for it; null if the run could not be made.
const Ready* ready(std::uint32_t batch) {
    static std::map<std::uint32_t, std::unique_ptr<const Ready>> made;
    const auto [at, is_new] = made.try_emplace(batch);
    if (is_new) at->second = make_ready(batch);
    return at->second.get();
}

double process_cpu_ns() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

template <class Body>
Work timed(std::uint64_t events, Body&& body) {
    const double cpu_before = process_cpu_ns();
    const auto began = Clock::now();
    body();
    const std::chrono::duration<double, std::nano> wall = Clock::now() - began;
    return {.wall_ns = wall.count(), .cpu_ns = process_cpu_ns() - cpu_before, .events = events};
}

void written(benchmark::State& state, const Work& work, std::uint64_t bytes) {
    measured(state, work);
    per_event(state, "bytes_per_event", static_cast<double>(bytes), work.events);
}

/// A row of what lies ready and a file of its own: once(ready, file) says whether it went well.
template <class Once>
void add_filed(const std::string& name, std::uint32_t batch, Once once) {
    add_row(name, [batch, once](benchmark::State& state) {
        for (auto _ : state) {
            const Ready* all = ready(batch);
            if (all == nullptr) return state.SkipWithError("the run could not be made");
            const ScratchFile file;
            if (file.get() < 0 || !once(state, *all, file)) {
                return state.SkipWithError("the file could not be written or read");
            }
        }
    });
}

bool written_before(const NotedCalls& calls, const ScratchFile& file) {
    // On the disk, so that the system does not write while the clock runs.
    return PlainLoop{calls, file.get()}.make_rest() && ::fdatasync(file.get()) == 0 &&
           ::lseek(file.get(), 0, SEEK_SET) == 0;
}

void add_append(int pack, bool grows, std::uint32_t batch) {
    const auto name = [&](const char* who) {
        return fmt::format("append/{}/batch:{}/zstd:{}/file:{}", who, batch, pack,
                           grows ? "grown" : "written");
    };
    add_filed(name("recorder"), batch,
              [=](benchmark::State& state, const Ready& all, const ScratchFile& file) {
                  if (!grows && !written_before(all.calls, file)) return false;
                  Output output{file.path(), file.get()};
                  return record(all.scenario, all.log, output, {.pack = pack},
                                [&](Recorder& recorder, ReadyTap& tap) {
                                    const std::uint64_t before = output.written();
                                    const Work work =
                                        timed(all.log.entries(), [&] { take_all(recorder, tap); });
                                    written(state, work, output.written() - before);
                                });
              });
    add_filed(name("plain"), batch,
              [=](benchmark::State& state, const Ready& all, const ScratchFile& file) {
                  if (!grows && !written_before(all.calls, file)) return false;
                  PlainLoop loop{all.calls, file.get(), pack};
                  if (!loop.make(all.begin)) return false;
                  const std::uint64_t before = loop.written();
                  bool went_well = false;
                  const Work work = timed(all.log.entries(), [&] { went_well = loop.make_rest(); });
                  written(state, work, loop.written() - before);
                  return went_well;
              });
}

struct Commits {
    std::uint32_t every_ms;
    std::size_t entries;  ///< That come from one to the next.
    std::uint64_t most;   ///< Entries in all.

    [[nodiscard]] RecorderOptions how() const {
        return {.sync = SyncPolicy::interval, .interval_ms = every_ms};
    }
};

/// A sync after each portion, as soon as the recorder finds one to be due.
void take_by(const std::vector<Shown>& portions, Recorder& recorder, ReadyTap& tap) {
    for (const Shown& shown : portions) {
        tap.show(shown);
        const std::uint64_t before = recorder.stats().syncs;
        while (recorder.stats().syncs == before && !recorder.error()) {
            recorder.follow({.log = &tap});
        }
    }
    recorder.follow_to_the_end({.log = &tap});
    recorder.finish();
}

bool commit_plainly(const Commits& commits, std::size_t portions, PlainLoop& loop) {
    const std::chrono::milliseconds apart{commits.every_ms};
    for (std::size_t i = 0; i < portions; ++i) {
        if (!loop.commit(loop.begun() + apart)) return false;
    }
    return loop.make_rest();
}

void add_commit(const Commits& commits) {
    const auto name = [&](const char* who) {
        return fmt::format("commit/{}/every_ms:{}/entries:{}", who, commits.every_ms,
                           commits.entries);
    };
    const auto told = [=](benchmark::State& state, const Work& work, std::size_t portions) {
        measured(state, work);
        state.counters["ns_per_commit"] = work.wall_ns / static_cast<double>(portions);
    };
    add_filed(
        name("recorder"), usual_batch,
        [=](benchmark::State& state, const Ready& all, const ScratchFile& file) {
            const auto portions = all.log.portions(commits.entries, events_up_to(commits.most));
            Output output{file.path(), file.get()};
            return record(all.scenario, all.log, output, commits.how(),
                          [&](Recorder& recorder, ReadyTap& tap) {
                              tap.show(Shown(all.log.lanes()));
                              const Work work = timed(events_up_to(commits.most),
                                                      [&] { take_by(portions, recorder, tap); });
                              told(state, work, portions.size());
                          });
        });
    add_filed(name("plain"), usual_batch,
              [=](benchmark::State& state, const Ready& all, const ScratchFile& file) {
                  const auto portions =
                      all.log.portions(commits.entries, events_up_to(commits.most));
                  NotedCalls calls;
                  std::size_t begin = 0;
                  Output output{file.path(), -1, calls};
                  record(all.scenario, all.log, output, commits.how(),
                         [&](Recorder& recorder, ReadyTap& tap) {
                             begin = calls.sizes().size();
                             tap.show(Shown(all.log.lanes()));
                             take_by(portions, recorder, tap);
                         });
                  PlainLoop loop{calls, file.get()};
                  if (!loop.make(begin)) return false;
                  bool went_well = false;
                  const Work work = timed(events_up_to(commits.most), [&] {
                      went_well = commit_plainly(commits, portions.size(), loop);
                  });
                  told(state, work, portions.size());
                  return went_well;
              });
}

bool walk(const std::filesystem::path& path) {
    auto run = StoredRun::open(path);
    if (!run) return false;
    LogStream log{*run};
    std::uint64_t entries = 0;
    while (const auto entry = log.next()) entries += entry->event().dot.version > 0 ? 1 : 0;
    return entries == run->log_entries();
}

template <class Scan>
void add_scan(const char* name, Scan scan) {
    for (const bool plans : {true, false}) {
        add_filed(fmt::format("scan/{}/plans:{}", name, plans ? "with" : "without"), usual_batch,
                  [=](benchmark::State& state, const Ready& all, const ScratchFile& file) {
                      const NotedCalls& calls = plans ? all.calls : all.calls_without_plans;
                      if (!written_before(calls, file)) return false;
                      bool went_well = false;
                      const Work work =
                          timed(all.log.entries(), [&] { went_well = scan(all, file.path()); });
                      written(state, work, calls.bytes().size());
                      return went_well;
                  });
    }
}

/// A run under way onto a file, or not kept if there is none; none if it failed.
std::optional<Cost> sailed(const StrategyRecord& strategy, const Scenario& scenario,
                           const RecorderOptions* how, RecordingStats& stats) {
    const ScratchFile file;
    Output output{file.path(), file.get()};
    std::optional<Recorder> recorder;
    if (how != nullptr) {
        recorder.emplace(output, *how);
        recorder->begin(origin(), scenario);
    }
    const auto recording = strategy.free_run(scenario, *bounds_of(scenario),
                                             {.keep_history = false,
                                              .memory = 16ULL << 30,
                                              .follower = recorder ? &*recorder : nullptr});
    if (!recording) return std::nullopt;
    if (recorder) {
        recorder->finish();
        if (recorder->error()) return std::nullopt;
        stats = recorder->stats();
    }
    return recording->cost;
}

void add_bytes(const char* strategy, const char* preset, int pack) {
    add_row(
        fmt::format("bytes/{}/{}/zstd:{}", strategy, preset, pack), [=](benchmark::State& state) {
            Knobs knobs = find_preset(preset)->knobs();
            knobs.ships = ships;
            knobs.orders = std::max(1U, events_up_to(1 << 18) / ships);
            const auto scenario = generate(knobs);
            const RecorderOptions how{.pack = pack};
            for (auto _ : state) {
                RecordingStats stats;
                const auto cost = sailed(*find_strategy(strategy), *scenario, &how, stats);
                if (!cost) return state.SkipWithError("the run could not be kept");
                state.SetIterationTime(static_cast<double>(cost->elapsed_ns) * 1e-9);
                per_event(state, "bytes_per_event", static_cast<double>(stats.bytes), cost->events);
                per_event(state, "log_bytes_per_event", static_cast<double>(stats.log_bytes),
                          cost->events);
            }
        });
}

void add_run(std::uint32_t work_ns, const char* kept, std::optional<RecorderOptions> how) {
    add_row(fmt::format("run/deps/work:{}/kept:{}", work_ns, kept), [=](benchmark::State& state) {
        Knobs knobs = find_preset("convoy")->knobs();
        knobs.ships = ships;
        knobs.orders = std::max(1U, events_up_to(1 << 20) / ships);
        knobs.work_ns = work_ns;
        const auto scenario = generate(knobs);
        for (auto _ : state) {
            const double hand_over = hand_over_ns();
            RecordingStats stats;
            std::optional<Cost> cost;
            const Work whole = timed(0, [&] {
                cost = sailed(*find_strategy("deps"), *scenario, how ? &*how : nullptr, stats);
            });
            if (!cost) return state.SkipWithError("the run could not be kept");
            measured(state, {.wall_ns = static_cast<double>(cost->elapsed_ns),
                             .cpu_ns = whole.cpu_ns,
                             .events = cost->events,
                             .threads = 2});
            per_event(state, "whole_ns_per_event", whole.wall_ns, cost->events);
            state.counters["hand_over_ns"] = hand_over;
        }
    });
}

void add_benches() {
    for (const int pack : {0, 3}) {
        for (const bool grows : {true, false}) add_append(pack, grows, usual_batch);
    }
    add_append(0, true, single_steps);
    for (const std::uint32_t every_ms : {1U, 0U}) {
        add_commit({every_ms, 1'024, 1 << 17});
        add_commit({every_ms, 65'536, 1 << 20});
    }
    using Path = std::filesystem::path;
    add_scan("stored-run",
             [](const Ready&, const Path& file) { return StoredRun::open(file).has_value(); });
    add_scan("log-stream", [](const Ready&, const Path& file) { return walk(file); });
    add_scan("plain-blocks", [](const Ready&, const Path& file) { return sum_blocks(file); });
    add_scan("plain-entries", [](const Ready& all, const Path& file) {
        return sum_entries(file, entry_shape(all.log.shape()));
    });
    for (const char* strategy : {"mutex", "lamport", "vector", "deps"}) {
        for (const char* preset : {"convoy", "mixed"}) {
            for (const int pack : {0, 3}) add_bytes(strategy, preset, pack);
        }
    }
    for (const std::uint32_t work_ns : {0U, 200U}) {
        add_run(work_ns, "no", std::nullopt);
        add_run(work_ns, "zstd-0", RecorderOptions{});
        add_run(work_ns, "zstd-3", RecorderOptions{.pack = 3});
    }
}

}  // namespace
}  // namespace reckon::bench

int main(int argc, char** argv) {
    return reckon::bench::run(argc, argv, reckon::bench::options, reckon::bench::add_benches);
}
