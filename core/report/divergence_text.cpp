#include "core/report/divergence_text.hpp"

#include <fmt/format.h>

#include "core/explore/lift.hpp"
#include "core/report/escape.hpp"
#include "core/report/reasons.hpp"
#include "core/report/story_lanes.hpp"
#include "core/report/story_window.hpp"
#include "core/report/tell_story.hpp"
#include "core/report/verdict_text.hpp"
#include "core/trial/trial.hpp"

namespace reckon {
namespace {

// What is lifted and told, or replayed once more, within half a second.
constexpr std::uint64_t events_to_lift = 100'000;
constexpr std::uint64_t events_to_replay = 1'000'000;

/// Lanes, or why there are none.
struct Drawn {
    std::string lanes;
    std::string why;
    bool lifts = true;
};

Drawn not_drawn(std::string why) {
    return {"", std::move(why), false};
}

std::string lanes_of(const WildRun& run, const Lifted& lifted, Ink ink) {
    const Reproduced reproduced{lifted.run, run.verdict};
    const Story story = tell_story(run.strategy, run.scenario, reproduced);
    return story_lanes(story, ink);
}

Drawn drawn(const WildRun& run, Ink ink) {
    if (run.history.event_count() > events_to_lift) {
        return {"",
                fmt::format("of a run of more than {} events that takes too long", events_to_lift),
                true};
    }
    const auto bounds = bounds_of(run.scenario);
    if (!bounds) return not_drawn(bounds.error().message());
    const auto lift_it = [&](const History& history) {
        return lift(run.strategy, run.scenario, *bounds, history, run.log);
    };
    const auto lifting = [&] {
        if (run.publication == Publication::sequential) return lift_it(run.history);
        // What was observed then is no moment of one order of publishes.
        History history = run.history;
        history.observed.clear();
        return lift_it(history);
    }();
    if (!lifting) return not_drawn(lifting.error().message());
    if (!lifting->lifted) {
        return not_drawn("no order of whole operations explains this run: " + lifting->circle);
    }
    return {lanes_of(run, *lifting->lifted, ink), "its replay keeps every edge", true};
}

std::string reasons_text(const WildRun& run, Ink ink) {
    if (run.history.event_count() > events_to_replay) return "";
    std::string out;
    for (const Reason& reason : reasons(run.scenario, run.history, run.log)) {
        const std::string lines = wrapped(plain(reason.words), 4);
        out += "  " + mark(reason.kept, ink) + lines.substr(3);
    }
    return out.empty() ? "" : '\n' + ink.strong("Why, edge by edge") + '\n' + out;
}

}  // namespace

Divergence divergence_of(const WildRun& run, Ink ink) {
    if (faithfulness(run.verdict) != Outcome::fails) return {};
    const Drawn picture = drawn(run, ink);
    std::string out = '\n' + ink.strong("Where it first departs from the run") + '\n';
    if (picture.lanes.empty()) {
        out += wrapped("No picture: " + plain(picture.why) + ".", 2);
    } else {
        out += wrapped(
                   "From top to bottom as it happened, a lane for each ship in it: ○ reads, "
                   "● publishes, ▪ is put in its place in the log, ✗ where the replay departs.",
                   2) +
               '\n' + picture.lanes;
    }
    const bool complete = run.verdict[Check::complete].outcome == Outcome::holds;
    if (complete) out += reasons_text(run, ink);
    return {std::move(out), picture.lifts};
}

}  // namespace reckon
