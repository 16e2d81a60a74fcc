#include "cli/command.hpp"
#include "cli/options.hpp"
#include "cli/recorded.hpp"
#include "core/report/text.hpp"
#include "core/trial/trial.hpp"

namespace reckon {
namespace {

struct CheckCommand {
    std::string file;
    std::uint64_t least_observed = 100;
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

ExitCode run(const Session& session, const CheckCommand& command) {
    auto run = recorded_in(command.file);
    if (!run) return report(run.error());
    const auto strategy = strategy_named(run->origin.strategy, command.file + ": strategy");
    if (!strategy) return report(strategy.error());
    Trial trial = tried(run->scenario, recording_of(*run));
    trial.verdict = verdict_of(trial);
    trial.verdict->require_observed(command.least_observed);
    if (session.json) {
        Json json = results_head("check", session.command_line);
        add_scenario(json, run->scenario);
        json["publication"] = run->origin.publication;
        add_judged(json, **strategy, run->scenario, trial);
        print(json);
    } else {
        print(checked_text(**strategy, run->scenario, trial, session.ink()));
    }
    return exit_code(faithfulness(*trial.verdict));
}

}  // namespace

void add_check(CLI::App& app, Session& session, Action& action) {
    CLI::App* add = add_command(
        app, session, "check", "Replay a recording's log and hold it against what happened",
        "  reckon check run.reckon\n"
        "  reckon check run.reckon --least-observed 1 --json\n"
        "Exit 0 if the run was replayed faithfully, 1 if not, 3 if that is undecided.\n");
    auto command = std::make_shared<CheckCommand>();
    add_recording(*add, command->file);
    add_least_observed(*add, command->least_observed);
    add->callback([&session, &action, command] {
        action = [&session, command] { return run(session, *command); };
    });
}

}  // namespace reckon
