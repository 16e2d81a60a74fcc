#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "cli/case_source.hpp"
#include "cli/command.hpp"
#include "cli/event_option.hpp"
#include "cli/options.hpp"
#include "cli/progress.hpp"
#include "cli/recorded.hpp"
#include "core/recording/recording_file.hpp"
#include "core/report/changed_past_json.hpp"
#include "core/report/changed_past_text.hpp"
#include "core/report/escape.hpp"
#include "core/report/provenance.hpp"
#include "core/whatif/branch_run.hpp"
#include "core/world/scenario_json.hpp"
#include "core/world/text_file.hpp"

namespace reckon {
namespace {

struct WhatIfCommand {
    std::string file;
    std::string drop;
    std::vector<std::string> insert;  // A dot and an order.
    std::vector<std::string> replace;
    std::string output;
};

/// The change as the command line has it, its order added to the scenario's table.
Result<Change> asked_change(const WhatIfCommand& command, Scenario& scenario) {
    const bool drops = command.insert.empty() && command.replace.empty();
    const bool inserts = !command.insert.empty();
    const std::string option = drops ? "--drop" : inserts ? "--insert" : "--replace";
    const auto& words = inserts ? command.insert : command.replace;
    Change change{.kind = drops     ? ChangeKind::drop
                          : inserts ? ChangeKind::insert
                                    : ChangeKind::replace,
                  .at = {}};
    const auto at = dot_named(scenario, drops ? command.drop : words[0], option);
    if (!at) return fail(at.error());
    change.at = *at;
    if (drops) return change;
    const auto order = parse_order(scenario, at->ship, words[1]);
    if (!order) {
        Error error = order.error();
        error.place.insert(0, option + ": ");
        return fail(std::move(error));
    }
    change.order = *order;
    return change;
}

/// Whether the log's replay goes through the states of the run.
std::optional<bool> brings_back(const Replay& replay, const std::optional<History>& history) {
    if (!history) return std::nullopt;
    for (ShipId ship = 0; ship < history->ships.size(); ++ship) {
        if (!std::ranges::equal(replay.states[ship], history->ships[ship].states)) return false;
    }
    return true;
}

/// The run's effects that the branch was answered with, by its own numbers.
std::vector<Effect> kept_effects(const std::vector<Effect>& effects, const Answers& answers,
                                 const Branch& branch) {
    std::vector<Effect> kept;
    auto gone = answers.past_recall.begin();  // In the order of the effects.
    for (const Effect& effect : effects) {
        if (gone != answers.past_recall.end() && *gone == effect) {
            ++gone;
        } else {
            kept.push_back({branch.renumbering(effect.event), effect.result});
        }
    }
    return kept;
}

std::optional<Error> keep_branch(const Session& session, const WhatIfCommand& command,
                                 const RecordedRun& run, const ChangedPast& past) {
    const RunOrigin origin{.strategy = run.origin.strategy,
                           .publication = run.origin.publication,
                           .command_line = session.command_line,
                           .commit = provenance().commit};
    auto branch = branch_run(origin, run.scenario, run.log, past.branch);
    if (!branch) return in_file(command.file, branch.error());
    if (past.answers) branch->effects = kept_effects(run.effects, *past.answers, past.branch);
    return write_recording(command.output, parts_of(*branch));
}

ExitCode run(const Session& session, const WhatIfCommand& command) {
    if (!command.output.empty()) {
        if (const auto error = overwriting(command.file, command.output)) return report(*error);
        if (const auto error = unwritable(command.output)) return report(*error);
    }
    auto recorded = recorded_in(session, command.file);
    if (!recorded) return report(recorded.error());
    const auto change = asked_change(command, recorded->scenario);
    if (!change) return report(change.error());
    const auto replayed = while_working(session.quiet, "replaying " + plain(command.file),
                                        [&] { return replay(recorded->scenario, recorded->log); });
    if (!replayed) return report(in_file(command.file, replayed.error()));
    const auto branch = while_working(session.quiet, "changing the past", [&] {
        return what_if(recorded->scenario, recorded->log, *replayed, *change);
    });
    if (!branch) return report(in_file(command.file, branch.error()));

    ChangedPast past{.origin = recorded->origin,
                     .scenario = recorded->scenario,
                     .log = recorded->log,
                     .replay = *replayed,
                     .branch = *branch,
                     .answers = std::nullopt,
                     .brings_back = brings_back(*replayed, recorded->history),
                     .kept = command.output};
    if (!recorded->effects.empty()) {
        past.answers = answered_from_log(recorded->scenario, recorded->log, *replayed, *branch,
                                         recorded->effects);
    }
    if (!command.output.empty()) {
        if (const auto error = keep_branch(session, command, *recorded, past)) {
            return report(*error);
        }
    }
    if (session.json) {
        Json json = results_head("whatif", session.command_line);
        add_changed_past(json, past);
        print(json);
    } else {
        print(changed_past_text(past, session.ink()));
        if (past.kept.empty()) {
            print(std::string{"\n  Not kept: `-o FILE` writes the branch as a recording.\n"});
        } else {
            print(fmt::format("\n  branch: {}; go on with\n    reckon state {}\n", plain(past.kept),
                              shell_quoted(past.kept)));
        }
    }
    return ExitCode::as_promised;
}

}  // namespace

void add_whatif(CLI::App& app, Session& session, Action& action) {
    CLI::App* add = add_command(
        app, session, "whatif", "Change the past of a recording, and see what follows from it",
        "  reckon whatif run.reckon --drop Emma@17\n"
        "  reckon whatif run.reckon --insert Emma@17 '{\"do\": \"depart\", \"to\": \"Oslo\"}'\n"
        "  reckon whatif run.reckon --replace Emma@17 '{\"do\": \"load\", \"tons\": 3}' -o "
        "b.reckon\n"
        "One change. An order is written as in a scenario file. Only what depends on the change "
        "is\n"
        "carried out anew; new hails land last; the branch is a recording like any other.\n"
        "Exit 0 if the change could be carried through.\n");
    auto command = std::make_shared<WhatIfCommand>();
    add->add_option("FILE", command->file, "A recording (.reckon)")->required();
    CLI::Option_group* change = add->add_option_group("The change", "One of these");
    change->add_option("--drop", command->drop, "Take this event out")->type_name("SHIP@VERSION");
    change
        ->add_option("--insert", command->insert,
                     "Put an order just before this event, or one version beyond the last")
        ->expected(2)
        ->type_name("SHIP@VERSION ORDER");
    change->add_option("--replace", command->replace, "Have this event carry out another order")
        ->expected(2)
        ->type_name("SHIP@VERSION ORDER");
    change->require_option(1);
    add_output(*add, command->output, "Keep the branch in this recording file");
    add->callback([&session, &action, command] {
        action = [&session, command] { return run(session, *command); };
    });
}

}  // namespace reckon
