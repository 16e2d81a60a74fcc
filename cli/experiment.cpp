#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <new>
#include <set>

#include "cli/command.hpp"
#include "cli/interrupt.hpp"
#include "cli/options.hpp"
#include "cli/progress.hpp"
#include "core/experiment/results_file.hpp"
#include "core/report/escape.hpp"
#include "core/report/run_json.hpp"
#include "core/world/text_file.hpp"
#include "serializers/list.hpp"

namespace reckon {
namespace {

/// As of `reckon run`: with fewer global states observed it is not known whether strict holds.
constexpr std::uint64_t least_observed = 100;

struct ExperimentCommand {
    std::string file;
    std::string output;  // Empty: beside the file.
    bool list = false;
    std::uint64_t memory = FreeRunOptions{}.memory;
};

/// NAME.json to NAME.results.jsonl.
std::filesystem::path results_beside(const std::filesystem::path& file) {
    return std::filesystem::path{file}.replace_extension(".results.jsonl");
}

/// What an option of the command line is called among the axes; null if it is none of them.
const char* axis_of(std::string_view option) {
    constexpr std::array<std::pair<std::string_view, const char*>, 6> names{
        {{"--scenario", "scenario"},
         {"--ships", "ships"},
         {"--orders", "orders"},
         {"--sources", "sources"},
         {"--source-orders", "orders"},
         {"--work", "work_ns"}}};
    const auto* found = std::ranges::find(names, option, [](auto& name) { return name.first; });
    return found == names.end() ? nullptr : found->second;
}

/// A file whose runs are made: where it lies, files of scenarios are looked for.
struct OpenExperiment {
    std::filesystem::path file;
    Experiment experiment;

    /// Errors  As ScenarioChoice, but at the axis; what bounds_of refuses.
    [[nodiscard]] Result<Scenario> scenario_of(const ExperimentCell& cell) const {
        ScenarioChoice choice;
        const bool preset = find_preset(cell.scenario) != nullptr;
        choice.scenario = preset ? cell.scenario : (file.parent_path() / cell.scenario).string();
        choice.seed = cell.seed;
        choice.ships = cell.ships;
        choice.orders = cell.orders;
        choice.sources = cell.sources;
        choice.work_ns = cell.work_ns;
        auto scenario = choice.load();
        if (!scenario) {
            Error error = scenario.error();
            if (const char* axis = axis_of(error.place)) {
                error.place = file.string() + ": " + place_of(experiment, cell, axis);
            }
            return fail(std::move(error));
        }
        if (const auto bounds = bounds_of(*scenario); !bounds) {
            Error error = bounds.error();
            error.place.insert(0, choice.scenario + ": ");
            return fail(std::move(error));
        }
        return scenario;
    }

