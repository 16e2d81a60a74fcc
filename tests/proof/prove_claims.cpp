// Goal: what each strategy claims on each class holds on every schedule of every small scenario.
// Method: for each strategy and scenario, one schedule of each class of equivalent ones, judged by
// the checks that are claimed. What is not claimed is judged too, and counted where it is broken.

#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <cstdio>
#include <thread>

#include "cli/exit_code.hpp"
#include "cli/progress.hpp"
#include "serializers/list.hpp"
#include "tests/proof/proof_text.hpp"
#include "tests/proof/small_scenarios.hpp"

namespace reckon {
namespace {

struct CommandLine {
    ProofOptions proof;
    std::vector<std::string> strategies;
    std::size_t sample = 0;
    std::uint64_t seed = 1;
};

void complain(const std::string& text) {
    std::fputs(text.c_str(), stderr);
}

/// A baseline records nothing, so there is nothing to prove of it.
bool choose(CommandLine& command) {
    for (const StrategyRecord& strategy : strategies()) {
        const bool named = std::ranges::count(command.strategies, strategy.name) > 0;
        if (command.strategies.empty() ? strategy.role != Role::baseline : named) {
            command.proof.strategies.push_back(&strategy);
        }
    }
    for (const std::string& name : command.strategies) {
        const StrategyRecord* strategy = find_strategy(name);
        if (strategy != nullptr && strategy->role != Role::baseline) continue;
        complain(
            fmt::format("prove_claims: --strategies: \"{}\": expected names of the list\n", name));
        return false;
    }
    return true;
}

ExitCode run(CommandLine& command) {
    if (!choose(command)) return ExitCode::bad_input;
    std::vector<Scenario> scenarios = small_scenarios();
    ProvenOn on{scenarios.size(), scenarios.size()};
    if (command.sample > 0) {
        scenarios = sample(std::move(scenarios), command.sample, command.seed);
        on.tried = scenarios.size();
    }
    const auto cells = [&] {
        Progress progress{false};
        command.proof.progress = [&](std::size_t done, std::size_t total) {
            progress.update(done, total, "explorations");
        };
        return prove(scenarios, command.proof);
    }();
    // Times are no result: they differ from run to run.
    for (const ProofCell& cell : cells) {
        complain(fmt::format("{} on {}: {:.1f} s, of all jobs added up\n", cell.strategy->name,
                             word(cell.interaction), cell.seconds));
    }
    const std::string text = proof_text(cells, scenarios, on);
    std::fwrite(text.data(), 1, text.size(), stdout);
    if (std::fflush(stdout) != 0) return ExitCode::io_error;
    return exit_code(outcome_of(cells));
}

}  // namespace
}  // namespace reckon

int main(int argc, char** argv) {
    using namespace reckon;
    CommandLine command;
    command.proof.jobs = std::max(1U, std::thread::hardware_concurrency());
    CLI::App app{"Proves the claims of all strategies on every schedule of small scenarios.",
                 "prove_claims"};
    app.add_option("--strategies", command.strategies, "Only these, by name")->delimiter(',');
    app.add_option("--sample", command.sample, "Only so many scenarios, drawn at random");
    app.add_option("--seed", command.seed, "Draws the sample")->capture_default_str();
    app.add_option("--schedules-max", command.proof.schedules_max,
                   "Of each strategy on each scenario; what is cut is no proof")
        ->capture_default_str();
    app.add_option("--events-max", command.proof.events_max,
                   "Only scenarios of at most so many events; if not said, all, but for strategies "
                   "that would take days");
    app.add_option("--jobs", command.proof.jobs, "Threads; results do not depend on them")
        ->check(CLI::Range(1, 1024));
    app.footer(
        "Exit 0 if every claim holds on every schedule; 1 if one is broken; 3 if a bound cut "
        "some off.\n");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const bool wanted = error.get_exit_code() == 0;  // Help is.
        app.exit(error);
        return static_cast<int>(wanted ? ExitCode::as_promised : ExitCode::bad_input);
    }
    return static_cast<int>(run(command));
}
