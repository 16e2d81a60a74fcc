// Goal: no error of the system is lost on the way to a recording: all bytes are written, or the
//       first error is told and nothing is written after it.
// Method: system calls that are interrupted, write short, run out of room or fail to sync, put in
//         the place of the system's, at every byte of a small file; and a run that such a file
//         ends.

#include <cerrno>

#include "core/control/strategy_record.hpp"
#include "core/recording/recording_file.hpp"
#include "serializers/list.hpp"
#include "tests/catch.hpp"
#include "tests/recording/frames.hpp"
#include "tests/recording/sailed.hpp"

namespace reckon {
namespace {

/// Takes a few bytes at a time, is interrupted in between, and is full in the end.
class Trouble final : public OutputCalls {
public:
    std::size_t at_once = SIZE_MAX;
    bool interrupted = false;
    std::size_t room = SIZE_MAX;
    int full = ENOSPC;
    int sync_fails = 0;

    ssize_t write(int, const void* bytes, std::size_t count) override {
        if (told_) ++written_after_error;
        if (interrupted && !std::exchange(just_interrupted_, !just_interrupted_)) {
            errno = EINTR;
            return -1;
        }
        count = std::min({count, at_once, room - bytes_.size()});
        if (count == 0) {
            told_ = true;
            errno = full;
            return full == 0 ? 0 : -1;
        }
        const auto* first = static_cast<const std::byte*>(bytes);
        bytes_.insert(bytes_.end(), first, first + count);
        return static_cast<ssize_t>(count);
    }

    int sync(int) override {
        if (interrupted && !std::exchange(sync_interrupted_, !sync_interrupted_)) {
            errno = EINTR;
            return -1;
        }
        told_ = told_ || sync_fails != 0;
        errno = sync_fails;
        return sync_fails == 0 ? 0 : -1;
    }

    [[nodiscard]] const Bytes& bytes() const { return bytes_; }
    int written_after_error = 0;

private:
    Bytes bytes_;
    bool just_interrupted_ = false;
    bool sync_interrupted_ = false;
    bool told_ = false;
};

/// A run that is followed into this output: the error, if any, by which it ended.
std::optional<Error> followed(OutputCalls& calls, const RecorderOptions& options,
                              std::string_view name = "deps") {
    const Scenario scenario = small("mixed", 1, 300);
    Output output{"trouble", 0, calls};
    Recorder recorder{output, options};
    recorder.begin({std::string{name}, "seq_cst", "reckon run", ""}, scenario);
    auto run = find_strategy(name)->free_run(scenario, *bounds_of(scenario),
                                             {.workers = 2, .follower = &recorder});
    recorder.finish();
    // A run whose recording failed has no result.
    if (run && recorder.error() && recorder.stats().entries > 0) {
        CHECK(recorder.error()->kind == Error::Kind::io);
    }
    return recorder.error();
}

}  // namespace

TEST_CASE("interrupted and short writes lose nothing") {
    const RecordedRun run = sailed("deps", small("mixed", 1));
    const Bytes whole = file_of(run);
    for (const std::size_t at_once : {std::size_t{1}, std::size_t{7}, std::size_t{4096}}) {
        for (const bool interrupted : {false, true}) {
            Trouble calls;
            calls.at_once = at_once;
            calls.interrupted = interrupted;
            Output output{"trouble", 0, calls};
            output.write(whole);
            output.sync();
            CHECK_FALSE(output.error());
            CHECK(calls.bytes() == whole);
            CHECK(output.written() == whole.size());
        }
    }
}

TEST_CASE("a file that fills is told, wherever it fills, and not written to again") {
    const auto file = file_of(sailed("deps", small("solo", 0, 3)));
    for (const int why : {ENOSPC, EFBIG, EIO, EDQUOT, 0}) {
        for (std::size_t room = 0; room < file.size(); ++room) {
            Trouble calls;
            calls.room = room;
            calls.full = why;
            Output output{"trouble", 0, calls};
            const auto pieces = pieces_of(file);
            BlockWriter writer{output, 0};
            BlockDraft draft;
            for (const Piece& piece : pieces) {
                draft.put(std::span<const std::byte>{piece.payload});
                draft.count(piece.things);
                writer.write(piece.type, draft);
            }
            writer.finish();
            if (!output.error()) FAIL("not told with room for " << room);
            CHECK(output.error()->kind == Error::Kind::io);
            CHECK(calls.written_after_error == 0);
            CHECK(std::ranges::equal(calls.bytes(), std::span{file}.first(room)));
        }
    }
}

TEST_CASE("a run ends with the error of its recording") {
    for (const auto policy : {SyncPolicy::none, SyncPolicy::batch, SyncPolicy::interval}) {
        for (const std::string_view strategy : {"deps", "mutex", "none"}) {
            for (const std::size_t room : {0U, 10U, 1000U, 20'000U}) {
                Trouble calls;
                calls.room = room;
                const auto error = followed(calls, {.sync = policy, .interval_ms = 1}, strategy);
                REQUIRE(error);
                CHECK(error->kind == Error::Kind::io);
                CHECK(error->place == "trouble");
                CHECK(calls.written_after_error == 0);
            }
        }
    }
}

TEST_CASE("a sync that fails is an error, where there was something to sync") {
    for (const auto policy : {SyncPolicy::batch, SyncPolicy::interval}) {
        Trouble calls;
        calls.sync_fails = EIO;
        const auto error = followed(calls, {.sync = policy, .interval_ms = 1});
        REQUIRE(error);
        CHECK(error->kind == Error::Kind::io);
        CHECK(calls.written_after_error == 0);
    }
    Trouble pipe;
    pipe.sync_fails = EINVAL;
    CHECK_FALSE(followed(pipe, {.sync = SyncPolicy::none}));
}

TEST_CASE("what is followed through interruptions is whole") {
    for (const std::string_view strategy : {"deps", "mutex", "lamport", "vector", "none"}) {
        Trouble calls;
        calls.interrupted = true;
        calls.at_once = 1000;
        REQUIRE_FALSE(followed(calls, {.sync = SyncPolicy::interval, .interval_ms = 1}, strategy));
        const auto run = parse_recording(calls.bytes());
        INFO((run ? "" : run.error().message()));
        CHECK(run);
    }
}

}  // namespace reckon
