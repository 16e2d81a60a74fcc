#include "core/check/words.hpp"
#include "core/export/format.hpp"
#include "core/export/happens_before.hpp"
#include "core/report/story_mermaid.hpp"

namespace reckon {
namespace {

/// A story whose lines are events, not operations: of a run in the wild no more is known for sure.
Story story_of(const ToldRun& told, const Slice& slice, std::optional<Dot> marked) {
    const Scenario& scenario = told.scenario();
    const History& run = told.events();
    Story story{.scenario = scenario.name, .strategy = told.origin().strategy};
    story.ship_count = static_cast<std::uint32_t>(slice.ships().size());
    for (TaskId task = 0; task < story.ship_count; ++task) {
        const ShipId ship = slice.ships()[task];
        const Dot before{ship, slice.before(ship)};
        story.lane_names.push_back(scenario.ships[ship].name);
        story.events.push_back({{task, 0},
                                before,
                                name(scenario, before),
                                brief(run.ships[ship].states[before.version])});
    }
    std::vector<std::vector<std::uint32_t>> rows(slice.ships().size());  // By place, by version.
    const auto point = [&](Dot dot) -> std::optional<StoryPoint> {
        const auto place = slice.place(dot.ship);
        if (!place) return std::nullopt;
        const auto task = static_cast<TaskId>(*place);
        return StoryPoint{
            task, slice.has(dot) ? rows[task][dot.version - slice.before(dot.ship) - 1] : 0};
    };
    for (const Dot dot : slice.events()) {
        const auto row = static_cast<std::uint32_t>(story.lines.size()) + 1;
        const auto task = static_cast<TaskId>(*slice.place(dot.ship));
        rows[task].push_back(row);
        story.lines.push_back(
            {.task = task, .did = text(scenario, run.event(dot).order), .diverges = marked == dot});
        story.events.push_back({{task, row},
                                dot,
                                name(scenario, dot),
                                brief(run.ships[dot.ship].states[dot.version])});
        each_edge_to(run, dot, [&](EdgeKind kind, Dot from) {
            const auto start = point(from);
            if (kind == EdgeKind::program || !start) return;
            story.arrows.push_back({.kind = kind == EdgeKind::message ? StoryArrow::Kind::hail
                                                                      : StoryArrow::Kind::deref,
                                    .from = *start,
                                    .to = {task, row}});
        });
    }
    return story;
}

std::optional<Error> write(const ToldRun& told, const SliceWish& wish, Sink& sink) {
    const auto departure = told.first_departure();
    SliceWish centred = wish;
    if (!centred.around && departure) centred.around = departure->event;
    const auto slice = slice_of(told, centred);
    if (!slice) return slice.error();
    std::string title = fmt::format("{} on {}: {}", told.origin().strategy, told.scenario().name,
                                    told.is_truth() ? "the run" : "the replay");
    if (departure) {
        title += fmt::format(", {} first fails at {}", word(departure->check),
                             name(told.scenario(), departure->event));
    }
    sink.put(story_mermaid(story_of(told, *slice, centred.around), title));
    return std::nullopt;
}

}  // namespace

extern const ExportFormat mermaid_format{
    .name = "mermaid",
    .summary = "a sequence diagram around a divergence, for Mermaid",
    .events_usual = 60,
    .write = write};

}  // namespace reckon
