#include "core/report/text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/check/words.hpp"
#include "core/report/divergence_text.hpp"
#include "core/report/escape.hpp"
#include "core/report/next_commands.hpp"
#include "core/report/provenance.hpp"
#include "core/report/verdict_text.hpp"
#include "core/world/preset.hpp"

namespace reckon {
namespace {

using Align = Table::Align;

std::string letter(Fidelity claim) {
    switch (claim) {
        case Fidelity::nothing: return ".";
        case Fidelity::complete: return "–";
        case Fidelity::causal: return "C";
        case Fidelity::view: return "V";
        case Fidelity::faithful: return "F";
        case Fidelity::strict: return "S";
    }
    return "?";
}

/// "✗ causal (C)": was every run replayed faithfully, the worst grade seen, and what is claimed.
std::string cell_text(const Cell& cell, Ink ink) {
    const Grade grade = grade_of(cell.verdict);
    const bool faithful = grade >= Grade::faithful;
    const std::string shown = fmt::format("{} {}", faithful ? "✓" : "✗", word(grade));
    std::string claim = letter(cell.claim);
    if (cell.promise == Outcome::fails) claim = ink.bad(claim + " BROKEN");
    if (cell.promise == Outcome::undecided) claim = ink.strong(claim + "?");
    return fmt::format("{} ({})", faithful ? ink.good(shown) : ink.bad(shown), claim);
}

/// A row per strategy with this role, a column per class.
std::string grades(const Matrix& matrix, const MatrixOptions& options, Role role, Ink ink) {
    Table table{std::vector<Align>(options.classes.size() + 1, Align::left)};
    std::vector<std::string> head{""};
    for (const InteractionClass c : options.classes) head.emplace_back(word(c));
    table.row(head);
    bool any = false;
    for (const StrategyRecord* strategy : options.strategies) {
        if (strategy->role != role) continue;
        any = true;
        std::vector<std::string> row{std::string{strategy->name}};
        for (const Cell& cell : matrix.cells) {
            if (cell.strategy == strategy) row.push_back(cell_text(cell, ink));
        }
        table.row(std::move(row));
    }
    return any ? table.text() : "";
}

/// Why a cell is less than faithful: what failed, or else what could not be decided.
std::string why(const Verdict& verdict) {
    if (const Finding* failure = telling_failure(verdict)) return failure->witness;
    for (const Check check : all_checks) {
        const bool missing = check != Check::strict && verdict[check].outcome != Outcome::holds;
        if (missing) return verdict[check].witness;
    }
    return "";
}

std::string failures(const Matrix& matrix, Role role) {
    std::string out;
    for (const Cell& cell : matrix.cells) {
        if (cell.strategy->role != role || grade_of(cell.verdict) >= Grade::faithful) continue;
        out += wrapped(
            fmt::format("{} on {}, {} of {} runs: {}.", cell.strategy->name, word(cell.interaction),
                        cell.failed_runs, cell.runs, why(cell.verdict)),
            4, 2);
    }
    return out;
}

/// How to see one of these failures happen.
std::string hunt_for(const Matrix& matrix, Role role) {
    const auto worst = std::ranges::find_if(matrix.cells, [&](const Cell& cell) {
        return cell.strategy->role == role && cell.failed_runs > 0;
    });
    if (worst == matrix.cells.end()) return "";
    return fmt::format(
        "  To see the first of them happen:\n"
        "    reckon hunt --strategy {} --scenario {}\n",
        worst->strategy->name, word(worst->interaction));
}

std::string uncaught(const Matrix& matrix) {
    std::string out;
    for (const Cell& cell : matrix.cells) {
        const bool expected = cell.strategy->caught_on[static_cast<std::size_t>(cell.interaction)];
        if (!expected || cell.failed_runs > 0) continue;
        out += wrapped(fmt::format("{} on {} was not caught in {} runs; it should be, in enough.",
                                   cell.strategy->name, word(cell.interaction), cell.runs),
                       4, 2);
    }
    return out;
}

/// Marked where a median is not to be leaned on.
std::string percent(std::optional<double> share) {
    if (!share) return "–";
    return fmt::format("{}±{:.0f}%", *share > 0.1 ? "~" : "", *share * 100);
}

std::string costs(const std::vector<CostRow>& rows) {
    std::vector<Align> align(7, Align::right);
    align.front() = Align::left;
    Table table{std::move(align)};
    table.row({"", "ns/event", "", "× none", "", "finish", "bytes/event"});
    for (const CostRow& row : rows) {
        table.row({std::string{row.name}, fmt::format("{:.1f}", row.ns_per_event),
                   percent(row.spread), fmt::format("{:.2f}", row.ratio_to_none),
                   percent(row.ratio_spread), fmt::format("{:.1f}", row.finish_ns_per_event),
                   fmt::format("{:.0f}", row.bytes_per_event)});
    }
    return table.text();
}

std::string machine() {
    const Provenance& known = provenance();
    return fmt::format("{}, {} cores; reckon {} ({}), {}, {}", known.cpu, known.cores,
                       known.version, known.commit, known.compiler, known.build_type);
}

bool has_role(const MatrixOptions& options, Role role) {
    return std::ranges::any_of(options.strategies, [&](const auto* s) { return s->role == role; });
}

std::string title_of(const StrategyRecord& strategy, const Scenario& scenario) {
    return fmt::format("{} under {}", plain(scenario.name), strategy.name);
}

/// The checks, and what of the replay beside them is worth a word.
std::string judged_text(const StrategyRecord& strategy, const Scenario& scenario,
                        const Trial& trial, Ink ink) {
    std::string out = verdict_text(strategy, scenario, *trial.verdict, ink);
    if (trial.unsent_count == 0) return out;
    const Unsent& first = trial.unsent.front();
    return out + wrapped(fmt::format("{} hails were replayed that their cause, as replayed, did "
                                     "not send; the first is {}, sent by {} in the run.",
                                     trial.unsent_count, plain(name(scenario, first.event)),
                                     plain(name(scenario, first.sender))),
                         4, 2);
}

}  // namespace

std::string matrix_text(const Matrix& matrix, const MatrixOptions& options, Ink ink) {
    std::string out;
    out += ink.strong("What is each log worth?") + '\n';
    out += wrapped(
        fmt::format("{} ships take {} orders each on {} workers, at least {} times a cell. "
                    "Afterwards only the log is replayed, and held against what really happened.",
                    options.ships, options.orders, options.run.workers, options.runs),
        2);
    out += '\n' + grades(matrix, options, Role::strategy, ink) + '\n';
    out += wrapped(
        "✓ every run was replayed faithfully, ✗ some run was not; the worst grade seen; and in "
        "brackets what the strategy claims, which was kept unless it says BROKEN. A ? stands "
        "where too little was observed. From best to worst:",
        2);
    out +=
        "    S strict    faithful, and through every global state that was observed\n"
        "    F faithful  every decision is remade on the same inputs, and no effect\n"
        "                comes before its cause\n"
        "    V view      the same inputs, but an effect may come before its cause\n"
        "    C causal    causes first, but decisions are remade on other inputs\n"
        "    – complete  every event is in the log: what comes of it is luck\n"
        "    . lost      not even that\n\n";
    if (!matrix.cells.empty()) {
        const auto [least, most] = std::ranges::minmax(
            matrix.cells, {}, [](const Cell& cell) { return cell.verdict.observed; });
        out += wrapped(fmt::format("Strict was judged on {} to {} observed global states a cell.",
                                   least.verdict.observed, most.verdict.observed),
                       2) +
               '\n';
    }
    if (const std::string failed = failures(matrix, Role::strategy); !failed.empty()) {
        out += ink.strong("What went wrong, where a log is less than faithful") + '\n' + failed +
               hunt_for(matrix, Role::strategy) + '\n';
    }
    if (has_role(options, Role::control)) {
        out += ink.strong("Controls: wrong on purpose, to show that the checks can say no") + '\n';
        out += grades(matrix, options, Role::control, ink) + failures(matrix, Role::control) +
               uncaught(matrix) + '\n';
    }
    if (!matrix.costs.empty()) {
        out += ink.strong("What does it cost?") + '\n';
        out += wrapped(fmt::format("Wall time an event: {} events of {} ships that depart and "
                                   "follow, on {} workers, no other work. Medians of {} rounds "
                                   "with the spread of the middle half, ~ if that is over 10%; × "
                                   "none is taken within each round. finish: what the strategy "
                                   "does after the ships have stopped, also ns an event.",
                                   matrix.cost_events, options.cost_ships, options.run.workers,
                                   options.rounds),
                       2);
        out += costs(matrix.costs);
        out += wrapped(
            "The runtime itself, with the history of each ship kept, and with the other "
            "order of publish and deref:",
            2);
        out += costs(matrix.runtime) + '\n';
    }
    out += wrapped(machine(), 2);
    return out;
}

std::string trial_text(const StrategyRecord& strategy, const Scenario& scenario,
                       const FreeRunOptions& options, const Trial& trial, Ink ink) {
    const Cost& cost = trial.recording.cost;
    std::string out = headline(
        title_of(strategy, scenario),
        fmt::format(": {} events of {} ships, {} sources, {} workers, seed {}", cost.events,
                    scenario.ships.size(), scenario.sources.size(), options.workers, scenario.seed),
        ink);
    if (trial.verdict) {
        out += judged_text(strategy, scenario, trial, ink);
    } else {
        out += wrapped(trial.recording.log.recorded()
                           ? "No verdict: without the history there is nothing to judge by."
                           : "No verdict: nothing was recorded.",
                       2);
    }
    out += fmt::format("  {:.1f} ns/event, {:.1f} bytes/event, publish {}", cost.ns_per_event(),
                       cost.bytes_per_event(), word(options.publication));
    out += fmt::format(", history {}\n", options.keep_history ? "kept" : "off");
    if (options.observe_every_us > 0) {
        const std::uint64_t between =
            trial.recording.history ? trial.recording.history->observed.size() : 0;
        out += wrapped(
            fmt::format("observer: {} atomic snapshots of {} tried, {} of them new states between "
                        "start and end",
                        trial.recording.snapshots.got, trial.recording.snapshots.tried, between),
            4, 2);
    }
    return out;
}

std::string checked_text(const StrategyRecord& strategy, const Scenario& scenario,
                         const Trial& trial, Ink ink) {
    constexpr double ms = 1e-6;
    return headline(title_of(strategy, scenario),
                    fmt::format(": {} events of {} ships, {} sources, seed {}",
                                trial.recording.cost.events, scenario.ships.size(),
                                scenario.sources.size(), scenario.seed),
                    ink) +
           judged_text(strategy, scenario, trial, ink) +
           fmt::format("  replayed in {:.1f} ms, judged in {:.1f}\n",
                       static_cast<double>(trial.replay_ns) * ms,
                       static_cast<double>(trial.judge_ns) * ms);
}

std::string hunt_text(const StrategyRecord& strategy, const Scenario& scenario,
                      const HuntOptions& options, const Hunt& hunt, const KeptRun& kept, Ink ink) {
    std::string out =
        headline(title_of(strategy, scenario),
                 fmt::format(": {} ships, {} sources, {} workers, batch {}, pauses {}",
                             scenario.ships.size(), scenario.sources.size(), options.run.workers,
                             options.run.batch, options.run.pauses),
                 ink);
    const auto length =
        fmt::format("{} {}, {} events, {:.1f} s", hunt.runs, hunt.runs == 1 ? "run" : "runs",
                    hunt.events, static_cast<double>(hunt.elapsed_ns) * 1e-9);
    if (!hunt.caught) {
        const bool undecided =
            required_outcome(hunt.verdict, options.required) == Outcome::undecided;
        out += fmt::format("  {} not seen to fail in {}{}\n", word(options.required), length,
                           undecided ? "; in some it is undecided" : "");
        return out +
               wrapped(
                   "No proof: other runs may fail. Of a small fleet all schedules can be "
                   "tried:",
                   2) +
               fmt::format("    reckon explore --strategy {} --scenario {} --require {}\n",
                           strategy.name,
                           find_preset(scenario.name) != nullptr ? scenario.name : "FILE",
                           word(options.required));
    }
    const Verdict& verdict = *hunt.caught->trial.verdict;
    out += fmt::format("  {} {} after {}: seed {}\n", word(options.required), ink.bad("fails"),
                       length, hunt.caught->seed);
    out += wrapped(plain(failure(verdict, options.required).witness), 4);
    out += fmt::format("  grade: {}; on {} it claims: {}\n", ink.strong(word(grade_of(verdict))),
                       word(interaction_class(scenario)),
                       word(strategy.claims.on(interaction_class(scenario))));
    bool lifts = true;
    if (kept.explained) {
        const Recording& recording = hunt.caught->trial.recording;
        const Divergence divergence =
            divergence_of({strategy, scenario, *recording.history, recording.log,
                           options.run.publication, verdict},
                          ink);
        out += divergence.text;
        lifts = divergence.lifts;
    }
    if (!kept.file.empty()) {
        out += fmt::format("  kept in {}\n", shell_quoted(kept.file));
    } else if (kept.asked) {
        return out;
    }
    return out + next_commands({.strategy = strategy,
                                .scenario = scenario,
                                .lifts = lifts,
                                .kept = kept.file,
                                .again = kept.again});
}

std::string strategies_text(std::span<const StrategyRecord> strategies, Ink ink) {
    Table table{std::vector<Align>(6, Align::left)};
    std::vector<std::string> head{""};
    for (const InteractionClass c : interaction_classes) head.emplace_back(word(c));
    head.emplace_back("order is taken");
    table.row(head);
    for (const StrategyRecord& strategy : strategies) {
        std::vector<std::string> row{std::string{strategy.name}};
        for (const InteractionClass c : interaction_classes) {
            row.push_back(strategy.role == Role::baseline ? "" : letter(strategy.claims.on(c)));
        }
        row.push_back((strategy.role == Role::control ? "control: " : "") +
                      std::string{strategy.summary});
        table.row(std::move(row));
    }
    return ink.strong("Strategies and what they claim on each class of scenario") + '\n' +
           table.text() +
           "  S strict, F faithful, V view only, C causal only, – complete only, . nothing\n";
}

}  // namespace reckon
