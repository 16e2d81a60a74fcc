#include "core/report/case_result_text.hpp"

#include <fmt/format.h>

#include "core/explore/task_words.hpp"
#include "core/report/escape.hpp"
#include "core/report/verdict_text.hpp"

namespace reckon {
namespace {

std::string end_text(const Scenario& scenario, const ControlledRecording& run) {
    std::string out;
    for (const Stopped& each : run.stopped) {
        out += wrapped(fmt::format("{} stops for good after {} of its operations.",
                                   plain(task_name(scenario, each.at.task)), each.at.steps),
                       2);
    }
    if (run.end != RunEnd::deadlock) return out;
    return out +
           wrapped(
               "The run ends in a deadlock: " + plain(waiting_words(scenario, run.waiting)) + ".",
               4, 2);
}

std::string sameness(const Repetition& repetition) {
    if (repetition.skipped) {
        return wrapped(fmt::format("of its schedule {} switches, readings of the clock or stops "
                                   "did not fit; nothing was expected",
                                   *repetition.skipped),
                       2);
    }
    return fmt::format("  the same {0} {1} of {0}, as the case expects\n", repetition.times,
                       repetition.times == 1 ? "time" : "times");
}

}  // namespace

std::string reproduced_text(const StrategyRecord& strategy, const Case& failure,
                            const Repetition& repetition, Ink ink) {
    const Scenario& scenario = failure.scenario;
    const ControlledRecording& run = repetition.reproduced.run;
    return headline(fmt::format("{} under {}", plain(scenario.name), strategy.name),
                    fmt::format(": {} ships, {} sources, {} events, {} visible operations",
                                scenario.ships.size(), scenario.sources.size(),
                                run.history.event_count(), run.made.size()),
                    ink) +
           end_text(scenario, run) +
           verdict_text(strategy, scenario, repetition.reproduced.verdict, ink) +
           sameness(repetition) +
           "  why it comes to that, operation by operation, `reckon explain` tells\n";
}

std::string shrunk_text(const Case& before, const Shrunk& shrunk, std::string_view kept, Ink ink) {
    using Align = Table::Align;
    const Case& after = shrunk.smallest;
    Table table{{Align::left, Align::right, Align::right, Align::right, Align::right}};
    const auto row = [&](const std::string& name, const Case& one, std::size_t orders) {
        table.row({name, fmt::format("{}", one.scenario.ships.size()),
                   fmt::format("{}", one.scenario.sources.size()), fmt::format("{}", orders),
                   fmt::format("{}", one.schedule.switches.size() + one.schedule.clock.size())});
    };
    table.row({"", "ships", "sources", "orders", "switches"});
    row("before", before, shrunk.orders_before);
    row("after", after, shrunk.orders_after);
    std::string out =
        headline(fmt::format("{} under {}", plain(before.scenario.name), before.strategy),
                 ", made smaller", ink) +
        table.text();
    out += fmt::format(
        "  {} attempts in {:.1f} s; {}\n", shrunk.attempts, shrunk.seconds,
        shrunk.minimal ? "nothing more can be dropped" : "the bound ended it: more may be dropped");
    out += wrapped(plain(after.expect.divergence), 2);
    if (kept.empty()) return out;
    return out + fmt::format(
                     "  kept in {0}; go on with\n"
                     "    reckon explain {0}\n"
                     "    reckon reproduce {0}\n"
                     "    reckon explain {0} --format svg -o {1}\n",
                     shell_quoted(kept),
                     shell_quoted(std::string{kept.substr(0, kept.rfind(".case.json"))} + ".svg"));
}

}  // namespace reckon
