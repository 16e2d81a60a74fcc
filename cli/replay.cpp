#include "core/replay/replay.hpp"

#include <fmt/format.h>

#include "cli/command.hpp"
#include "cli/options.hpp"
#include "cli/recorded.hpp"
#include "core/check/words.hpp"
#include "core/report/escape.hpp"
#include "core/report/fleet_table.hpp"
#include "core/trial/stopwatch.hpp"

namespace reckon {
namespace {

struct ReplayCommand {
    std::string file;
    ReplayOptions options;
};

/// What a replay came to.
struct Replayed {
    Cut cut;
    std::vector<State> states;
    std::uint64_t events = 0;
    std::uint64_t ns = 0;

    Replayed(const Replay& replay, std::uint64_t events_, std::uint64_t ns_)
        : events{events_}, ns{ns_} {
        for (ShipId ship = 0; ship < replay.states.size(); ++ship) {
            cut.push_back(static_cast<Version>(replay.states[ship].size() - 1));
            states.push_back(replay.states[ship].back());
        }
    }

    [[nodiscard]] double per_second() const {
        return ns == 0 ? 0 : static_cast<double>(events) * 1e9 / static_cast<double>(ns);
    }
};

std::string unsent_text(const Scenario& scenario, const Replay& replay) {
    if (replay.unsent_count == 0) return "";
    const Unsent& first = replay.unsent.front();
    return wrapped(fmt::format("{} hails were replayed that their cause, as replayed, did not "
                               "send; the first is {}.",
                               replay.unsent_count, plain(name(scenario, first.event))),
                   4, 2);
}

ExitCode run(const Session& session, const ReplayCommand& command) {
    const auto run = recorded_in(command.file);
    if (!run) return report(run.error());
    const Scenario& scenario = run->scenario;
    Json json = results_head("replay", session.command_line);
    add_scenario(json, scenario);
    json["strategy"] = run->origin.strategy;
    json["threads"] = command.options.threads;
    const Stopwatch watch;
    const auto replayed = replay(scenario, run->log, command.options);
    const std::uint64_t ns = watch.ns();
    if (!replayed) return report_refusal(session, std::move(json), *run, replayed.error());
    const Replayed end{*replayed, run->log.events.size(), ns};
    if (session.json) {
        json["events"] = end.events;
        json["replay_ns"] = end.ns;
        json["events_per_s"] = end.per_second();
        json["unsent_hails"] = replayed->unsent_count;
        json["states"] = fleet_json(scenario, end.cut, end.states);
        print(json);
    } else {
        print(title(session, run->origin, run->scenario) +
              fmt::format(": {} events of {} ships, replayed in {:.1f} ms, {:.1f} million a "
                          "second\n",
                          end.events, scenario.ships.size(), static_cast<double>(end.ns) * 1e-6,
                          end.per_second() * 1e-6) +
              fleet_table(scenario, end.cut, end.states) + unsent_text(scenario, *replayed));
    }
    return ExitCode::as_promised;
}

}  // namespace

void add_replay(CLI::App& app, Session& session, Action& action) {
    CLI::App* add =
        add_command(app, session, "replay", "Replay a recording's log: the states that it ends in",
                    "  reckon replay run.reckon\n"
                    "  reckon replay run.reckon --threads 2 --json\n"
                    "Exit 0 if the log can be replayed, 1 if not, 3 if nothing was recorded.\n"
                    "Whether the replay is true to the run, `reckon check` says.\n");
    auto command = std::make_shared<ReplayCommand>();
    add_recording(*add, command->file);
    add->add_option("--threads", command->options.threads,
                    "Threads, for a log that is a partial order")
        ->capture_default_str()
        ->check(whole_number(1, ReplayOptions::threads_max));
    add->callback([&session, &action, command] {
        action = [&session, command] { return run(session, *command); };
    });
}

}  // namespace reckon
