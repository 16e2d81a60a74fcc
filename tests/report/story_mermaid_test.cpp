// Goal: a story's sequence diagram says what the story says, in its order.
// Method: the whole diagram of the convoy written out; story_test.py has the shapes of all lines.

#include "core/report/story_mermaid.hpp"

#include "tests/catch.hpp"
#include "tests/report/stories.hpp"

namespace reckon {

using Catch::Matchers::Contains;

TEST_CASE("the convoy's diagram") {
    CHECK(story_mermaid(convoy_story()) ==
          "sequenceDiagram\n"
          "    title mpsc on convoy-2#58; view fails\n"
          "    participant S0 as Emma\n"
          "    participant S1 as Berta\n"
          "    Note over S0: Emma@0, in Aarhus with 5 t, 0 miles sailed, 0 orders refused\n"
          "    Note over S1: Berta@0, in Malmö with 0 t, 0 miles sailed, 0 orders refused\n"
          "    S1-->>S0: 1 looks at Berta#58; Berta@0, in Malmö with 0 t\n"
          "    rect rgb(252, 222, 200)\n"
          "        Note over S1: 2 publishes Berta@1#58; at sea for Gdańsk with 0 t, 312 miles "
          "sailed\n"
          "        Note over S0,S1: ✗ 1 → 2 rw#58; the log puts Berta@1 first\n"
          "    end\n"
          "    Note over S1: 3 pushes Berta@1\n"
          "    Note over S0: 4 publishes Emma@1#58; at sea for Malmö with 5 t, 160 miles sailed\n"
          "    Note over S0: 5 pushes Emma@1\n");
}

TEST_CASE("hails are messages from sender to receiver; lanes without rows take no part") {
    const std::string text = story_mermaid(hail_story());
    CHECK_THAT(text, Contains("\n    participant Q0 as source 0\n"));
    CHECK_THAT(text, !Contains("source 1"));
    CHECK_THAT(text, Contains("\n    Note over Q0: 1 sends Emma#58; load 3 t\n"
                              "    Q0->>S0: 2 receives load 3 t from source 0\n"));
    CHECK_THAT(text, Contains("        S0->>S1: 7 receives take 2 t aboard from Emma\n"));
}

TEST_CASE("a state is told where the line does not tell it") {
    Story story = convoy_story();
    story.lines[1].did = "publishes";
    CHECK_THAT(story_mermaid(story),
               Contains("Note over S1: 2 publishes (Berta@1, at sea for Gdańsk"));
}

TEST_CASE("a huge story's diagram is short enough for Mermaid, and says what is left out") {
    const std::string text = story_mermaid(long_story(40'000));
    CHECK(text.size() < 50'000);
    CHECK_THAT(text, Contains("rows are left out …\n") && Contains(" 30001 looks at "));
}

TEST_CASE("names that go as codes leave room for fewer rows, and many ships for no idle ones") {
    Story story = long_story(400);
    const std::string quotes(150, '"');
    for (StoryLine& line : story.lines) line.did = quotes;
    for (std::string& name : story.lane_names) name = quotes;
    const std::string coded = story_mermaid(story);
    CHECK(coded.size() < 50'000);
    CHECK_THAT(coded, Contains("rows are left out …\n") && Contains("#34;#34;"));
    CHECK_THAT(coded, Contains(" 301 #34;"));

    const std::string broad = story_mermaid(broad_story(20'000));
    CHECK(broad.size() < 2000);
    CHECK_THAT(broad, Contains("    participant S0 as ship 0\n    participant S1 as ship 1\n"
                               "    participant S19999 as ship 19999\n"
                               "    participant Q0 as source 0\n"
                               "    Note over S0,Q0: … 19997 ships are left out …\n") &&
                          !Contains("S2 "));
}

}  // namespace reckon
