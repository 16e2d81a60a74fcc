#include "core/replay/replay.hpp"

#include <fmt/format.h>

#include "cli/command.hpp"
#include "cli/options.hpp"
#include "cli/progress.hpp"
#include "cli/recorded.hpp"
#include "core/check/words.hpp"
#include "core/report/escape.hpp"
#include "core/report/fleet_table.hpp"
#include "core/stream/stored_replay.hpp"
#include "core/trial/stopwatch.hpp"

namespace reckon {
namespace {

struct ReplayCommand {
    std::string file;
    ReplayOptions options;
    bool streaming = false;
    Window window;
};

/// What a replay came to.
struct Replayed {
    Cut cut;
    std::vector<State> states;
    std::uint64_t events = 0;
    std::uint64_t ns = 0;
    const Replay* whole = nullptr;  ///< Null if only the end was kept.

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

void tell(const Session& session, Json json, const Scenario& scenario, const RunOrigin& origin,
          const Replayed& end) {
    if (session.json) {
        json["events"] = end.events;
        json["replay_ns"] = end.ns;
        json["events_per_s"] = end.per_second();
        if (end.whole != nullptr) json["unsent_hails"] = end.whole->unsent_count;
        json["states"] = fleet_json(scenario, end.cut, end.states);
        print(json);
        return;
    }
    print(headline(session, scenario, origin,
                   fmt::format(": {} events of {} ships, replayed in {:.1f} ms, {:.1f} million a "
                               "second",
                               end.events, scenario.ships.size(),
                               static_cast<double>(end.ns) * 1e-6, end.per_second() * 1e-6)) +
          fleet_table(scenario, end.cut, end.states) +
          (end.whole != nullptr ? unsent_text(scenario, *end.whole) : ""));
}

ExitCode run_whole(const Session& session, const ReplayCommand& command) {
    const auto run = recorded_in(session, command.file);
    if (!run) return report(run.error());
    Json json = recorded_head(session, "replay", run->scenario, run->origin);
    json["threads"] = command.options.threads;
    const Stopwatch watch;
    const auto replayed = while_working(session.quiet, "replaying " + plain(command.file), [&] {
        return replay(run->scenario, run->log, command.options);
    });
    const std::uint64_t ns = watch.ns();
    if (!replayed) return report_refusal(session, std::move(json), *run, replayed.error());
    Replayed end{.events = run->log.events.size(), .ns = ns, .whole = &*replayed};
    for (ShipId ship = 0; ship < run->scenario.ship_count(); ++ship) {
        end.cut.push_back(static_cast<Version>(replayed->states[ship].size() - 1));
        end.states.push_back(replayed->states[ship].back());
    }
    tell(session, std::move(json), run->scenario, run->origin, end);
    return ExitCode::as_promised;
}

ExitCode run_streaming(const Session& session, const ReplayCommand& command) {
    auto run = StoredRun::open(command.file);
    if (!run) return report(run.error());
    const Setting& setting = run->setting();
    Json json = recorded_head(session, "replay", setting.scenario, setting.origin);
    json["streaming"] = true;
    const Stopwatch watch;
    StoredReplay replay{*run, command.window};
    while_working(session.quiet, "replaying " + plain(command.file), [&] {
        while (replay.next()) {
        }
    });
    const std::uint64_t ns = watch.ns();
    if (replay.error()) return report_refusal(session, std::move(json), setting, *replay.error());
    Replayed end{.cut = replay.reached().cut(), .events = replay.reached().applied(), .ns = ns};
    for (ShipId ship = 0; ship < setting.scenario.ship_count(); ++ship) {
        end.states.push_back(replay.reached().state(ship));
    }
    tell(session, std::move(json), setting.scenario, setting.origin, end);
    return ExitCode::as_promised;
}

ExitCode run(const Session& session, const ReplayCommand& command) {
    return command.streaming ? run_streaming(session, command) : run_whole(session, command);
}

}  // namespace

void add_replay(CLI::App& app, Session& session, Action& action) {
    CLI::App* add =
        add_command(app, session, "replay", "Replay a recording's log: the states that it ends in",
                    "  reckon replay run.reckon\n"
                    "  reckon replay run.reckon --threads 2 --json\n"
                    "  reckon replay run.reckon --streaming --window 1G\n"
                    "Exit 0 if the log can be replayed, 1 if not, 3 if nothing was recorded, or\n"
                    "if the log passes its window.\n"
                    "Whether the replay is true to the run, `reckon check` says.\n");
    auto command = std::make_shared<ReplayCommand>();
    add_recording(*add, command->file);
    auto* threads = add->add_option("--threads", command->options.threads,
                                    "Threads, for a log that is a partial order");
    threads->capture_default_str()->check(whole_number(1, ReplayOptions::threads_max));
    add_window(*add, command->streaming, command->window);
    threads->excludes("--streaming");
    add->callback([&session, &action, command] {
        action = [&session, command] { return run(session, *command); };
    });
}

}  // namespace reckon
