// Goal: a mark in a recording promises what a completed sync covers, and no more; and a policy
// syncs
//       when it says.
// Method: a long log written under each policy into a file that notes where it was synced; each
//         mark against the blocks before it and the syncs that there were.

#include "core/recording/recorder.hpp"

#include "core/log/log_tap.hpp"
#include "core/world/little_endian.hpp"
#include "serializers/list.hpp"
#include "tests/catch.hpp"
#include "tests/recording/frames.hpp"
#include "tests/recording/sailed.hpp"

namespace reckon {
namespace {

/// A file in memory that notes how long it was when it was synced.
class SyncedFile final : public OutputCalls {
public:
    ssize_t write(int file, const void* bytes, std::size_t count) override {
        return memory_.write(file, bytes, count);
    }
    int sync(int) override {
        synced_at_.push_back(memory_.bytes().size());
        return 0;
    }

    [[nodiscard]] const Bytes& bytes() const { return memory_.bytes(); }
    [[nodiscard]] const std::vector<std::size_t>& synced_at() const { return synced_at_; }

private:
    MemoryFile memory_;
    std::vector<std::size_t> synced_at_;
};

/// Writes the run, so that something is left for the next block whenever it syncs.
void record(SyncedFile& file, const RecordedRun& run, SyncPolicy policy) {
    Output output{"memory", 0, file};
    // In batches, only full blocks are written: the rest waits for more.
    const std::uint32_t interval = policy == SyncPolicy::interval ? 1 : 60'000;
    Recorder recorder{output, {.sync = policy, .interval_ms = interval}};
    recorder.begin(run.origin, run.scenario);
    LogTap log{run.log, run.scenario.ship_count()};
    HistoryTap truth{*run.history};
    const RunTaps taps{.log = &log, .truth = &truth, .observed = {}};
    recorder.follow(taps);
    recorder.follow_to_the_end(taps);
    recorder.finish();
    REQUIRE_FALSE(recorder.error());
}

}  // namespace

TEST_CASE("a mark promises what was synced") {
    const RecordedRun run = sailed("mutex", small("convoy", 0, 12'000));
    const auto policy = GENERATE(SyncPolicy::batch, SyncPolicy::interval);
    SyncedFile file;
    record(file, run, policy);
    const auto offsets = offsets_of(file.bytes());
    std::uint64_t log = 0;
    std::uint64_t truth = 0;
    std::size_t marks = 0;
    const auto pieces = pieces_of(file.bytes());
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (pieces[i].type == BlockType::log) log += pieces[i].things;
        if (pieces[i].type == BlockType::truth) truth += pieces[i].things;
        if (pieces[i].type != BlockType::synced) continue;
        ++marks;
        ByteReader in{pieces[i].payload};
        const auto bytes = in.take<std::uint64_t>();
        CHECK(bytes == offsets[i]);
        // Of a run under a lock, all that is there is closed; of the truth, what the log has.
        CHECK(in.take<std::uint64_t>() == log);
        CHECK(in.take<std::uint64_t>() == log);
        CHECK(truth >= log);
        CHECK(std::ranges::count(file.synced_at(), bytes) == 1);
    }
    CHECK(marks >= 2);
    CHECK(log == run.log.events.size());
    CHECK(file.synced_at().back() == file.bytes().size());
}

TEST_CASE("without a policy nothing is synced, and nothing promised") {
    const RecordedRun run = sailed("deps", small("convoy", 0, 200));
    SyncedFile file;
    record(file, run, SyncPolicy::none);
    CHECK(file.synced_at().empty());
    for (const Piece& piece : pieces_of(file.bytes())) CHECK(piece.type != BlockType::synced);
}

TEST_CASE("the truth of what a block of the log says stands before it") {
    for (const std::string_view strategy : {"mutex", "deps", "lamport"}) {
        INFO(strategy);
        const RecordedRun run = sailed(strategy, small("convoy", 0, 12'000));
        SyncedFile file;
        record(file, run, SyncPolicy::none);
        Cut truth(run.scenario.ships.size());
        std::size_t log_blocks = 0;
        for (const Piece& piece : pieces_of(file.bytes())) {
            const bool log = piece.type == BlockType::log;
            if (!log && piece.type != BlockType::truth) continue;
            log_blocks += log ? 1 : 0;
            const EntryShape shape = log ? entry_shape(shape_of(run.log)) : truth_shape;
            bool before = true;
            for (std::size_t at = 0; at < piece.payload.size();) {
                const Entry entry{shape, piece.payload.data() + at};
                const Dot dot = entry.dot();
                if (log) before = before && dot.version <= truth[dot.ship];
                if (!log) truth[dot.ship] = dot.version;
                at += entry.bytes();
            }
            CHECK(before);
        }
        CHECK(log_blocks >= 2);
    }
}

}  // namespace reckon
