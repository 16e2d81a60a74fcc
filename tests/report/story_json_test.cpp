// Goal: a story's JSON has all its fields; what does not apply is null.
// Method: the convoy's story and an empty one.

#include "core/report/story_json.hpp"

#include "tests/catch.hpp"
#include "tests/report/stories.hpp"

namespace reckon {

TEST_CASE("a story's JSON has what the story has") {
    const Story story = convoy_story();
    const Json json = story_json(story);
    CHECK(json["scenario"] == "convoy-2");
    CHECK(json["strategy"] == "mpsc");
    CHECK(json["check"] == "view");
    CHECK(json["ship_count"] == 2);
    CHECK(json["lane_names"] == Json({"Emma", "Berta", "the drain"}));
    REQUIRE(json["lines"].size() == 5);
    CHECK(json["lines"][2] == Json({{"row", 3},
                                    {"task", 1},
                                    {"did", "pushes Berta@1"},
                                    {"replayed", story.lines[2].replayed},
                                    {"diverges", false}}));
    CHECK(json["lines"][0]["diverges"] == true);
    CHECK(json["lines"][1]["replayed"].is_null());
    REQUIRE(json["events"].size() == 4);
    CHECK(json["events"][2] == Json({{"at", {{"task", 1}, {"row", 2}}},
                                     {"ship", 1},
                                     {"version", 1},
                                     {"label", "Berta@1"},
                                     {"state", story.events[2].state}}));
    REQUIRE(json["arrows"].size() == 2);
    CHECK(json["arrows"][0]["kind"] == "deref");
    CHECK(json["arrows"][0]["label"].is_null());
    CHECK(json["arrows"][1] == Json({{"kind", "broken"},
                                     {"from", {{"task", 0}, {"row", 1}}},
                                     {"to", {{"task", 1}, {"row", 2}}},
                                     {"label", "rw: the log puts Berta@1 first"}}));
    CHECK(story_json(hail_story())["arrows"][0]["kind"] == "hail");
    CHECK(json["replay"] == Json(story.replay));
    CHECK(json["witness"] == story.witness);
    CHECK(json["edge"] == story.edge);
    CHECK(json["cycle"].is_null());
    CHECK(json["lesson"] == story.lesson);
    CHECK(json["ending"].is_null());
    CHECK(json.size() == 14);
}

TEST_CASE("an empty story's JSON has the same fields") {
    const Json json = story_json({});
    CHECK(json.size() == 14);
    CHECK(json["check"].is_null());
    CHECK(json["lines"] == Json::array());
}

TEST_CASE("nothing is left out of a huge story's JSON") {
    CHECK(story_json(long_story(40'000))["lines"].size() == 40'000);
}

}  // namespace reckon
