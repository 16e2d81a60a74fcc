#include <fmt/format.h>

#include <numeric>

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

/// Whether the plans of the scenario have been read, by which its class is known.
enum class Plans : bool { unread, read };

ExitCode told(const Session& session, const StateCommand& command, const RunOrigin& origin,
              const Scenario& scenario, Plans plans, const Result<StateAt>& reached,
              std::uint64_t events) {
    if (!reached) {
        // What is wrong with the file or its log stands at its own place.
        Error error = reached.error();
        if (error.place == "cut") error.place = "--at";
        return report(error);
    }
    const GlobalState& state = reached->state;
    const auto before = std::accumulate(state.cut.begin(), state.cut.end(), std::uint64_t{0});
    const std::string began =
        reached->applied < before
            ? fmt::format(", {} of them replayed after a snapshot", reached->applied)
            : "";
    if (session.json) {
        Json json = recorded_head(session, "state", scenario, origin);
        json["at"] = command.at.at;
        if (plans == Plans::unread) json.erase("class");
        json["events"] = events;
        json["events_before"] = before;
        json["applied"] = reached->applied;
        json["states"] = fleet_json(scenario, state.cut, state.states);
        print(json);
    } else {
        print(headline(session, scenario, origin,
                       fmt::format(" at {}: {} of {} events{}", plain(command.at.at), before,
                                   events, began)) +
              fleet_table(scenario, state.cut, state.states));
    }
    return ExitCode::as_promised;
}

ExitCode of_whole_log(const Session& session, const StateCommand& command) {
    const auto run = recorded_in(session, command.file);
    if (!run) return report(run.error());
    const Scenario& scenario = run->scenario;
    const auto index = DotIndex::of(scenario, run->log);
    if (!index) {
        return report_refusal(session, recorded_head(session, "state", scenario, run->origin), *run,
                              index.error());
    }
    const auto asked = command.at.asked(scenario);
    if (!asked) return report(asked.error());
    const auto cut = cut_of(*asked, scenario, run->log, *index);
    return told(session, command, run->origin, scenario, Plans::read,
                cut ? state_at(scenario, *index, *cut, initial_state(scenario))
                    : Result<StateAt>{fail(cut.error())},
                index->event_count());
}

ExitCode run(const Session& session, const StateCommand& command) {
    // A file without an index is read whole, which says what is wrong with it.
    const auto run = IndexedRun::open(command.file);
    if (!run || !can_begin_in_the_middle(*run)) return of_whole_log(session, command);
    const auto asked = command.at.asked(run->scenario());
    if (!asked) return report(asked.error());
    return told(session, command, run->setting().origin, run->scenario(), Plans::unread,
                stored_state(*run, *asked), run->entries());
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
