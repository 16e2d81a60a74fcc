#include <fmt/format.h>

#include "cli/case_source.hpp"
#include "cli/command.hpp"
#include "cli/options.hpp"
#include "cli/progress.hpp"
#include "core/report/case_result_json.hpp"
#include "core/report/case_result_text.hpp"

namespace reckon {
namespace {

struct ReproduceCommand {
    std::string file;
    std::uint64_t times = 1;
    bool lenient = false;
};

/// The first of so many runs; each was held against what the case expects.
Result<Repetition> repeated(const Session& session, const ReproduceCommand& command,
                            const Case& failure) {
    Progress progress{session.quiet};
    Repetition repetition{.times = command.times};
    for (std::uint64_t i = 0; i < command.times; ++i) {
        progress.update(i, command.times, failure.strategy);
        auto reproduced = reproduce(strategy_of(failure), failure);
        if (!reproduced) return fail(std::move(reproduced.error()));
        if (i == 0) repetition.reproduced = std::move(*reproduced);
    }
    return repetition;
}

/// Once, as far as the schedule fits; what is expected is not asked.
Result<Repetition> repeated_in_part(const Case& failure) {
    const auto bounds = bounds_of(failure.scenario);
    if (!bounds) return fail(bounds.error());
    auto run = run_by_what_fits(strategy_of(failure), failure.scenario, *bounds, failure.schedule);
    return Repetition{.reproduced = std::move(run.reproduced), .times = 1, .skipped = run.skipped};
}

ExitCode run(const Session& session, const ReproduceCommand& command) {
    const auto source = case_from(session, command.file);
    if (!source) return report(source.error());
    const auto& failure = source->failure;
    if (!failure) return report_circle(session, "reproduce", command.file, source->circle);
    const auto repetition =
        command.lenient ? repeated_in_part(*failure) : repeated(session, command, *failure);
    if (!repetition) return report(in_file(command.file, repetition.error()));
    const StrategyRecord& strategy = strategy_of(*failure);
    if (session.json) {
        Json json = results_head("reproduce", session.command_line);
        add_reproduced(json, strategy, *failure, *repetition);
        print(json);
    } else {
        print(reproduced_text(strategy, *failure, *repetition, session.ink()));
    }
    // A run in the wild is held against what a run promises; a case is there to show what fails.
    if (source->recorded) {
        return exit_code(judge_claim(repetition->reproduced.verdict, Fidelity::faithful));
    }
    auto worst = Outcome::holds;
    for (const Finding& finding : repetition->reproduced.verdict.checks) {
        worst = std::max(worst, finding.outcome);
    }
    return exit_code(worst);
}

}  // namespace

void add_reproduce(CLI::App& app, Session& session, Action& action) {
    CLI::App* add = add_command(
        app, session, "reproduce", "Run a case again: the same schedule, the same failure",
        "  reckon reproduce small.case.json\n"
        "  reckon reproduce small.case.json --times 1000\n"
        "  reckon reproduce edited.case.json --lenient\n"
        "Each run is held against what the case expects; one gone stale is refused, exit 2.\n"
        "Exit 1 if a check fails, as a case is there to show; 0 if all hold. Of a recording: 1 if\n"
        "it is not replayed faithfully; 3 if no order of operations explains it.\n");
    auto command = std::make_shared<ReproduceCommand>();
    add->add_option("FILE", command->file, "A case (.case.json) or a recording (.reckon)")
        ->required();
    auto* times = add->add_option("--times", command->times, "Runs, each of which must be the same")
                      ->capture_default_str()
                      ->check(whole_number(1, 1'000'000'000));
    add->add_flag("--lenient", command->lenient,
                  "Follow the schedule as far as it fits, whatever the case expects")
        ->excludes(times);
    add->callback([&session, &action, command] {
        action = [&session, command] { return run(session, *command); };
    });
}

}  // namespace reckon
