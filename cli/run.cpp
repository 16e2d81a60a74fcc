#include <fmt/format.h>

#include "cli/command.hpp"
#include "cli/keep.hpp"
#include "cli/options.hpp"
#include "cli/progress.hpp"
#include "core/report/divergence_text.hpp"
#include "core/report/next_commands.hpp"
#include "core/report/run_json.hpp"
#include "core/report/text.hpp"
#include "core/run/harbour_master.hpp"
#include "core/trial/trial.hpp"

namespace reckon {
namespace {

struct RunOptions {
    std::string strategy;
    ScenarioOptions scenario;
    bool history_off = false;
    std::string output;   // Empty: the run is not kept.
    std::string gateway;  // Empty: there is none.
    KeeperOptions keeper;
    std::uint64_t least_observed = 100;
    FreeRunOptions free_run{.observe_every_us = 50};
};

/// Where a run that failed first departs from its replay, and how to go on; of another nothing.
std::string explanation(const Session& session, const RunOptions& options,
                        const StrategyRecord& strategy, const Scenario& scenario,
                        const Trial& trial) {
    if (session.quiet || !trial.verdict) return "";
    if (faithfulness(*trial.verdict) != Outcome::fails) return "";
    const Divergence divergence =
        divergence_of({strategy, scenario, *trial.recording.history, trial.recording.log,
                       options.free_run.publication, *trial.verdict},
                      session.ink());
    if (options.output == "-") return divergence.text;  // What it is called, the reader knows.
    return divergence.text +
           next_commands({.strategy = strategy,
                          .scenario = scenario,
                          .lifts = divergence.lifts,
                          .lacks = (*trial.verdict)[Check::complete].outcome == Outcome::fails,
                          .kept = options.output,
                          .again = session.again,
                          .hunted = fmt::format("reckon hunt --strategy {} {}", strategy.name,
                                                options.scenario.arguments())});
}

/// What would decide strict, where all that is missing is what to judge it on.
std::string to_decide_strict(const Session& session, const RunOptions& options,
                             const Trial& trial) {
    if (session.quiet || !trial.verdict) return "";
    const Verdict& verdict = *trial.verdict;
    const bool seen_too_little = verdict[Check::strict].outcome == Outcome::undecided &&
                                 verdict.observed < options.least_observed &&
                                 faithfulness(verdict) == Outcome::holds;
    if (!seen_too_little) return "";
    const std::uint32_t pause_us = options.free_run.observe_every_us;
    if (pause_us == 0)
        return wrapped("To decide strict there has to be an observer: --observe 50.", 2);
    std::string words =
        "To decide strict, let more be seen: in a longer run, by --orders or --work";
    if (pause_us > 1) words += fmt::format(", or more often, by --observe {}", pause_us / 10 + 1);
    if (verdict.observed > 0) {
        words += fmt::format("; or ask for less, by --least-observed {}", verdict.observed);
    }
    return wrapped(words + ".", 2);
}

ExitCode run(const Session& session, const RunOptions& options) {
    const auto strategy = strategy_named(options.strategy, "--strategy");
    if (!strategy) return report(strategy.error());
    const auto scenario = options.scenario.load();
    if (!scenario) return report(scenario.error());
    if (const auto error = options.scenario.overwritten_by(options.output)) return report(*error);
    const auto bounds = bounds_of(*scenario);
    if (!bounds) return report(bounds.error());
    Keeper keeper;
    const bool kept = !options.output.empty();
    if (kept) {
        keeper.begin(options.output, options.keeper,
                     origin_of(session, **strategy, options.free_run.publication), *scenario);
    }
    if (const auto error = keeper.error()) return report(*error);
    FreeRunOptions free_run = options.free_run;
    free_run.keep_history = !options.history_off;
    if (options.history_off) free_run.observe_every_us = 0;
    free_run.follower = keeper.follower();

    HarbourMaster harbour_master;
    if (!options.gateway.empty()) free_run.gateway = &harbour_master;

    auto trial = while_working(session.quiet, "sailing, replaying, judging",
                               [&] { return conduct(**strategy, *scenario, *bounds, free_run); });
    if (!trial) return report(trial.error());
    if (trial->verdict) trial->verdict->require_observed(options.least_observed);
    keeper.finish(trial->recording.effects, scenario->ship_count());
    if (const auto error = keeper.error()) return report(*error);

    // The standard output may be taken.
    const auto tell = [&](const std::string& text) {
        options.output == "-" ? note(text) : print(text);
    };
    if (session.json) {
        Json json = results_head("run", session.command_line);
        add_free_run(json, **strategy, *scenario, free_run, *trial);
        if (free_run.gateway != nullptr) {
            json["gateway"] = options.gateway;
            json["effects"] = trial->recording.effects.size();
        }
        if (kept) {
            const RecordingStats stats = keeper.stats();
            json["recording"] = options.output;
            json["recording_bytes"] = stats.bytes;
            json["recording_log_bytes"] = stats.log_bytes;
            json["syncs"] = stats.syncs;
        }
        tell(json_text(json));
    } else {
        tell(trial_text(**strategy, *scenario, free_run, *trial, session.ink()));
        if (free_run.gateway != nullptr) {
            const std::size_t count = trial->recording.effects.size();
            tell(fmt::format("  gateway: {} {} given a berth\n", count,
                             count == 1 ? "arrival was" : "arrivals were"));
        }
        if (kept) tell(keeper.text());
        tell(explanation(session, options, **strategy, *scenario, *trial));
        tell(to_decide_strict(session, options, *trial));
    }
    // Without a verdict nothing was shown to be faithful.
    return trial->verdict ? exit_code(faithfulness(*trial->verdict)) : ExitCode::undecided;
}

}  // namespace

void add_run(CLI::App& app, Session& session, Action& action) {
    CLI::App* command = add_command(
        app, session, "run", "Sail one fleet under one strategy, replay the log, judge it",
        "  reckon run --strategy mpsc --scenario convoy\n"
        "  reckon run --strategy deps --scenario storm --ships 100 --workers 8 --json\n"
        "  reckon run --strategy mutex --scenario fleet.json --publication release\n"
        "  reckon run --strategy mpsc --scenario storm -o storm.reckon\n"
        "Exit 0 if the run was replayed faithfully, 1 if not, 3 if there is no verdict.\n");
    auto options = std::make_shared<RunOptions>();
    command->add_option("--strategy", options->strategy, "How the events are recorded")
        ->required()
        ->type_name("STRATEGY");
    options->scenario.add_to(*command);
    add_runtime_options(*command, options->free_run);
    command->add_flag("--no-history", options->history_off,
                      "Keep no history: nothing to judge by, only a cost");
    command
        ->add_option("--gateway", options->gateway,
                     "Tell the world outside of each arrival, and log what it answers: berths, a "
                     "harbour master who gives them out port by port")
        ->type_name("NAME")
        ->check(CLI::IsMember{{std::string{HarbourMaster::name}}});
    add_output(
        *command, options->output,
        "Keep the run in this recording file, written as it goes; - for the standard output");
    add_recorder_options(*command, options->keeper);
    add_least_observed(*command, options->least_observed);
    command->callback([&session, &action, options] {
        action = [&session, options] { return run(session, *options); };
    });
}

}  // namespace reckon
