#include "cli/recorded.hpp"

#include "cli/options.hpp"
#include "cli/progress.hpp"
#include "core/recording/recording_file.hpp"
#include "core/report/escape.hpp"

namespace reckon {

Result<RecordedRun> recorded_in(const Session& session, const std::string& path) {
    return while_working(session.quiet, "reading " + plain(path),
                         [&] { return read_recording(path); });
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

std::string headline(const Session& session, const Scenario& scenario, const RunOrigin& origin,
                     const std::string& rest) {
    return headline(plain(scenario.name) + " under " + plain(origin.strategy), rest, session.ink());
}

namespace {

ExitCode refused(const Session& session, Json json, const Scenario& scenario,
                 const RunOrigin& origin, bool recorded, const Error& why) {
    if (session.json) {
        json["refused"] = why.message();
        print(json);
    } else {
        print(headline(session, scenario, origin, ": the log cannot be replayed") +
              wrapped(plain(why.message()), 2));
    }
    return recorded ? ExitCode::check_failed : ExitCode::undecided;
}

}  // namespace

ExitCode report_refusal(const Session& session, Json json, const RecordedRun& run,
                        const Error& why) {
    return refused(session, std::move(json), run.scenario, run.origin, run.log.recorded(), why);
}

ExitCode report_refusal(const Session& session, Json json, const Setting& run, const Error& why) {
    if (why.kind == Error::Kind::bound) return report(why);
    const bool recorded = run.shape.order != OrderCode::unrecorded;
    return refused(session, std::move(json), run.scenario, run.origin, recorded, why);
}

}  // namespace reckon
