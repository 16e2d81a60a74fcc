#pragma once
/// Where the commands that work on a recording get it from.

#include <string>

#include "cli/command.hpp"
#include "core/log/recorded_run.hpp"
#include "core/recording/setting.hpp"
#include "core/stream/stream_replay.hpp"

namespace reckon {

/// The run in a recording file. What takes long is said to be under way.
///
/// Errors  As read_recording.
[[nodiscard]] Result<RecordedRun> recorded_in(const Session& session, const std::string& path);

/// --streaming and --window.
void add_window(CLI::App& command, bool& streaming, Window& window);

/// FILE, a recording.
void add_recording(CLI::App& command, std::string& path);

/// "convoy under mpsc" and `rest`, which a result begins with.
[[nodiscard]] std::string headline(const Session& session, const Scenario& scenario,
                                   const RunOrigin& origin, const std::string& rest);

/// What the JSON of a command on a recording begins with.
[[nodiscard]] Json recorded_head(const Session& session, std::string_view command,
                                 const Scenario& scenario, const RunOrigin& origin);

/// Says that a log cannot be replayed, and why: a finding about the log, as a check that fails; of
/// a log that is none, nothing is known.
ExitCode report_refusal(const Session& session, Json json, const RecordedRun& run,
                        const Error& why);
/// Of a log that was not read whole: that it is too long for its window is no finding.
ExitCode report_refusal(const Session& session, Json json, const Setting& run, const Error& why);

}  // namespace reckon
