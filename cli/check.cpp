#include "cli/check_foreign.hpp"
#include "cli/command.hpp"
#include "cli/options.hpp"
#include "cli/progress.hpp"
#include "cli/recorded.hpp"
#include "core/report/divergence_text.hpp"
#include "core/report/escape.hpp"
#include "core/report/next_commands.hpp"
#include "core/report/text.hpp"
#include "core/stream/stream_check.hpp"
#include "core/trial/stopwatch.hpp"
#include "core/trial/trial.hpp"

namespace reckon {
namespace {

struct CheckCommand {
    std::string file;
    std::uint64_t least_observed = 100;
    std::string from;  // The format of a log that others wrote; empty: a recording.
    bool streaming = false;
    Window window;
};

Recording recording_of(RecordedRun& run) {
    Recording recording{.log = std::move(run.log), .history = std::move(run.history)};
    recording.cost.events =
        recording.history ? recording.history->event_count() : recording.log.events.size();
    recording.cost.log_bytes = recording.log.bytes();
    return recording;
}

Verdict verdict_of(const Trial& trial) {
    if (trial.verdict) return *trial.verdict;
    return Verdict::undecided(trial.recording.log.recorded()
                                  ? "the recording has no history: there is nothing to judge by"
                                  : "nothing was recorded");
}

/// The trial that is left of a run that was judged where it lies.
Trial streamed(StoredRun& run, const Window& window) {
    Trial trial;
    trial.recording.cost.events = run.log_entries();
    const Stopwatch watch;
    trial.verdict = check_streaming(run, window);
    trial.judge_ns = watch.ns();  // And replayed: it is one walk.
    return trial;
}

/// Where a run that failed first departs from its replay, and how to go on; of another nothing.
std::string explanation(const Session& session, const Setting& setting,
                        const StrategyRecord& strategy, const Trial& trial,
                        const std::string& file) {
    if (session.quiet || faithfulness(*trial.verdict) != Outcome::fails) return "";
    // A run that was judged where it lies is not here to be looked at again.
    const Recording& recording = trial.recording;
    FailedRun failed{.strategy = strategy, .scenario = setting.scenario, .kept = file};
    failed.lacks = (*trial.verdict)[Check::complete].outcome == Outcome::fails;
    if (!recording.history) return next_commands(failed);
    const bool release = setting.origin.publication == word(Publication::release);
    const Divergence divergence =
        divergence_of({strategy, setting.scenario, *recording.history, recording.log,
                       release ? Publication::release : Publication::sequential, *trial.verdict},
                      session.ink());
    failed.lifts = divergence.lifts;
    return divergence.text + next_commands(failed);
}

ExitCode told(const Session& session, const Setting& setting, Trial trial,
              const CheckCommand& command) {
    const auto strategy = strategy_named(setting.origin.strategy, command.file + ": strategy");
    if (!strategy) return report(strategy.error());
    trial.verdict->require_observed(command.least_observed);
    const std::string& recovered = setting.origin.recovered;
    if (!recovered.empty()) trial.verdict->only_up_to_a_cut(recovered);
    if (session.json) {
        Json json = results_head("check", session.command_line);
        add_scenario(json, setting.scenario);
        json["publication"] = setting.origin.publication;
        json["streaming"] = command.streaming;
        add_judged(json, **strategy, setting.scenario, trial);
        print(json);
    } else {
        print(checked_text(**strategy, setting.scenario, trial, session.ink()));
        print(explanation(session, setting, **strategy, trial, command.file));
    }
    return exit_code(faithfulness(*trial.verdict));
}

ExitCode run(const Session& session, const CheckCommand& command) {
    if (!command.from.empty()) return check_foreign(session, command.file, command.from);
    if (command.streaming) {
        auto run = StoredRun::open(command.file);
        if (!run) return report(run.error());
        Trial trial = while_working(session.quiet, "checking " + plain(command.file),
                                    [&] { return streamed(*run, command.window); });
        return told(session, run->setting(), std::move(trial), command);
    }
    auto run = recorded_in(session, command.file);
    if (!run) return report(run.error());
    Setting setting{.origin = run->origin, .scenario = std::move(run->scenario)};
    Trial trial = while_working(session.quiet, "checking " + plain(command.file),
                                [&] { return tried(setting.scenario, recording_of(*run)); });
    trial.verdict = verdict_of(trial);
    return told(session, setting, std::move(trial), command);
}

}  // namespace

void add_check(CLI::App& app, Session& session, Action& action) {
    CLI::App* add = add_command(
        app, session, "check", "Replay a recording's log and hold it against what happened",
        "  reckon check run.reckon\n"
        "  reckon check run.reckon --least-observed 1 --json\n"
        "  reckon check run.reckon --streaming\n"
        "  reckon check --from shiviz log.shiviz\n"
        "Exit 0 if the run was replayed faithfully, 1 if not, 3 if that is undecided. Of a log\n"
        "that others wrote: 0 if its vector clocks are those of some partial order, 1 if not.\n");
    auto command = std::make_shared<CheckCommand>();
    add_recording(*add, command->file);
    add_least_observed(*add, command->least_observed);
    add->add_option("--from", command->from,
                    "Judge a log with vector clocks that others wrote: shiviz or jsonl")
        ->type_name("{shiviz,jsonl}");
    add_window(*add, command->streaming, command->window);
    add->callback([&session, &action, command] {
        action = [&session, command] { return run(session, *command); };
    });
}

}  // namespace reckon
