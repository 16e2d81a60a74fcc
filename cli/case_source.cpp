#include "cli/case_source.hpp"

#include <cassert>
#include <span>

#include "cli/options.hpp"
#include "cli/progress.hpp"
#include "core/explore/case_json.hpp"
#include "core/explore/judged_run.hpp"
#include "core/explore/lift.hpp"
#include "core/explore/reproduce.hpp"
#include "core/recording/file_bytes.hpp"
#include "core/recording/recording_file.hpp"
#include "core/report/escape.hpp"
#include "serializers/list.hpp"

namespace reckon {
namespace {

/// The file's case, if this program can run it.
Result<CaseSource> runnable(const std::string& path, Case failure) {
    const auto strategy = strategy_named(failure.strategy, path + ": /strategy");
    if (!strategy) return fail(strategy.error());
    const bool has_drain = (*strategy)->has_drain;
    if (failure.drain != has_drain) {
        return fail({path + ": /drain", failure.drain ? "true" : "false",
                     has_drain ? "true: " + failure.strategy + " has a task of its own"
                               : "false: " + failure.strategy + " has no task of its own"});
    }
    return CaseSource{std::move(failure), "", false};
}

/// The run in the wild, as a case that repeats it.
Result<CaseSource> lifted(const std::string& path, Result<RecordedRun> recorded) {
    if (!recorded) return fail(std::move(recorded.error()));
    const auto strategy = strategy_named(recorded->origin.strategy, path + ": strategy");
    if (!strategy) return fail(strategy.error());
    if (!recorded->history) {
        return fail({path, "a recording without the history of its run",
                     "one that was made with it: what happened must be known to be repeated"});
    }
    // Without sequential consistency what was observed is no moment of one order of publishes.
    if (recorded->origin.publication != word(Publication::sequential)) {
        recorded->history->observed.clear();
    }
    const Scenario& scenario = recorded->scenario;
    const auto bounds = bounds_of(scenario);
    if (!bounds) return fail(in_file(path, bounds.error()));
    const auto lifting = lift(**strategy, scenario, *bounds, *recorded->history, recorded->log);
    if (!lifting) return fail(in_file(path, lifting.error()));
    if (!lifting->lifted) return CaseSource{{}, lifting->circle, true};
    const Reproduced run{lifting->lifted->run, verdict_of(scenario, lifting->lifted->run)};
    return CaseSource{case_of(**strategy, scenario, lifting->lifted->schedule, run), "", true};
}

Result<CaseSource> source_in(const std::string& path) {
    const auto file = FileBytes::open(path, Limits::file_bytes);
    if (!file) return fail(file.error());
    const auto bytes = file->bytes();
    if (looks_like_recording(bytes)) {
        auto recorded = parse_recording(bytes);
        if (!recorded) return fail(in_file(path, recorded.error()));
        return lifted(path, std::move(recorded));
    }
    auto failure = parse_case({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    if (!failure) return fail(in_file(path, failure.error()));
    return runnable(path, std::move(*failure));
}

}  // namespace

Result<CaseSource> case_from(const Session& session, const std::string& path) {
    return while_working(session.quiet, "reading " + plain(path), [&] { return source_in(path); });
}

const StrategyRecord& strategy_of(const Case& failure) {
    const StrategyRecord* found = find_strategy(failure.strategy);
    assert(found != nullptr && "case_from has refused unknown strategies");
    return *found;
}

Error in_file(const std::string& path, Error error) {
    error.place.insert(0, path + ": ");
    return error;
}

std::string circle_text(const std::string& circle) {
    return "No order of whole operations explains this run, so that no schedule repeats it:\n" +
           wrapped(plain(circle) + ".", 2) +
           wrapped("Under `--publication seq_cst` there always is one.", 2);
}

Json circle_json(const std::string& path, const std::string& circle) {
    return {{"recording", path}, {"schedule", nullptr}, {"circle", circle}};
}

ExitCode report_circle(const Session& session, std::string_view command, const std::string& path,
                       const std::string& circle) {
    if (session.json) {
        Json json = results_head(command, session.command_line);
        json.update(circle_json(path, circle));
        print(json);
    } else {
        print(circle_text(circle));
    }
    return ExitCode::undecided;
}

}  // namespace reckon
