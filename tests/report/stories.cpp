#include "tests/report/stories.hpp"

#include <fmt/format.h>

namespace reckon {
namespace {

using Kind = StoryArrow::Kind;

StoryLine line(TaskId task, std::string did, std::string replayed = "", bool diverges = false) {
    return {task, std::move(did), std::move(replayed), diverges};
}

StoryEvent event(TaskId task, std::uint32_t row, Version version, std::string name,
                 std::string state) {
    return {{task, row}, {task, version}, fmt::format("{}@{}", name, version), std::move(state)};
}

}  // namespace

Story convoy_story() {
    Story story;
    story.scenario = "convoy-2";
    story.strategy = "mpsc";
    story.check = "view";
    story.ship_count = 2;
    story.lane_names = {"Emma", "Berta", "the drain"};
    story.lines = {
        line(0, "looks at Berta: Berta@0, in Malmö with 0 t",
             "Emma@1: reads Berta@1, at sea for Gdańsk with 0 t; then at sea for Gdańsk", true),
        line(1, "publishes Berta@1: at sea for Gdańsk with 0 t, 312 miles sailed", ""),
        line(1, "pushes Berta@1", "Berta@1: departs, at sea for Gdańsk with 0 t"),
        line(0, "publishes Emma@1: at sea for Malmö with 5 t, 160 miles sailed"),
        line(0, "pushes Emma@1", "Emma@1: at sea for Gdańsk with 5 t")};
    story.events = {
        event(0, 0, 0, "Emma", "in Aarhus with 5 t, 0 miles sailed, 0 orders refused"),
        event(1, 0, 0, "Berta", "in Malmö with 0 t, 0 miles sailed, 0 orders refused"),
        event(1, 2, 1, "Berta", "at sea for Gdańsk with 0 t, 312 miles sailed, 0 orders refused"),
        event(0, 4, 1, "Emma", "at sea for Malmö with 5 t, 160 miles sailed, 0 orders refused")};
    story.arrows = {{Kind::deref, {1, 0}, {0, 1}, ""},
                    {Kind::broken, {0, 1}, {1, 2}, "rw: the log puts Berta@1 first"}};
    story.replay = {"Berta@1: departs for Gdańsk", "Emma@1: follows Berta, reads Berta@1"};
    story.witness =
        "Emma's 1st order (follow Berta) read Berta at version 0 in the run, at version 1 in the "
        "replay: the log puts Berta's departure for Gdańsk (Berta@1) before it.";
    story.edge =
        "Emma@1 read Berta@0, so it comes before Berta@1 (rw), but the log has Berta@1 first.";
    story.lesson =
        "The look lies before the publish, and the log says when the publish was: a strategy has "
        "to record which version each look returned, or hold a lock from look to publish.";
    return story;
}

Story hail_story() {
    Story story;
    story.scenario = "hail-3";
    story.strategy = "timestamp";
    story.check = "causal";
    story.ship_count = 3;
    story.lane_names = {"Emma", "Berta", "Cap Arkona", "source 0", "source 1"};
    story.lines = {
        line(3, "sends Emma: load 3 t"),
        line(0, "receives load 3 t from source 0", "Emma@1: loads 3 t"),
        line(0, "publishes Emma@1: in Aarhus with 8 t"),
        line(0, "receives its plan: transfer 2 t to Berta", "Emma@2: unloads 2 t"),
        line(0, "publishes Emma@2: in Aarhus with 6 t"),
        line(0, "hails Berta: take 2 t aboard"),
        line(1, "receives take 2 t aboard from Emma", "Berta@1: takes 2 t aboard", true),
        line(2, "looks at Emma: Emma@2, in Aarhus with 6 t", "Cap Arkona@1: reads Emma@2"),
        line(1, "publishes Berta@1: in Malmö with 2 t"),
        line(2, "looks at Berta: Berta@1, in Malmö with 2 t", "Cap Arkona@1: reads Berta@1"),
        line(2, "publishes Cap Arkona@1: at sea for Aarhus with 0 t"),
        line(0, "publishes Emma@3: at sea for Szczecin with 6 t", "Emma@3: departs", true)};
    const std::string long_state = "in Frederikshavn with 5000 t, 12345 miles sailed, 17 refused";
    story.events = {event(0, 0, 0, "Emma", long_state),        event(1, 0, 0, "Berta", long_state),
                    event(2, 0, 0, "Cap Arkona", long_state),  event(0, 3, 1, "Emma", long_state),
                    event(0, 5, 2, "Emma", long_state),        event(1, 9, 1, "Berta", long_state),
                    event(2, 11, 1, "Cap Arkona", long_state), event(0, 12, 3, "Emma", long_state)};
    story.arrows = {{Kind::hail, {3, 1}, {0, 2}, "load 3 t"},
                    {Kind::hail, {0, 6}, {1, 7}, "take 2 t aboard"},
                    {Kind::deref, {0, 5}, {2, 8}, ""},
                    {Kind::deref, {1, 9}, {2, 10}, ""},
                    {Kind::broken, {0, 6}, {1, 7}, "message: the log puts Berta@1 before Emma@2"},
                    {Kind::broken, {2, 8}, {0, 12}, "rw: the log puts Emma@3 first"},
                    {Kind::broken, {0, 3}, {0, 5}, "program order: the log puts Emma@2 first"}};
    story.replay = {"Berta@1: takes 2 t aboard", "Emma@2: unloads 2 t", "Emma@1: loads 3 t"};
    story.witness = "Berta@1 is in the log before the event that hailed it, Emma@2.";
    story.cycle = "Emma@2 →wr Cap Arkona@1 →rw Emma@3 →ww Emma@2";
    story.ending = "After 12 operations source 1 still waited for room in Emma's mailbox.";
    return story;
}

std::vector<std::string> nasty_texts() {
    std::string many;
    for (int i = 0; i < 30; ++i) many += "Ångström·Überfähre–";
    return {R"("<&>;#end|)",
            "end",
            "End; participant X as Y",
            "A->>B: hi",
            "%% %%{init: {}}%%",
            "style: x#y;",
            "</title><script>alert(1)</script>",
            "a\nb\r\tc\x1b[31m\x01\x7f",
            "]]>--><!--",
            "'&amp;#59;#quot;",
            "wrap: $$x$$ `y` **z** ~_",
            "\u2028end\u0085end\u2029",
            "\uFFFE\uFFFF",
            "\u202Ematch\u202C \u2067it\u2069",
            "日本丸 長い名前の船 🚢🚢🚢🚢🚢🚢🚢🚢🚢🚢🚢🚢🚢🚢🚢🚢🚢",
            std::move(many)};
}

Story nasty_story(std::string_view nasty) {
    Story story = convoy_story();
    const std::string tail = " " + std::string{nasty};
    for (std::string* text : {&story.scenario, &story.witness, &story.edge, &story.cycle,
                              &story.lesson, &story.ending}) {
        *text += tail;
    }
    for (std::string& name : story.lane_names) name = nasty;
    for (StoryLine& each : story.lines) {
        each.did += tail;
        each.replayed += tail;
    }
    for (StoryEvent& each : story.events) {
        each.label = std::string{nasty} + "@1";
        each.state += tail;
    }
    for (StoryArrow& arrow : story.arrows) arrow.label += tail;
    for (std::string& entry : story.replay) entry += tail;
    return story;
}

Story long_story(std::uint32_t rows) {
    Story story;
    story.scenario = "convoy";
    story.strategy = "lamport";
    story.check = "view";
    story.ship_count = 2;
    story.lane_names = {"Emma", "Berta"};
    story.events = {event(0, 0, 0, "Emma", "in Aarhus"), event(1, 0, 0, "Berta", "in Malmö")};
    for (std::uint32_t row = 1; row <= rows; ++row) {
        const TaskId ship = row / 2 % 2;
        const std::string name = story.lane_names[ship];
        if (row % 2 == 1) {
            const bool diverges = row == rows / 4 * 3 + 1;
            story.lines.push_back(line(ship, "looks at " + story.lane_names[1 - ship],
                                       fmt::format("{}@{}: again", name, row), diverges));
            story.replay.push_back(fmt::format("{}@{}: again", name, row));
            story.arrows.push_back(
                {Kind::deref, {1 - ship, row > 2 ? row - 3 + row % 2 : 0}, {ship, row}, ""});
        } else {
            story.events.push_back(event(ship, row, row / 2, name, "at sea for Gdańsk"));
            story.lines.push_back(line(ship, "publishes " + story.events.back().label));
        }
    }
    story.arrows.push_back({Kind::broken,
                            {0, rows / 4 * 3 + 1},
                            {1, rows / 4 * 3 + 10},
                            "rw: the log has it the other way round"});
    story.witness = "Some look read another version.";
    return story;
}

Story broad_story(std::uint32_t ships) {
    Story story;
    story.scenario = "fleet";
    story.strategy = "mpsc";
    story.ship_count = ships;
    for (std::uint32_t ship = 0; ship < ships; ++ship) {
        story.lane_names.push_back(fmt::format("ship {}", ship));
        story.events.push_back(event(ship, 0, 0, story.lane_names.back(), "in Aarhus"));
    }
    story.lane_names.insert(story.lane_names.end(), {"source 0", "source 1"});
    story.lines = {line(0, "looks at the last"), line(1, "publishes"), line(ships, "sends")};
    story.arrows = {{Kind::deref, {ships - 1, 0}, {0, 1}, ""}};
    return story;
}

std::vector<NamedStory> all_stories() {
    std::vector<NamedStory> all{{"empty", {}},
                                {"convoy", convoy_story()},
                                {"hail", hail_story()},
                                {"sixty", long_story(60)},
                                {"long", long_story(1000)},
                                {"huge", long_story(10'000)},
                                {"broad", broad_story(20'000)},
                                {"quotes", nasty_story(std::string(150, '"'))}};
    Story faithful = convoy_story();
    faithful.check.clear();
    faithful.witness.clear();
    faithful.arrows.pop_back();
    faithful.lines[0].diverges = false;
    all.push_back({"faithful", std::move(faithful)});
    const std::vector<std::string> texts = nasty_texts();
    for (std::size_t i = 0; i < texts.size(); ++i) {
        all.push_back({fmt::format("nasty-{}", i), nasty_story(texts[i])});
    }
    return all;
}

}  // namespace reckon
