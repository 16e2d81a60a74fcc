#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>

#include "cli/command.hpp"
#include "cli/interrupt.hpp"
#include "cli/options.hpp"
#include "cli/progress.hpp"
#include "core/experiment/results_file.hpp"
#include "core/report/provenance.hpp"
#include "core/report/run_json.hpp"
#include "core/world/preset.hpp"
#include "core/world/scenario_json.hpp"
#include "core/world/text_file.hpp"
#include "serializers/list.hpp"

namespace reckon {
namespace {

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

/// The scenario of a cell. Files are named as seen from the experiment's.
Result<Scenario> scenario_of(const ExperimentCell& cell, const std::filesystem::path& folder) {
    const auto refused = [&](std::string value, std::string expected) {
        return fail({"/axes/scenario", std::move(value), std::move(expected)});
    };
    if (const Preset* preset = find_preset(cell.scenario)) {
        Knobs knobs = preset->knobs();
        knobs.seed = cell.seed;
        knobs.ships = cell.ships.value_or(std::max(knobs.ships, ships_needed(knobs.shares)));
        knobs.orders = cell.orders.value_or(knobs.orders);
        knobs.sources = cell.sources.value_or(knobs.sources);
        knobs.source_orders = knobs.orders;
        knobs.work_ns = cell.work_ns.value_or(knobs.work_ns);
        auto scenario = generate(knobs);
        if (!scenario) scenario.error().place = "/axes, " + scenario.error().place;
        return scenario;
    }
    if (cell.ships || cell.orders || cell.sources) {
        return refused(fmt::format("\"{}\", with ships, orders or sources", cell.scenario),
                       "a preset, or none of these: a file fixes them");
    }
    const std::filesystem::path file = folder / cell.scenario;
    std::error_code failed;
    if (!std::filesystem::exists(file, failed)) {
        return refused(fmt::format("\"{}\"", cell.scenario), "a preset, or a file that is there");
    }
    auto scenario = read_scenario(file);
    if (!scenario) return scenario;
    scenario->seed = cell.seed;
    scenario->work_ns = cell.work_ns.value_or(scenario->work_ns);
    return scenario;
}

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

/// One run, as a line of the results.
Result<Json> line_of(const Session& session, const Experiment& experiment, const ExperimentRun& run,
                     const Scenario& scenario, std::uint64_t memory) {
    const ExperimentCell& cell = experiment.cells[run.cell];
    const StrategyRecord& strategy = *find_strategy(cell.strategy);
    const FreeRunOptions options = options_of(experiment, cell, memory);
    const auto bounds = bounds_of(scenario);
    if (!bounds) return fail(bounds.error());
    const Json before = load();
    auto trial = conduct(strategy, scenario, *bounds, options);
    if (!trial) return fail(trial.error());
    Json result = results_head("run", session.command_line);
    result["experiment"] = experiment.name;
    result["cell"] = to_json(cell);
    result["repetition"] = run.repetition;
    result["load_before"] = before;
    result["load_after"] = load();
    add_free_run(result, strategy, scenario, options, *trial);
    return result;
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
    print(fmt::format("{}: {}\n{} cells, each {} times\n", experiment.name, experiment.question,
                      experiment.cells.size(), experiment.repetitions));
    for (const Json& cell : json["cells"]) print("  " + cell.dump() + "\n");
    return ExitCode::as_promised;
}

ExitCode conclude(const Session& session, const Experiment& experiment, const std::string& output,
                  const ResultsFile& results, std::size_t made) {
    const std::size_t runs = experiment.cells.size() * experiment.repetitions;
    const bool whole = results.count() == runs;
    if (session.json) {
        Json json = results_head("experiment", session.command_line);
        json["experiment"] = experiment.name;
        json["question"] = experiment.question;
        json["runs"] = runs;
        json["done"] = results.count();
        json["made"] = made;
        json["results"] = output;
        print(json);
    } else {
        print(fmt::format("{}: {} of {} runs are there, {} of them made now\n  results: {}\n",
                          experiment.name, results.count(), runs, made, output));
        print(whole ? fmt::format("  see them: scripts/plot.py {0} -o {0}.plots\n", output)
                    : "  go on: the same command again\n");
    }
    if (results.others() > 0) {
        note(fmt::format("reckon: {}: {} results are of cells that the experiment has no more\n",
                         output, results.others()));
    }
    return whole ? ExitCode::as_promised : ExitCode::undecided;
}

ExitCode run(const Session& session, const ExperimentCommand& command) {
    std::vector<std::string_view> names;
    for (const StrategyRecord& strategy : strategies()) names.push_back(strategy.name);
    const auto experiment =
        parse_file(command.file, Limits::file_bytes,
                   [&](std::string_view text) { return parse_experiment(text, names); });
    if (!experiment) return report(experiment.error());
    const std::filesystem::path folder = std::filesystem::path{command.file}.parent_path();
    // Before the first run: what cannot be run is said at once, and not after an hour.
    for (const ExperimentCell& cell : experiment->cells) {
        if (auto scenario = scenario_of(cell, folder); !scenario) {
            scenario.error().place.insert(0, command.file + ": ");
            return report(scenario.error());
        }
    }
    if (command.list) return list(session, *experiment);
    const std::string output =
        command.output.empty() ? results_beside(command.file).string() : command.output;
    const Provenance& build = provenance();
    auto results = ResultsFile::open(output, *experiment, build.commit, build.build_type);
    if (!results) return report(results.error());

    const Interrupt interrupt;
    const auto began = std::chrono::steady_clock::now();
    std::size_t made = 0;
    {
        Progress progress{session.quiet};
        const auto runs = runs_of(*experiment);
        for (const ExperimentRun& next : runs) {
            if (results->has(next) || Interrupt::came()) continue;
            const ExperimentCell& cell = experiment->cells[next.cell];
            const auto spent = std::chrono::steady_clock::now() - began;
            progress.update(results->count(), runs.size(),
                            fmt::format("{} on {}{}", cell.strategy, cell.scenario,
                                        time_left(spent, made, runs.size() - results->count())));
            const auto scenario = scenario_of(cell, folder);
            if (!scenario) return report(scenario.error());
            const auto line = line_of(session, *experiment, next, *scenario, command.memory);
            if (!line) return report(line.error());
            if (const auto error = results->append(next, *line)) return report(*error);
            ++made;
        }
    }
    return conclude(session, *experiment, output, *results, made);
}

}  // namespace

void add_experiment(CLI::App& app, Session& session, Action& action) {
    CLI::App* add = add_command(
        app, session, "experiment", "Run what a file asks: many cells, many times, in turn",
        "  reckon experiment experiments/cost-of-fidelity.json\n"
        "  reckon experiment experiments/scaling.json -o scaling.jsonl --quiet\n"
        "  reckon experiment experiments/rare-failures.json --list\n"
        "A line of JSON a run is appended to the results; given again, the command makes the runs\n"
        "that are missing. Exit 0 if all are there, 3 if it was interrupted before.\n");
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
