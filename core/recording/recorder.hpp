#pragma once
/// A recording file that is written while the run goes.

#include <chrono>

#include "core/log/recorded_run.hpp"
#include "core/recording/closed_order.hpp"
#include "core/recording/closed_sequence.hpp"
#include "core/recording/setting_blocks.hpp"

namespace reckon {

/// When what was written is made to survive a loss of power.
enum class SyncPolicy : std::uint8_t {
    none,      ///< When the system likes; what was written survives the death of the process.
    batch,     ///< After each batch of blocks.
    interval,  ///< All that there is, at an interval.
};

struct RecorderOptions {
    SyncPolicy sync = SyncPolicy::none;
    /// How long what there is may wait for a block to be filled. Units: milliseconds.
    std::uint32_t interval_ms = 50;
    int pack = 0;  ///< zstd's level, or 0 for none.

    static constexpr std::uint32_t interval_max_ms = 60'000;
    static constexpr int pack_max = 19;
};

/// What became of a recording.
struct RecordingStats {
    std::uint64_t bytes = 0;
    std::uint64_t log_bytes = 0;  ///< Of the blocks that hold the log.
    std::uint64_t entries = 0;
    std::uint64_t syncs = 0;
};

/// Writes what it follows in closed order: any prefix of the file has a log that is closed under
/// all that it names, with the truth of its events before it. A mark of a sync promises as many
/// entries as are closed under what the truth names, too.
///
/// Threads  One at a time.
/// Order    begin, then what Follower has, then finish.
/// Errors   The first one stays: nothing is written after it.
/// Cost     Two blocks of memory, whatever the run; see ClosedOrder.
class Recorder final : public Follower {
public:
    /// Shape  The output outlives it.
    Recorder(Output& output, const RecorderOptions& options);

    void begin(const RunOrigin& origin, const Scenario& scenario);

    bool follow(const RunTaps& taps) override;
    void follow_to_the_end(const RunTaps& taps) override;

    void add(std::span<const Effect> effects);

    /// The index and the end.
    void finish();

    [[nodiscard]] std::optional<Error> error() const override;
    [[nodiscard]] RecordingStats stats() const;

private:
    using Clock = std::chrono::steady_clock;

    /// Blocks of one type, filled from a tap.
    struct Stream {
        BlockType type;
        EntryShape shape;
        BlockDraft draft;
        std::uint64_t entries = 0;
        std::uint64_t bytes = 0;  // Of the blocks written.
    };

    void know(const RunTaps& taps);
    std::size_t take_entries(const RunTaps& taps);
    std::size_t take_in_closed_order(const RunTaps& taps);
    std::size_t take_as_it_stands_in_log(const RunTaps& taps);
    void take_rest_of_entries(const RunTaps& taps);
    void keep_up();
    void put(Stream& stream, std::span<const std::byte> entries, std::size_t count);
    void write(Stream& stream);
    std::size_t take_observed(std::span<const Cut> observed);
    void flush();
    void sync();

    RecorderOptions options_;
    Output& output_;
    BlockWriter blocks_;
    std::optional<Error> failed_;
    std::optional<ClosedOrder> order_;  // Of the truth, and of the log if it has lanes of ships.
    std::optional<Stream> log_;         // Known with the first tap, or at the end.
    std::optional<Stream> truth_;       // Likewise.
    bool log_as_it_stands_ = false;
    bool log_is_recorded_ = false;
    std::optional<ClosedSequence> closed_;  // Of a log that is taken as it stands, with a truth.
    std::uint64_t in_order_ = 0;            // Entries of the log that were taken in closed order.
    std::uint64_t truths_in_order_ = 0;     // Likewise.
    BlockDraft observed_;
    std::uint64_t syncs_ = 0;
    bool written_since_sync_ = false;
    Clock::time_point flushed_ = Clock::now();
};

}  // namespace reckon
