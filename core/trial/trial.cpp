#include "core/trial/trial.hpp"

#include <fmt/format.h>

#include "core/trial/stopwatch.hpp"

namespace reckon {
namespace {

/// "11M, or 59M if it keeps a clock of all ships with each event": what mostly does, as --memory
/// takes it. Measured over strategies and shapes of fleets, with something to spare.
std::string memory_for(const Scenario& scenario, const Bounds& bounds) {
    constexpr std::uint64_t bytes_an_event = 256;
    constexpr std::uint64_t bytes_a_ship = 4096;
    constexpr std::uint64_t bytes_an_entry = 6;  // Of a clock, and its share in what grows.
    const std::uint64_t ships = scenario.ships.size();
    const std::uint64_t most = bytes_an_event * bounds.total_events + bytes_a_ship * ships;
    const std::uint64_t clocks = bytes_an_entry * bounds.total_events * ships;
    const auto mebibytes = [](std::uint64_t bytes) { return (bytes >> 20) + 1; };
    return fmt::format("{}M, or {}M if it keeps a clock of all ships with each event",
                       mebibytes(most), mebibytes(most + clocks));
}

}  // namespace

Result<Trial> conduct(const StrategyRecord& strategy, const Scenario& scenario,
                      const Bounds& bounds, const FreeRunOptions& options) {
    auto recorded = strategy.free_run(scenario, bounds, options);
    if (!recorded) {
        Error error = std::move(recorded.error());
        if (error.place == "--memory") error.expected += ", about " + memory_for(scenario, bounds);
        return fail(std::move(error));
    }
    return tried(scenario, std::move(*recorded));
}

Trial tried(const Scenario& scenario, Recording recorded) {
    Trial trial{.recording = std::move(recorded)};
    const Recording& recording = trial.recording;
    if (!recording.log.recorded() || !recording.history) return trial;
    const Stopwatch replaying;
    auto replayed = replay(scenario, recording.log);
    trial.replay_ns = replaying.ns();
    const Stopwatch judging;
    trial.verdict = judge(scenario, *recording.history, recording.log, replayed);
    trial.judge_ns = judging.ns();
    if (replayed) {
        trial.unsent = std::move(replayed->unsent);
        trial.unsent_count = replayed->unsent_count;
    }
    return trial;
}

const Finding* telling_failure(const Verdict& verdict) {
    const auto check = telling_check(verdict);
    return check ? &verdict[*check] : nullptr;
}

Outcome faithfulness(const Verdict& verdict) {
    return judge_claim(verdict, Fidelity::faithful);
}

}  // namespace reckon
