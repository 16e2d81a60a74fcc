#include "cli/recorded.hpp"

#include "cli/options.hpp"
#include "core/recording/recording_file.hpp"
#include "core/report/escape.hpp"

namespace reckon {

Result<RecordedRun> recorded_in(const std::string& path) {
    return read_recording(path);
}

void add_window(CLI::App& command, bool& streaming, Window& window) {
    command.add_flag("--streaming", streaming,
                     "Go through the file without holding the run in memory");
    command
        .add_option("--window", window.bytes,
                    "With --streaming: memory for the states that can still be read, as 512M")
        ->transform(bytes())
        ->option_text("BYTES [64M]");
}

void add_recording(CLI::App& command, std::string& path) {
    command.add_option("FILE", path, "A recording (.reckon)")->required();
}

std::string title(const Session& session, const RunOrigin& origin, const Scenario& scenario) {
    return session.ink().strong(plain(scenario.name) + " under " + plain(origin.strategy));
}

ExitCode report_refusal(const Session& session, Json json, const RecordedRun& run,
                        const Error& why) {
    if (session.json) {
        json["refused"] = why.message();
        print(json);
    } else {
        print(title(session, run.origin, run.scenario) + ": the log cannot be replayed\n" +
              wrapped(plain(why.message()), 2));
    }
    return run.log.recorded() ? ExitCode::check_failed : ExitCode::undecided;
}

}  // namespace reckon
