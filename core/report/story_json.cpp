#include "core/report/story_json.hpp"

namespace reckon {
namespace {

std::string_view word(StoryArrow::Kind kind) {
    switch (kind) {
        case StoryArrow::Kind::deref: return "deref";
        case StoryArrow::Kind::hail: return "hail";
        case StoryArrow::Kind::broken: return "broken";
    }
    return "?";
}

Json to_json(StoryPoint point) {
    return {{"task", point.task}, {"row", point.row}};
}

Json unless_empty(const std::string& text) {
    return text.empty() ? Json() : Json(text);
}

}  // namespace

Json story_json(const Story& story) {
    Json lines = Json::array();
    for (const StoryLine& line : story.lines) {
        lines.push_back({{"row", lines.size() + 1},
                         {"task", line.task},
                         {"did", line.did},
                         {"replayed", unless_empty(line.replayed)},
                         {"diverges", line.diverges}});
    }
    Json events = Json::array();
    for (const StoryEvent& event : story.events) {
        events.push_back({{"at", to_json(event.at)},
                          {"ship", event.dot.ship},
                          {"version", event.dot.version},
                          {"label", event.label},
                          {"state", event.state}});
    }
    Json arrows = Json::array();
    for (const StoryArrow& arrow : story.arrows) {
        arrows.push_back({{"kind", word(arrow.kind)},
                          {"from", to_json(arrow.from)},
                          {"to", to_json(arrow.to)},
                          {"label", unless_empty(arrow.label)}});
    }
    return {{"scenario", story.scenario},
            {"strategy", story.strategy},
            {"check", unless_empty(story.check)},
            {"ship_count", story.ship_count},
            {"lane_names", story.lane_names},
            {"lines", std::move(lines)},
            {"events", std::move(events)},
            {"arrows", std::move(arrows)},
            {"replay", story.replay},
            {"witness", unless_empty(story.witness)},
            {"edge", unless_empty(story.edge)},
            {"cycle", unless_empty(story.cycle)},
            {"lesson", unless_empty(story.lesson)},
            {"ending", unless_empty(story.ending)}};
}

}  // namespace reckon
