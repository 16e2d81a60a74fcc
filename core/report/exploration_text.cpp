#include "core/report/exploration_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/explore/task_words.hpp"
#include "core/report/escape.hpp"
#include "core/report/verdict_text.hpp"
#include "core/world/preset.hpp"

namespace reckon {
namespace {

// What a person still copies out of a terminal; a shell would take some more.
constexpr std::size_t schedule_most = 4000;

bool by_classes(const ExploreOptions& options) {
    return options.policy == Policy::exhaustive && options.reduce && !options.preemptions;
}

std::string plural(std::uint64_t count, std::string_view one, std::string_view more) {
    return fmt::format("{} {}", count, count == 1 ? one : more);
}

std::string head(const StrategyRecord& strategy, const Scenario& scenario,
                 const ExploreOptions& options, Ink ink) {
    std::string rest =
        fmt::format(": {} ships, {} sources, seed {}, policy {}", scenario.ships.size(),
                    scenario.sources.size(), scenario.seed, word(options.policy));
    if (options.policy == Policy::pct) rest += fmt::format(", depth {}", options.depth);
    if (options.preemptions) rest += fmt::format(", at most {} preemptions", *options.preemptions);
    const std::string out =
        headline(fmt::format("{} under {}", plain(scenario.name), strategy.name), rest, ink);
    const std::string_view c = word(interaction_class(scenario));
    const bool of_another = std::ranges::any_of(
        interaction_classes, [&](InteractionClass other) { return word(other) == scenario.name; });
    // A preset that is named after no class has orders of more than one.
    const bool is_mixed = !of_another && find_preset(scenario.name) != nullptr && c == "solo";
    if (scenario.name == c || (!of_another && !is_mixed)) return out;
    return out +
           wrapped(fmt::format("As drawn, its orders make it {}: another --seed, or more --orders, "
                               "may draw what {} is about.",
                               c, scenario.name),
                   2);
}

std::string stops_text(const Scenario& scenario, const ExploreOptions& options,
                       const Exploration& found) {
    std::string out;
    for (std::size_t i = 0; i < options.limits.stops.size(); ++i) {
        const Stop& stop = options.limits.stops[i];
        const bool always = found.stopped[i] == found.schedules;
        out += wrapped(fmt::format("{} stops for good after {} of its operations{}.",
                                   plain(task_name(scenario, stop.task)), stop.steps,
                                   always ? ""
                                          : fmt::format(", on {} of {} schedules; on the others "
                                                        "it does not come so far",
                                                        found.stopped[i], found.schedules)),
                       2);
    }
    if (out.empty()) return "";
    return out + wrapped(
                     "Claims say nothing of a run that breaks off: below is what its log still "
                     "gives.",
                     2);
}

std::string counts_text(const ExploreOptions& options, const Exploration& found) {
    const std::string what = by_classes(options)
                                 ? plural(found.schedules, "class of equivalent schedules",
                                          "classes of equivalent schedules")
                                 : plural(found.schedules, "schedule", "schedules");
    std::string out = fmt::format("  {}{}", what, found.exhausted ? ", all there are" : "");
    if (found.pruned > 0) out += fmt::format("; {} cut short as repetitions", found.pruned);
    out += fmt::format("\n  {}, {}; {} not serializable\n",
                       plural(found.outcomes, "distinct outcome", "distinct outcomes"),
                       plural(found.logs, "distinct log", "distinct logs"), found.not_serializable);
    if (found.deadlocks > 0) {
        out += wrapped(
            fmt::format("{}; in the first {}.", plural(found.deadlocks, "deadlock", "deadlocks"),
                        plain(found.first_deadlock)),
            4, 2);
    }
    if (found.too_long > 0) {
        out += fmt::format("  {} too long, and not judged: more than {} operations\n",
                           found.too_long, options.limits.operations_max);
    }
    return out + fmt::format("  {} operations in {:.2f} s: {:.0f} schedules/s\n\n",
                             found.operations, found.seconds, found.schedules_per_s());
}

std::string checks_text(Fidelity claim, const ExploreOptions& options, const Exploration& found,
                        Ink ink) {
    std::string out;
    for (const Check check : all_checks) {
        const auto i = static_cast<std::size_t>(check);
        const Outcome outcome = outcome_of(found, check);
        out += fmt::format("  {:<9} {} ", word(check), mark(outcome, ink));
        if (outcome == Outcome::holds) out += "holds on each";
        if (found.fails[i] > 0) out += fmt::format("fails on {}", found.fails[i]);
        if (found.undecided[i] > 0) {
            out += fmt::format("{}undecided on {}", found.fails[i] > 0 ? ", " : "",
                               found.undecided[i]);
        }
        const bool claimed = promises(claim, check);
        if (options.limits.stops.empty() && outcome != Outcome::holds) {
            out += claimed ? ", and is claimed" : ", and is not claimed";
        }
        out += '\n';
    }
    return out;
}

std::string verdict_on_all(const StrategyRecord& strategy, const Scenario& scenario,
                           const ExploreOptions& options, const Exploration& found, Ink ink) {
    if (strategy.role == Role::baseline) {
        return wrapped("No verdict: nothing was recorded, so there is nothing to judge.", 2);
    }
    const InteractionClass c = interaction_class(scenario);
    const Fidelity claim = strategy.claims.on(c);
    return checks_text(claim, options, found, ink) +
           fmt::format("  grade of all: {}; on {} it claims: {}\n\n",
                       ink.strong(judged_any(found) ? word(grade_of(found)) : "not judged"),
                       word(c), word(claim)) +
           wrapped(shown(found, options), 2);
}

std::string next_commands(const HowToRepeat& repeat, const std::string& check) {
    if (repeat.kept.empty()) {
        if (repeat.asked) return "";
        return wrapped(
            "Not kept: `-o FILE` writes it as a case, for `reckon shrink` and "
            "`reckon explain`.",
            2);
    }
    const std::string_view name = repeat.kept;
    const std::string stem{name.substr(0, name.rfind(".case.json"))};
    const std::string file = shell_quoted(name);
    return fmt::format(
        "  kept in {0}; go on with\n"
        "    reckon explain {0}\n"
        "    reckon reproduce {0}\n"
        "    reckon shrink {0}{2} -o {1}\n",
        file, shell_quoted(stem + ".min.case.json"), check);
}

std::string failure_text(const StrategyRecord& strategy, const Scenario& scenario,
                         const ExploreOptions& options, const FailedSchedule& failed,
                         const HowToRepeat& repeat, Ink ink) {
    const Check check = telling_check(failed, options);
    std::string out = fmt::format("\n  The first failure: {} {}, grade {}\n", word(check),
                                  ink.bad("fails"), word(grade_of(failed.verdict)));
    out += wrapped(plain(failed.verdict[check].witness), 4);
    if (failed.verdict.serializable.outcome != Outcome::holds) {
        out += wrapped(
            "Its run is not serializable. " + plain(failed.verdict.serializable.cycle) + ".", 4);
    }
    const std::string schedule = one_line(failed.deviations, strategy.tasks(scenario));
    if (schedule.size() > schedule_most) {
        out += fmt::format("  Its schedule is too long for a command line{}.\n",
                           repeat.asked ? "" : ": `-o FILE` keeps it");
    } else {
        // In quotes in any case: most of them need it.
        out += fmt::format("  Once more, by its schedule:\n    {}'{}'\n", repeat.command, schedule);
    }
    // Left to itself, shrinking keeps what tells most.
    const bool tells_most = check == telling_check(failed.verdict);
    return out + next_commands(repeat, tells_most ? "" : fmt::format(" --check {}", word(check)));
}

/// How to see a failure that was counted, but not looked for.
std::string unlooked_for(const ExploreOptions& options, const Exploration& found) {
    for (const Check check : {Check::complete, Check::view, Check::causal, Check::strict}) {
        const auto i = static_cast<std::size_t>(check);
        if (options.required[i] || found.fails[i] == 0) continue;
        return wrapped(
            fmt::format("`--require {}` stops at the first schedule on which that fails, "
                        "and shows it.",
                        word(check)),
            2);
    }
    return "";
}

}  // namespace

std::string exploration_text(const StrategyRecord& strategy, const Scenario& scenario,
                             const ExploreOptions& options, const Exploration& found,
                             const HowToRepeat& repeat, Ink ink) {
    std::string out = head(strategy, scenario, options, ink) +
                      stops_text(scenario, options, found) + counts_text(options, found) +
                      verdict_on_all(strategy, scenario, options, found, ink);
    if (found.first_failure) {
        return out + failure_text(strategy, scenario, options, *found.first_failure, repeat, ink);
    }
    return out + unlooked_for(options, found);
}

}  // namespace reckon
