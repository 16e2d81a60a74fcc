#include "cli/keep.hpp"

#include <fmt/format.h>

#include "cli/options.hpp"

#include "core/recording/recording_file.hpp"
#include "core/report/provenance.hpp"
#include "core/stream/snapshots.hpp"

namespace reckon {

RunOrigin origin_of(const Session& session, const StrategyRecord& strategy,
                    Publication publication) {
    return {.strategy = std::string{strategy.name},
            .publication = std::string{word(publication)},
            .command_line = session.command_line,
            .commit = provenance().commit};
}

std::optional<Error> keep(const Session& session, const std::string& file,
                          const StrategyRecord& strategy, Publication publication,
                          const Scenario& scenario, const Recording& recording) {
    const RunOrigin origin = origin_of(session, strategy, publication);
    return write_recording(file, {.origin = origin,
                                  .scenario = scenario,
                                  .log = recording.log,
                                  .history = recording.history ? &*recording.history : nullptr,
                                  .effects = recording.effects});
}

void Keeper::begin(const std::string& file, const KeeperOptions& options, const RunOrigin& origin,
                   const Scenario& scenario) {
    file_ = file;
    output_.emplace(file);
    recorder_.emplace(*output_, options.recorder);
    snapshots_ = options.snapshots;
    recorder_->begin(origin, scenario);
}

void Keeper::finish(std::span<const Effect> effects, ShipId ships) {
    if (!recorder_) return;
    recorder_->add(effects);
    recorder_->finish();
    output_->close();
    const std::uint64_t distance = snapshots_.value_or(usual_distance(ships));
    const bool wanted = distance > 0 && recorder_->stats().entries > distance;
    if (error() || !wanted || !std::filesystem::is_regular_file(file_)) return;
    if (const auto added = add_snapshots(file_, distance); !added) failed_ = added.error();
}

std::optional<Error> Keeper::error() const {
    if (!recorder_ || failed_) return failed_;
    return recorder_->error() ? recorder_->error() : output_->error();
}

std::string Keeper::text() const {
    const RecordingStats stats = recorder_->stats();
    const auto each = [&](std::uint64_t bytes) {
        const auto entries = static_cast<double>(stats.entries);
        return stats.entries == 0 ? 0.0 : static_cast<double>(bytes) / entries;
    };
    return fmt::format("  recording: {}, {:.1f} bytes an event, of which the log {:.1f}\n", file_,
                       each(stats.bytes), each(stats.log_bytes));
}

void add_recorder_options(CLI::App& command, KeeperOptions& options) {
    command
        .add_option_function<std::string>(
            "--sync",
            [&recorder = options.recorder](const std::string& word) {
                constexpr std::string_view interval = "interval=";
                std::uint32_t ms = 0;
                if (word == "none" || word == "batch") {
                    recorder.sync = word == "none" ? SyncPolicy::none : SyncPolicy::batch;
                } else if (word.starts_with(interval) &&
                           CLI::detail::lexical_cast(word.substr(interval.size()), ms) && ms >= 1 &&
                           ms <= RecorderOptions::interval_max_ms) {
                    recorder.sync = SyncPolicy::interval;
                    recorder.interval_ms = ms;
                } else {
                    throw CLI::ValidationError{
                        "--sync",
                        fmt::format("\"{}\": expected none, batch or interval=MS, of 1 to {} ms",
                                    word, RecorderOptions::interval_max_ms)};
                }
            },
            "When the recording is made to survive a loss of power")
        ->option_text("{none,batch,interval=MS} [none]");
    command
        .add_option("--zstd", options.recorder.pack,
                    "Pack the recording's blocks by zstd at this level; 0 for not at all")
        ->capture_default_str()
        ->check(whole_number(0, RecorderOptions::pack_max));
    command
        .add_option("--snapshots", options.snapshots,
                    "Entries from one snapshot to the next, for `state` to begin at; 0 for none")
        ->option_text("N [50000 or more]")
        ->check(whole_number(0, Limits::events));
}

}  // namespace reckon
