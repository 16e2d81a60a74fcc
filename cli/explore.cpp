#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <thread>

#include "cli/command.hpp"
#include "cli/options.hpp"
#include "cli/progress.hpp"
#include "core/explore/case_json.hpp"
#include "core/explore/reproduce.hpp"
#include "core/report/escape.hpp"
#include "core/report/exploration_json.hpp"
#include "core/report/exploration_text.hpp"
#include "core/trial/hunt.hpp"
#include "core/world/text_file.hpp"

namespace reckon {
namespace {

constexpr std::uint32_t jobs_max = 256;
constexpr std::uint32_t depth_max = 1000;

struct ExploreCommand {
    std::string strategy;
    ScenarioOptions scenario{{.ships = 2, .orders = 2, .sources = 0}};
    ExploreOptions explore;
    std::string policy{word(Policy::exhaustive)};
    std::optional<std::string> require;  // None: what the strategy claims.
    std::string schedule;
    std::vector<std::string> stops;
    bool no_reduction = false;
    bool without_strict = false;
    std::string output;
    std::vector<std::string> given;  // Of the options that do not suit every policy.
};

/// Whether an option says something to a policy.
bool suits(std::string_view option, Policy policy) {
    const bool searches = policy == Policy::exhaustive;
    if (option == "--preemptions" || option == "--no-reduction") return searches;
    if (option == "--depth") return policy == Policy::pct;
    if (option == "--schedule") return !searches;
    return policy != Policy::repeat;  // --schedules: a repetition is one.
}

constexpr std::array<std::string_view, 5> not_for_all{"--preemptions", "--no-reduction", "--depth",
                                                      "--schedule", "--schedules"};

std::optional<Error> choose_policy(ExploreCommand& command) {
    const auto* found = std::ranges::find(policy_words, command.policy);
    if (found == policy_words.end()) {
        return Error{"--policy", fmt::format("\"{}\"", command.policy),
                     fmt::format("one of {}", fmt::join(policy_words, ", "))};
    }
    const auto policy = static_cast<Policy>(found - policy_words.begin());
    command.explore.policy = policy;
    for (const std::string& option : command.given) {
        if (suits(option, policy)) continue;
        std::vector<std::string_view> others;
        for (std::size_t i = 0; i < policy_words.size(); ++i) {
            if (suits(option, static_cast<Policy>(i))) others.push_back(policy_words[i]);
        }
        return Error{option, fmt::format("given with --policy {}", word(policy)),
                     fmt::format("--policy {} for it", fmt::join(others, ", "))};
    }
    if (policy == Policy::repeat && std::ranges::count(command.given, "--schedule") == 0) {
        return Error{"--policy", "repeat, without a schedule", "--schedule beside it"};
    }
    return std::nullopt;
}

/// "s0 to s2, q0".
std::string task_range(const TaskCounts& tasks) {
    std::vector<std::string> ranges;
    const auto add = [&](TaskId first, std::uint32_t count) {
        if (count == 0) return;
        const std::string one = short_name(first, tasks);
        ranges.push_back(count == 1 ? one : one + " to " + short_name(first + count - 1, tasks));
    };
    add(0, tasks.ships);
    add(tasks.ships, tasks.sources);
    add(tasks.ships + tasks.sources, tasks.drain ? 1 : 0);
    return fmt::format("{}", fmt::join(ranges, ", "));
}

/// "s0.3": the first ship stops after its third operation.
Result<Stop> stop_named(const std::string& text, const TaskCounts& tasks) {
    const auto line = parse_one_line(text + "!", tasks);
    if (line && *line == Deviations{.stops = line->stops} && line->stops.size() == 1) {
        return line->stops.front();
    }
    return fail({"--stop", fmt::format("\"{}\"", text),
                 fmt::format("TASK.STEPS, such as s0.3, with tasks {}", task_range(tasks))});
}

/// What is wrong with a schedule, where it was given.
Error of_option(Error error) {
    if (error.place.starts_with("schedule")) error.place.insert(0, "--");
    return error;
}

/// Schedule and stops, which need to know what tasks there are.
std::optional<Error> choose_schedule(ExploreCommand& command, const TaskCounts& tasks) {
    ExploreOptions& options = command.explore;
    if (std::ranges::count(command.given, "--schedule") > 0) {
        auto schedule = parse_one_line(command.schedule, tasks);
        if (!schedule) return of_option(schedule.error());
        options.repeat = std::move(*schedule);
        options.limits.clock_start_ms = options.repeat.clock_start_ms;
        options.limits.stops = options.repeat.stops;
    }
    for (const std::string& text : command.stops) {
        const auto stop = stop_named(text, tasks);
        if (!stop) return stop.error();
        if (std::ranges::count(options.limits.stops, stop->task, &Stop::task) > 0) {
            return Error{"--stop", fmt::format("\"{}\"", text), "no second stop of one task"};
        }
        options.limits.stops.push_back(*stop);
    }
    if (options.policy == Policy::repeat) options.repeat.stops = options.limits.stops;
    return std::nullopt;
}

std::optional<Error> choose_required(ExploreCommand& command, Fidelity claim) {
    ExploreOptions& options = command.explore;
    options.judge_strict = !command.without_strict;
    bool& strict = options.required[static_cast<std::size_t>(Check::strict)];
    if (!command.require) {
        // Of a run that breaks off nothing is claimed.
        if (options.limits.stops.empty()) options.required = required_by(claim);
        strict = strict && options.judge_strict;
        return std::nullopt;
    }
    const auto required = required_named(*command.require);
    if (!required) return required.error();
    for (const Check check : all_checks) {
        const bool faithful = check == Check::view || check == Check::causal;
        options.required[static_cast<std::size_t>(check)] =
            *required ? check == **required : faithful;
    }
    if (strict && !options.judge_strict) {
        return Error{"--without-strict", "given with --require strict", "one of the two"};
    }
    return std::nullopt;
}

/// The command line that repeats a schedule, up to the schedule.
std::string repetition(const ExploreCommand& command) {
    std::string text = fmt::format("reckon explore --strategy {} {}", command.strategy,
                                   command.scenario.arguments());
    if (command.require) text += " --require " + *command.require;
    if (command.without_strict) text += " --without-strict";
    if (const auto most = command.explore.limits.operations_max;
        most != RunLimits{}.operations_max) {
        text += fmt::format(" --operations {}", most);
    }
    return text + " --policy repeat --schedule ";
}

/// What became of the case of the first failure.
struct Keeping {
    std::string file;            ///< That it is in; empty: in none.
    std::optional<Error> error;  ///< Why it is not.
    std::string lost;            ///< The case that could not be written.
};

Keeping keep(const std::string& path, const StrategyRecord& strategy, const Scenario& scenario,
             const Bounds& bounds, const FailedSchedule& failed) {
    const auto run = run_by(strategy, scenario, bounds, failed.deviations);
    if (!run) return {.file = {}, .error = run.error(), .lost = {}};
    std::string text = to_json(case_of(strategy, scenario, failed.deviations, *run));
    if (auto error = write_text(path, text)) return {{}, std::move(error), std::move(text)};
    return {.file = path, .error = {}, .lost = {}};
}

void print_text(const Session& session, const ExploreCommand& command,
                const StrategyRecord& strategy, const Scenario& scenario, const Exploration& found,
                const Keeping& kept) {
    const bool to_stdout = kept.lost.empty();
    const HowToRepeat repeat{repetition(command), !command.output.empty(), kept.file};
    const std::string text = exploration_text(strategy, scenario, command.explore, found, repeat,
                                              to_stdout ? session.ink() : Ink{});
    if (!to_stdout) {
        // A case that could not be written is not lost: it is printed, and what there is to say of
        // it is kept apart.
        print(kept.lost);
        if (!session.quiet) note(text);
        return;
    }
    print(text);
    if (!command.output.empty() && !found.first_failure) {
        print(fmt::format("  nothing failed: {} was not written\n", plain(command.output)));
    }
}

void print_result(const Session& session, const ExploreCommand& command,
                  const StrategyRecord& strategy, const Scenario& scenario,
                  const Exploration& found, const Keeping& kept) {
    if (!session.json) return print_text(session, command, strategy, scenario, found, kept);
    Json json = results_head("explore", session.command_line);
    add_scenario(json, scenario);
    json["required"] = command.require.value_or("claim");
    add_exploration(json, strategy, scenario, command.explore, found);
    json["case"] = kept.file.empty() ? Json() : Json(kept.file);
    print(json);
}

ExitCode run(const Session& session, ExploreCommand& command) {
    const auto strategy = strategy_named(command.strategy, "--strategy");
    if (!strategy) return report(strategy.error());
    if (auto error = choose_policy(command)) return report(*error);
    const auto scenario = command.scenario.load();
    if (!scenario) return report(scenario.error());
    const auto bounds = bounds_of(*scenario);
    if (!bounds) return report(bounds.error());
    ExploreOptions& options = command.explore;
    options.seed = scenario->seed;
    options.reduce = !command.no_reduction;
    auto error = choose_schedule(command, (*strategy)->tasks(*scenario));
    const Fidelity claim = (*strategy)->claims.on(interaction_class(*scenario));
    if (!error) error = choose_required(command, claim);
    if (!error) error = command.scenario.overwritten_by(command.output);
    if (!error && !command.output.empty()) error = unwritable(command.output);
    if (error) return report(*error);

    const auto found = [&] {
        Progress progress{session.quiet};  // Gone from the terminal before the result is printed.
        options.progress = [&](std::uint64_t done, std::uint64_t total) {
            progress.update(done, total, (*strategy)->name);
        };
        return explore(**strategy, *scenario, *bounds, options);
    }();
    if (!found) return report(of_option(found.error()));

    Keeping kept;
    if (found->first_failure && !command.output.empty()) {
        kept = keep(command.output, **strategy, *scenario, *bounds, *found->first_failure);
    }
    print_result(session, command, **strategy, *scenario, *found, kept);
    if (kept.error) return report(*kept.error);
    const bool judged = (*strategy)->role != Role::baseline;
    return judged ? exit_code(required_outcome(*found, options)) : ExitCode::undecided;
}

void add_policy_options(CLI::App& add, ExploreCommand& command) {
    ExploreOptions& options = command.explore;
    add.add_option("--policy", command.policy,
                   "Who picks the schedules: exhaustive (all of them), random, pct, pos, or repeat")
        ->capture_default_str()
        ->type_name("POLICY");
    add.add_option("--schedules", options.schedules_max, "Schedules at most")
        ->capture_default_str()
        ->check(whole_number(1, 1'000'000'000'000));
    add.add_option("--depth", options.depth, "pct: how many operations a failure hangs on")
        ->capture_default_str()
        ->check(whole_number(1, depth_max));
    add.add_option("--preemptions", options.preemptions,
                   "exhaustive: no schedules with more; without reduction, and no proof")
        ->check(whole_number(0, UINT32_MAX));
    add.add_flag("--no-reduction", command.no_reduction,
                 "exhaustive: each schedule, not one of each class of equivalent ones");
    add.add_option("--schedule", command.schedule,
                   "The schedule that repeat follows, and with which others begin, in one line as "
                   "a failure prints it; in quotes")
        ->type_name("LINE");
    add.add_option("--stop", command.stops,
                   "TASK.STEPS: this task stops for good after so many operations, as a worker "
                   "that crashed; can be repeated")
        ->type_name("TASK.STEPS")
        ->allow_extra_args(false);
    add.add_option("--operations", options.limits.operations_max,
                   "Visible operations of one run, beyond which it is too long")
        ->capture_default_str()
        ->check(whole_number(1, 1'000'000'000));
    add.add_option("--jobs", options.jobs, "Threads that run schedules; the results are the same")
        ->capture_default_str()
        ->check(whole_number(1, jobs_max));
}

}  // namespace

void add_explore(CLI::App& app, Session& session, Action& action) {
    CLI::App* add = add_command(
        app, session, "explore", "Run one scenario under many schedules, and judge each",
        "  reckon explore --strategy deps --scenario convoy --seed 3\n"
        "  reckon explore --strategy mpsc --scenario convoy --seed 3 --require view \\\n"
        "      -o small.case.json\n"
        "  reckon explore --strategy vector --scenario rendezvous --ships 4 --orders 6 \\\n"
        "      --policy pct --schedules 20000 --require faithful\n"
        "  reckon explore --strategy mpsc --scenario convoy --seed 3 --stop s0.2\n"
        "Every operation that others can see is picked by the policy, on one thread. Presets are\n"
        "small here: 2 ships, or as many as the orders need, 2 orders each, no sources.\n"
        "Exit 0 if what the strategy claims held, or what --require asks for; 1 if it failed; 3 "
        "if\nthat is undecided, or an exhaustive search hit a bound.\n");
    auto command = std::make_shared<ExploreCommand>();
    command->explore.jobs = std::clamp(std::thread::hardware_concurrency(), 1U, jobs_max);
    add->add_option("--strategy", command->strategy, "How the events are recorded")
        ->required()
        ->type_name("STRATEGY");
    command->scenario.add_to(*add);
    add->get_option("--seed")->description("Draws the scenario, and the schedules");
    add_policy_options(*add, *command);
    add->add_option("--require", command->require,
                    "What has to hold: a check, or faithful, which is view and causal; default is "
                    "what the strategy claims")
        ->type_name("CHECK");
    add->add_flag("--without-strict", command->without_strict,
                  "Do not judge strict: fewer classes of schedules then differ");
    add->add_flag("--all", command->explore.count_all, "Go on after the first failure");
    add_output(*add, command->output, "Write the first failure as a case");
    add->callback([&session, &action, command, add] {
        for (const std::string_view option : not_for_all) {
            if (add->count(std::string{option}) > 0) command->given.emplace_back(option);
        }
        action = [&session, command] { return run(session, *command); };
    });
}

}  // namespace reckon
