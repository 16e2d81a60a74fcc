#include <fmt/format.h>

#include "cli/command.hpp"
#include "cli/cut_option.hpp"
#include "cli/recorded.hpp"
#include "core/replay/state_at.hpp"
#include "core/report/escape.hpp"
#include "core/report/fleet_table.hpp"

namespace reckon {
namespace {

struct StateCommand {
    std::string file;
    CutOption at;
};

ExitCode run(const Session& session, const StateCommand& command) {
    const auto run = recorded_in(command.file);
    if (!run) return report(run.error());
    const Scenario& scenario = run->scenario;
    Json json = results_head("state", session.command_line);
    add_scenario(json, scenario);
    json["strategy"] = run->origin.strategy;
    const auto index = DotIndex::of(scenario, run->log);
    if (!index) return report_refusal(session, std::move(json), *run, index.error());
    const auto cut = command.at.cut(scenario, run->log, *index);
    const auto reached = cut ? state_at(scenario, *index, *cut, initial_state(scenario))
                             : Result<StateAt>{fail(cut.error())};
    if (!reached) {
        Error error = reached.error();
        error.place = "--at";
        return report(error);
    }
    const GlobalState& state = reached->state;
    if (session.json) {
        json["at"] = command.at.at;
        json["events"] = index->event_count();
        json["applied"] = reached->applied;
        json["states"] = fleet_json(scenario, state.cut, state.states);
        print(json);
    } else {
        print(title(session, *run) +
              fmt::format(" at {}: {} of {} events\n", plain(command.at.at), reached->applied,
                          index->event_count()) +
              fleet_table(scenario, state.cut, state.states));
    }
    return ExitCode::as_promised;
}

}  // namespace

void add_state(CLI::App& app, Session& session, Action& action) {
    CLI::App* add = add_command(
        app, session, "state", "The global state of a recorded run at a cut",
        "  reckon state run.reckon\n"
        "  reckon state run.reckon --at Emma@17\n"
        "  reckon state run.reckon --at entry:1000\n"
        "  reckon state run.reckon --at cut:Emma@3,Berta@5 --rest end\n"
        "A cut that is not closed under program order, reads and hails is refused, with the edge\n"
        "that it breaks; exit 2. Exit 1 if the log cannot be replayed.\n");
    auto command = std::make_shared<StateCommand>();
    add_recording(*add, command->file);
    command->at.add_to(*add);
    add->callback([&session, &action, command] {
        action = [&session, command] { return run(session, *command); };
    });
}

}  // namespace reckon
