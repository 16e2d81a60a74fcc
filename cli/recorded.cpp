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

Json recorded_head(const Session& session, std::string_view command, const Scenario& scenario,
                   const RunOrigin& origin) {
    Json json = results_head(command, session.command_line);
    add_scenario(json, scenario);
    json["strategy"] = origin.strategy;
    return json;
}

std::string title(const Session& session, const Scenario& scenario, const RunOrigin& origin) {
    return session.ink().strong(plain(scenario.name) + " under " + plain(origin.strategy));
}

namespace {

ExitCode refused(const Session& session, Json json, const std::string& title, bool recorded,
                 const Error& why) {
    if (session.json) {
        json["refused"] = why.message();
        print(json);
    } else {
        print(title + ": the log cannot be replayed\n" + wrapped(plain(why.message()), 2));
    }
    return recorded ? ExitCode::check_failed : ExitCode::undecided;
}

}  // namespace

std::string title(const Session& session, const RecordedRun& run) {
    return title(session, run.scenario, run.origin);
}

std::string title(const Session& session, const Setting& run) {
    return title(session, run.scenario, run.origin);
}

ExitCode report_refusal(const Session& session, Json json, const RecordedRun& run,
                        const Error& why) {
    return refused(session, std::move(json), title(session, run), run.log.recorded(), why);
}

ExitCode report_refusal(const Session& session, Json json, const Setting& run, const Error& why) {
    if (why.kind == Error::Kind::bound) return report(why);
    const bool recorded = run.shape.order != OrderCode::unrecorded;
    return refused(session, std::move(json), title(session, run), recorded, why);
}

}  // namespace reckon
