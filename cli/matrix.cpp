#include "core/trial/matrix.hpp"
#include "cli/command.hpp"
#include "cli/options.hpp"
#include "cli/progress.hpp"
#include "core/report/text.hpp"
#include "serializers/list.hpp"

namespace reckon {
namespace {

struct MatrixCommand {
    MatrixOptions matrix;
    std::vector<std::string> strategies;
    std::vector<std::string> classes;
};

/// The first name that is given again.
std::optional<Error> repeated(std::vector<std::string> names, const std::string& option) {
    std::ranges::sort(names);
    const auto twice = std::ranges::adjacent_find(names);
    if (twice == names.end()) return std::nullopt;
    return Error{option, "\"" + *twice + "\" twice", "each name once"};
}

std::optional<Error> choose(MatrixCommand& command) {
    if (auto error = repeated(command.strategies, "--strategies")) return error;
    if (auto error = repeated(command.classes, "--classes")) return error;
    if (command.matrix.runs > command.matrix.runs_max) {
        return Error{"--runs-max", std::to_string(command.matrix.runs_max),
                     "at least as many as --runs, " + std::to_string(command.matrix.runs)};
    }
    for (const std::string& name : command.strategies) {
        const auto strategy = strategy_named(name, "--strategies");
        if (!strategy) return strategy.error();
        command.matrix.strategies.push_back(*strategy);
    }
    if (command.strategies.empty()) {
        for (const StrategyRecord& strategy : strategies()) {
            command.matrix.strategies.push_back(&strategy);
        }
    }
    // Without a baseline nothing can be priced.
    const auto is_baseline = [](const auto* s) { return s->role == Role::baseline; };
    const bool all_baseline = std::ranges::all_of(command.matrix.strategies, is_baseline);
    if (command.matrix.rounds == 0 && all_baseline) {
        return Error{"--rounds", "0, with nothing to judge", "rounds, or a strategy that records"};
    }
    if (std::ranges::none_of(command.matrix.strategies, is_baseline)) {
        for (const StrategyRecord& strategy : strategies()) {
            if (is_baseline(&strategy)) command.matrix.strategies.push_back(&strategy);
        }
    }
    if (command.classes.empty()) return std::nullopt;
    command.matrix.classes.clear();
    for (const std::string& name : command.classes) {
        const auto* found = std::ranges::find(class_words, name);
        if (found == class_words.end()) {
            return Error{"--classes", "\"" + name + "\"", "solo, hail, convoy or rendezvous"};
        }
        command.matrix.classes.push_back(
            interaction_classes[static_cast<std::size_t>(found - class_words.begin())]);
    }
    return std::nullopt;
}

ExitCode run(const Session& session, MatrixCommand& command) {
    if (auto error = choose(command)) return report(*error);
    const auto matrix = [&] {
        Progress progress{session.quiet};  // Gone from the terminal before the result is printed.
        command.matrix.progress = [&](std::size_t done, std::size_t total, std::string_view what) {
            progress.update(done, total, what);
        };
        return run_matrix(command.matrix);
    }();
    if (!matrix) return report(matrix.error());

    if (session.json) {
        Json json = results_head("matrix", session.command_line);
        json["seed"] = command.matrix.seed;
        json["ships"] = command.matrix.ships;
        json["orders"] = command.matrix.orders;
        json["work_ns"] = command.matrix.work_ns;
        json["workers"] = command.matrix.run.workers;
        json["batch"] = command.matrix.run.batch;
        json["publication"] = word(command.matrix.run.publication);
        json["observe_us"] = command.matrix.run.observe_every_us;
        json["least_observed"] = command.matrix.least_observed;
        json["rounds"] = command.matrix.rounds;
        json["cost_ships"] = command.matrix.cost_ships;
        json["cost_orders"] = command.matrix.cost_orders;
        json["policy"] = "free";
        json.update(to_json(*matrix));
        print(json);
    } else {
        print(matrix_text(*matrix, command.matrix, session.ink()));
    }
    auto worst = Outcome::holds;
    for (const Cell& cell : matrix->cells) worst = std::max(worst, cell.promise);
    return exit_code(worst);
}

}  // namespace

void add_matrix(CLI::App& app, Session& session, Action& action) {
    CLI::App* add = add_command(
        app, session, "matrix", "All strategies on all classes of scenario: worth and cost",
        "  reckon matrix\n"
        "  reckon matrix --strategies mpsc,deps --classes convoy --runs 100 --rounds 0\n"
        "  reckon matrix --json > results.json\n"
        "Exit 0 if every claim was kept, whatever else failed; 1 if one was broken; 3 if one is\n"
        "undecided.\n");
    auto command = std::make_shared<MatrixCommand>();
    MatrixOptions& matrix = command->matrix;
    add->add_option("--strategies", command->strategies, "Only these, by name")
        ->delimiter(',')
        ->type_name("STRATEGY");
    add->add_option("--classes", command->classes, "Only these: solo, hail, convoy, rendezvous")
        ->delimiter(',')
        ->type_name("{solo,hail,convoy,rendezvous}");
    const auto number = [&](const char* option, auto& value, const char* help, std::uint64_t low,
                            std::uint64_t high) {
        add->add_option(option, value, help)->capture_default_str()->check(whole_number(low, high));
    };
    number("--seed", matrix.seed, "Draws the first scenario of each cell", 0, UINT64_MAX);
    number("--ships", matrix.ships, "Ships in the judged runs", 3, Limits::ships);
    number("--orders", matrix.orders, "Orders of each ship in the judged runs", 1, Limits::events);
    number("--work", matrix.work_ns, "Busy work in each judged order, in ns", 0, Limits::work_ns);
    number("--runs", matrix.runs, "Judged runs a cell, at least", 1, 1'000'000);
    number("--runs-max", matrix.runs_max, "Judged runs a cell while too little was observed", 1,
           1'000'000);
    number("--least-observed", matrix.least_observed,
           "Observed global states a cell, below which strict is undecided", 1, UINT32_MAX);
    number("--rounds", matrix.rounds, "Rounds of pricing; 0 for none", 0, 1'000);
    number("--cost-ships", matrix.cost_ships, "Ships in the priced runs", 2, Limits::ships);
    number("--cost-orders", matrix.cost_orders, "Orders of each ship in the priced runs", 1,
           Limits::events);
    add_runtime_options(*add, matrix.run);
    add->callback([&session, &action, command] {
        action = [&session, command] { return run(session, *command); };
    });
}

}  // namespace reckon