    /// What cannot be run is said before the first run, and not after an hour.
    [[nodiscard]] std::optional<Error> unusable() const {
        std::set<std::string> seen;
        for (const ExperimentCell& cell : experiment.cells) {
            Json same = to_json(cell);
            for (const char* other : {"strategy", "workers", "history"}) same.erase(other);
            if (!seen.insert(same.dump()).second) continue;
            if (auto scenario = scenario_of(cell); !scenario) return scenario.error();
        }
        return std::nullopt;
    }
};

FreeRunOptions options_of(const Experiment& experiment, const ExperimentCell& cell,
                          std::uint64_t memory) {
    return {.workers = cell.workers,
            .batch = experiment.batch,
            .keep_history = cell.history,
            .observe_every_us = cell.history ? experiment.observe_us : 0,
            .memory = memory};
}

/// The load that the system has had in the last minute; none if it does not say.
Json load() {
    double averages[1] = {};
    return getloadavg(averages, 1) == 1 ? Json(averages[0]) : Json();
}

/// What all lines of the results have in common: runs made otherwise, or by another build, are
/// others.
Json alike(const Experiment& experiment) {
    const Json head = results_head("run", "");
    Json same{{"command", "run"},
              {"experiment", experiment.name},
              {"batch", experiment.batch},
              {"observe_us", experiment.observe_us}};
    for (const char* key : {"schema", "commit", "compiler", "flags", "build_type"}) {
        same[key] = head[key];
    }
    return same;
}

/// One run, as a line of the results.
///
/// Errors  Of kind bound: this cell takes more than it may; others may do.
Result<Json> line_of(const Session& session, const OpenExperiment& open, const ExperimentRun& run,
                     std::uint64_t memory) try {
    const Experiment& experiment = open.experiment;
    const ExperimentCell& cell = experiment.cells[run.cell];
    const StrategyRecord& strategy = *find_strategy(cell.strategy);
    const FreeRunOptions options = options_of(experiment, cell, memory);
    const auto scenario = open.scenario_of(cell);
    if (!scenario) return fail(scenario.error());
    const auto bounds = bounds_of(*scenario);
    if (!bounds) return fail(bounds.error());
    const Json before = load();
    auto trial = conduct(strategy, *scenario, *bounds, options);
    if (!trial) return fail(trial.error());
    if (trial->verdict) trial->verdict->require_observed(least_observed);
    Json result = results_head("run", session.command_line);
    result["experiment"] = experiment.name;
    result["cell"] = to_json(cell);
    result["repetition"] = run.repetition;
    result["batch"] = experiment.batch;
    result["observe_us"] = experiment.observe_us;
    result["load_before"] = before;
    result["load_after"] = load();
    add_free_run(result, strategy, *scenario, options, *trial);
    return result;
} catch (const std::bad_alloc&) {
    return fail({"memory", "used up", "a smaller run", Error::Kind::bound});
}

/// "3 min": rounded, for nobody knows.
std::string time_left(std::chrono::steady_clock::duration spent, std::size_t done,
                      std::size_t left) {
    if (done == 0) return "";
    const double seconds = std::chrono::duration<double>{spent}.count() /
                           static_cast<double>(done) * static_cast<double>(left);
    if (seconds < 90) return fmt::format(", {:.0f} s left", std::ceil(seconds));
    if (seconds < 5400) return fmt::format(", {:.0f} min left", seconds / 60);
    return fmt::format(", {:.1f} h left", seconds / 3600);
}

/// What came of the runs that were missing.
struct Made {
    std::size_t runs = 0;
    std::map<std::uint32_t, std::string> not_run;  ///< Cells that pass a bound, and which.
    std::optional<Error> failed;                   ///< What ended it.
};

Made make_runs(const Session& session, const OpenExperiment& open, std::uint64_t memory,
               ResultsFile& results) {
    const Experiment& experiment = open.experiment;
    const auto began = std::chrono::steady_clock::now();
    Progress progress{session.quiet};
    Made made;
    const auto runs = runs_of(experiment);
    for (const ExperimentRun& next : runs) {
        if (Interrupt::came()) break;
        if (results.has(next) || made.not_run.contains(next.cell)) continue;
        const ExperimentCell& cell = experiment.cells[next.cell];
        const auto spent = std::chrono::steady_clock::now() - began;
        const auto left = time_left(spent, made.runs, runs.size() - results.count());
        progress.update(results.count(), runs.size(),
                        plain(fmt::format("{} on {}{}", cell.strategy, cell.scenario, left)));
        const auto line = line_of(session, open, next, memory);
        if (line) {
            made.failed = results.append(next, *line);
            if (!made.failed) ++made.runs;
        } else if (line.error().kind == Error::Kind::bound) {
            // It would pass the bound again; the others are not to suffer for it.
            made.not_run.emplace(next.cell, line.error().message());
        } else {
            made.failed = line.error();
        }
        if (made.failed) break;
    }
    return made;
}

ExitCode list(const Session& session, const Experiment& experiment) {
    Json json = results_head("experiment", session.command_line);
    json["experiment"] = experiment.name;
    json["question"] = experiment.question;
    json["runs"] = experiment.cells.size() * experiment.repetitions;
    json["cells"] = Json::array();
    for (const ExperimentCell& cell : experiment.cells) json["cells"].push_back(to_json(cell));
    if (session.json) {
        print(json);
        return ExitCode::as_promised;
    }
    print(fmt::format("{}: {}\n{} cells, each {} times\n", plain(experiment.name),
                      plain(experiment.question), experiment.cells.size(), experiment.repetitions));
    for (const Json& cell : json["cells"]) print("  " + plain(cell.dump()) + "\n");
    return ExitCode::as_promised;
}

ExitCode conclude(const Session& session, const Experiment& experiment, const std::string& output,
                  const ResultsFile& results, const Made& made) {
    const std::size_t runs = experiment.cells.size() * experiment.repetitions;
    const bool whole = results.count() == runs;
    if (session.json) {
        Json json = results_head("experiment", session.command_line);
        json["experiment"] = experiment.name;
        json["question"] = experiment.question;
        json["runs"] = runs;
        json["done"] = results.count();
        json["made"] = made.runs;
        json["not_run"] = Json::array();
        for (const auto& [cell, why] : made.not_run) {
            json["not_run"].push_back({{"cell", to_json(experiment.cells[cell])}, {"why", why}});
        }
        json["results"] = output;
        print(json);
    } else {
        print(fmt::format("{}: {} of {} runs are there, {} of them made now\n  results: {}\n",
                          plain(experiment.name), results.count(), runs, made.runs, plain(output)));
        print(whole ? fmt::format("  see them: scripts/plot.py {0} -o {1}\n", shell_quoted(output),
                                  shell_quoted(output + ".plots"))
                    : "  go on: the same command again\n");
    }
    for (const auto& [cell, why] : made.not_run) {
        note(plain(fmt::format("reckon: not run: {}: {}", to_json(experiment.cells[cell]).dump(),
                               why)) +
             "\n");
    }
    if (results.others() > 0) {
        note(plain(fmt::format("reckon: {}: {} results are of cells that the experiment has no "
                               "more",
                               output, results.others())) +
             "\n");
    }
    return whole ? ExitCode::as_promised : ExitCode::undecided;
}

ExitCode run(const Session& session, const ExperimentCommand& command) {
    std::vector<std::string_view> names;
    for (const StrategyRecord& strategy : strategies()) names.push_back(strategy.name);
    auto read = parse_file(command.file, Limits::file_bytes,
                           [&](std::string_view text) { return parse_experiment(text, names); });
    if (!read) return report(read.error());
    const OpenExperiment open{command.file, std::move(*read)};
    if (const auto error = open.unusable()) return report(*error);
    if (command.list) return list(session, open.experiment);
    const std::string output =
        command.output.empty() ? results_beside(command.file).string() : command.output;
    auto results = ResultsFile::open(output, open.experiment, alike(open.experiment));
    if (!results) return report(results.error());
    const Interrupt interrupt;
    const Made made = make_runs(session, open, command.memory, *results);
    if (made.failed) return report(*made.failed);
    return conclude(session, open.experiment, output, *results, made);
}

}  // namespace

void add_experiment(CLI::App& app, Session& session, Action& action) {
    CLI::App* add = add_command(
        app, session, "experiment", "Run what a file asks: many cells, many times, in turn",
        "  reckon experiment experiments/cost-of-fidelity.json\n"
        "  reckon experiment experiments/scaling.json -o scaling.jsonl --quiet\n"
        "  reckon experiment experiments/rare-failures.json --list\n"
        "A line of JSON a run is appended to the results; given again, the command makes the runs\n"
        "that are missing. Ctrl-C lets the run end that is going on, a second one does not.\n"
        "Exit 0 if all are there, 3 if it was interrupted before or a run passes a bound.\n");
    auto command = std::make_shared<ExperimentCommand>();
    add->add_option("FILE", command->file, "An experiment (.json)")->required();
    add_output(*add, command->output,
               "Append the results there; if not given, beside FILE, as NAME.results.jsonl");
    add->add_flag("--list", command->list, "Print the cells, and run none");
    add->add_option("--memory", command->memory, "Most memory a run may take, as 512M or 4G")
        ->transform(bytes())
        ->option_text("BYTES [4G]");
    add->callback([&session, &action, command] {
        action = [&session, command] { return run(session, *command); };
    });
}

}  // namespace reckon
