#include "core/trial/hunt.hpp"

#include <algorithm>
#include <thread>

#include "cli/command.hpp"
#include "cli/keep.hpp"
#include "cli/options.hpp"
#include "cli/progress.hpp"
#include "core/report/text.hpp"
#include "core/world/text_file.hpp"

namespace reckon {
namespace {

struct HuntCommand {
    std::string strategy;
    ScenarioOptions scenario{{.ships = 8, .orders = 200, .work_ns = 500}};
    HuntOptions hunt;
    std::string require = "faithful";
    std::string output;
    bool observe_given = false;
};

/// Twice the cores: a thread that is taken off its core in the midst of a step is what provokes.
std::uint32_t usual_workers() {
    const std::uint32_t cores = std::max(1U, std::thread::hardware_concurrency());
    return std::min(2 * cores, FreeRunOptions::workers_max);
}

constexpr std::uint32_t usual_observe_us = 20;

void print_result(const Session& session, const HuntCommand& command,
                  const StrategyRecord& strategy, const Scenario& first, const Hunt& hunt,
                  const std::string& kept) {
    const HuntOptions& options = command.hunt;
    const Scenario& scenario = hunt.caught ? hunt.caught->scenario : first;
    if (!session.json) {
        print(hunt_text(strategy, scenario, options, hunt,
                        {.asked = !command.output.empty(),
                         .file = kept,
                         .again = session.again,
                         .explained = !session.quiet},
                        session.ink()));
        return;
    }
    Json json = results_head("hunt", session.command_line);
    add_scenario(json, scenario);
    json["workers"] = options.run.workers;
    json["batch"] = options.run.batch;
    json["pauses"] = options.run.pauses;
    json["publication"] = word(options.run.publication);
    json["observe_us"] = options.run.observe_every_us;
    json["policy"] = "free";
    json["strategy"] = strategy.name;
    json["claim"] = word(strategy.claims.on(interaction_class(scenario)));
    add_hunt(json, hunt, options.required);
    json["recording"] = kept.empty() ? Json() : Json(kept);
    print(json);
}

ExitCode run(const Session& session, HuntCommand& command) {
    const auto strategy = strategy_named(command.strategy, "--strategy");
    if (!strategy) return report(strategy.error());
    const auto required = required_named(command.require);
    if (!required) return report(required.error());
    const auto first = command.scenario.load();
    if (!first) return report(first.error());
    if (const auto error = command.scenario.overwritten_by(command.output)) return report(*error);
    if (!command.output.empty()) {
        if (const auto error = unwritable(command.output)) return report(*error);
    }
    HuntOptions& options = command.hunt;
    options.required = *required;
    options.seed = first->seed;
    if (options.required == Check::strict && !command.observe_given) {
        options.run.observe_every_us = usual_observe_us;
    }
    const auto scenario_of = [&](std::uint64_t seed) -> Result<Scenario> {
        if (command.scenario.is_preset()) return command.scenario.load(seed);
        return *first;
    };
    const auto hunted = [&] {
        Progress progress{session.quiet};  // Gone from the terminal before the result is printed.
        options.progress = [&](std::size_t done, std::size_t total, std::string_view what) {
            progress.update(done, total, what);
        };
        return hunt(**strategy, scenario_of, options);
    }();
    if (!hunted) return report(hunted.error());

    std::optional<Error> not_kept;
    const bool to_keep = hunted->caught && !command.output.empty();
    if (to_keep) {
        const Caught& caught = *hunted->caught;
        not_kept = keep(session, command.output, **strategy, options.run.publication,
                        caught.scenario, caught.trial.recording);
    }
    const std::string kept = to_keep && !not_kept ? command.output : "";
    print_result(session, command, **strategy, *first, *hunted, kept);
    if (not_kept) return report(*not_kept);
    if (!command.output.empty()) {
        // What was asked for is a failure, brought home.
        return hunted->caught ? ExitCode::as_promised : ExitCode::undecided;
    }
    return hunted->caught ? ExitCode::check_failed
                          : exit_code(required_outcome(hunted->verdict, options.required));
}

}  // namespace

void add_hunt(CLI::App& app, Session& session, Action& action) {
    CLI::App* add = add_command(
        app, session, "hunt", "Sail one fleet after another until a check fails",
        "  reckon hunt --strategy mpsc --scenario convoy\n"
        "  reckon hunt --strategy vector --scenario rendezvous --seconds 30 -o wild.reckon\n"
        "  reckon hunt --strategy deps --require strict --pauses 0.05 --json\n"
        "A preset is drawn anew for each run, its seed one higher; a file is sailed as it is. The\n"
        "defaults provoke: small fleets, small batches, workers twice the cores, pauses; with\n"
        "--require strict an observer every 20 us.\n"
        "Exit 1 if a failure was found, 0 if there was none within the bounds, 3 if that is\n"
        "undecided. With -o: 0 if one was found and written, 3 if none was found.\n");
    auto command = std::make_shared<HuntCommand>();
    HuntOptions& options = command->hunt;
    options.run.workers = usual_workers();
    add->add_option("--strategy", command->strategy, "How the events are recorded")
        ->required()
        ->type_name("STRATEGY");
    command->scenario.add_to(*add);
    add->add_option("--runs", options.runs, "Runs at most")
        ->capture_default_str()
        ->check(whole_number(1, 1'000'000'000));
    add->add_option("--seconds", options.seconds, "Seconds after which no run begins")
        ->capture_default_str()
        ->check(whole_number(1, 1'000'000));
    add->add_option("--require", command->require,
                    "What has to fail: a check, or faithful, which is view or causal")
        ->capture_default_str()
        ->type_name("CHECK");
    add->add_option("--pauses", options.run.pauses,
                    "The chance that a thread pauses before an operation that others can see")
        ->capture_default_str()
        ->check(chance());
    add_runtime_options(*add, options.run);
    add_output(*add, command->output, "Write the recording of the run that failed");
    add->callback([&session, &action, command, add] {
        command->observe_given = add->count("--observe") > 0;
        action = [&session, command] { return run(session, *command); };
    });
}

}  // namespace reckon
