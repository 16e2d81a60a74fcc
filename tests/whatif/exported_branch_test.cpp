// Goal: a branch that was kept can be told in lines of JSON, and is then itself.
// Method: changes drawn by chance, of controlled runs under several strategies; each branch to a
//         recording, out, in, and compared.

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "core/export/jsonl.hpp"
#include "core/replay/replay.hpp"
#include "core/whatif/branch_run.hpp"
#include "tests/catch.hpp"
#include "tests/recording/sailed.hpp"
#include "tests/whatif/told_logs.hpp"

namespace reckon {
namespace {

Result<RecordedRun> out_and_in(const RecordedRun& run) {
    const auto file = std::filesystem::temp_directory_path() /
                      fmt::format("reckon_exported_branch_test.{}.jsonl", getpid());
    {
        std::ofstream lines{file, std::ios::binary};
        Sink sink{[&](std::string_view piece) { lines << piece; }};
        if (auto error = write_jsonl(run, sink)) return fail(std::move(*error));
        sink.finish();
    }
    auto read = read_jsonl(file);
    std::filesystem::remove(file);
    return read;
}

/// Empty if all is as it should be.
std::string wrong(const RecordedRun& branch) {
    const auto kept = parse_recording(file_of(branch));
    if (!kept) return kept.error().message();
    const auto again = out_and_in(*kept);
    if (!again) return again.error().message();
    return difference(*kept, *again);
}

}  // namespace

TEST_CASE("branches go out and in") {
    std::uint64_t branches = 0;
    for (const std::string_view strategy : {"mutex", "lamport", "vector", "deps"}) {
        for (std::uint64_t seed = 1; seed <= 12; ++seed) {
            const ToldLog told = draw_told(strategy, "mixed", seed);
            const auto replayed = replay(told.scenario, told.log);
            REQUIRE(replayed);
            Cut last;
            for (ShipId ship = 0; ship < told.scenario.ship_count(); ++ship) {
                last.push_back(static_cast<Version>(replayed->states[ship].size() - 1));
            }
            Draw draw{seed, strategy.size()};
            for (int i = 0; i < 8; ++i) {
                Scenario scenario = told.scenario;
                const Change change = draw_change(draw, scenario, last);
                const auto branch = what_if(scenario, told.log, *replayed, change);
                if (!branch) continue;
                const auto run =
                    branch_run({"deps", "seq_cst", "", ""}, scenario, told.log, *branch);
                if (!run) continue;
                ++branches;
                CAPTURE(strategy, seed, i);
                CHECK(wrong(*run) == "");
            }
        }
    }
    CHECK(branches > 200);
}

}  // namespace reckon
