#pragma once
/// Keeping a run in a recording file.

#include "cli/command.hpp"
#include "core/control/strategy_record.hpp"
#include "core/recording/recorder.hpp"

namespace reckon {

[[nodiscard]] RunOrigin origin_of(const Session& session, const StrategyRecord& strategy,
                                  Publication publication);

/// Errors  As write_recording.
[[nodiscard]] std::optional<Error> keep(const Session& session, const std::string& file,
                                        const StrategyRecord& strategy, Publication publication,
                                        const Scenario& scenario, const Recording& recording);

struct KeeperOptions {
    RecorderOptions recorder;
    /// Entries from one snapshot to the next: 0 for none, and if nothing is said the
    /// usual_distance.
    std::optional<std::uint64_t> snapshots;
};

/// A recording that is written while a run goes.
class Keeper {
public:
    /// Opens the file, and writes what stands first in it; "-" is the standard output.
    void begin(const std::string& file, const KeeperOptions& options, const RunOrigin& origin,
               const Scenario& scenario);

    /// Null before begin.
    [[nodiscard]] Follower* follower() { return recorder_ ? &*recorder_ : nullptr; }

    /// Adds snapshots, unless it is a pipe or there are to be none.
    void finish(std::span<const Effect> effects, ShipId ships);

    /// The first thing that went wrong.
    [[nodiscard]] std::optional<Error> error() const;

    /// After begin.
    [[nodiscard]] RecordingStats stats() const { return recorder_->stats(); }

    /// What became of the file, in a line.
    [[nodiscard]] std::string text() const;

private:
    std::string file_;
    std::optional<std::uint64_t> snapshots_;
    std::optional<Error> failed_;
    std::optional<Output> output_;
    std::optional<Recorder> recorder_;
};

/// How a recording is written.
void add_recorder_options(CLI::App& command, KeeperOptions& options);

}  // namespace reckon
