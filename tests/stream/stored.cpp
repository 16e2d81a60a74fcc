#include "tests/stream/stored.hpp"

#include <unistd.h>

#include "core/explore/sampler.hpp"
#include "core/world/preset.hpp"
#include "tests/catch.hpp"

namespace reckon {
namespace {

RunOrigin origin_of(const StrategyRecord& strategy) {
    return {std::string{strategy.name}, "seq_cst", "reckon run", "0123abc"};
}

}  // namespace

StoredFile::StoredFile() {
    static int count = 0;
    path_ = std::filesystem::temp_directory_path() /
            ("stream_test_" + std::to_string(getpid()) + "_" + std::to_string(++count));
}

StoredFile::~StoredFile() {
    std::filesystem::remove(path_);
}

void StoredFile::write(const RunToWrite& run, int pack) const {
    const auto error = write_recording(path_, run, {.pack = pack});
    INFO((error ? error->message() : ""));
    REQUIRE_FALSE(error);
}

StoredRun StoredFile::open() const {
    auto run = StoredRun::open(path_);
    INFO((run ? "" : run.error().message()));
    REQUIRE(run);
    return std::move(*run);
}

RecordedRun StoredFile::read() const {
    auto run = read_recording(path_);
    INFO((run ? "" : run.error().message()));
    REQUIRE(run);
    return std::move(*run);
}

Scenario small_scenario(std::string_view preset, std::uint32_t ships, std::uint32_t orders,
                        std::uint64_t seed) {
    Knobs knobs = find_preset(preset)->knobs();
    knobs.ships = ships;
    knobs.orders = orders;
    knobs.source_orders = orders;
    knobs.work_ns = 200;
    knobs.seed = seed;
    return generate(knobs).value();
}

void sail_into(const StoredFile& file, const StrategyRecord& strategy, const Scenario& scenario,
               int pack) {
    Output output{file.path()};
    Recorder recorder{output, {.pack = pack}};
    recorder.begin(origin_of(strategy), scenario);
    const auto bounds = bounds_of(scenario);
    REQUIRE(bounds);
    const auto recording = strategy.free_run(
        scenario, *bounds,
        {.workers = 2, .batch = 2, .observe_every_us = 10, .pauses = 0.01, .follower = &recorder});
    REQUIRE(recording);
    recorder.add(recording->effects);
    recorder.finish();
    output.close();
    REQUIRE_FALSE(recorder.error());
    REQUIRE_FALSE(output.error());
}

void steer_into(const StoredFile& file, const StrategyRecord& strategy, const Scenario& scenario,
                std::uint64_t seed, int pack) {
    const auto bounds = bounds_of(scenario);
    REQUIRE(bounds);
    const auto runner = strategy.controlled(scenario, *bounds);
    RandomWalk oracle;
    oracle.begin(seed, 0, 0);
    const ControlledRecording& run = runner->run(oracle, {});
    REQUIRE(run.end == RunEnd::complete);
    History history = run.history;
    Cut cut(history.ships.size());
    history.observed.push_back(cut);
    for (const ShipId ship : history.publishes) {
        ++cut[ship];
        history.observed.push_back(cut);
    }
    history.publishes.clear();
    const RunOrigin origin = origin_of(strategy);
    file.write({.origin = origin, .scenario = scenario, .log = run.log, .history = &history}, pack);
}

}  // namespace reckon
