#pragma once
/// A run and its replay side by side, one visible operation a line: what all pictures of a
/// divergence are drawn from.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/log/event.hpp"
#include "core/log/schedule.hpp"

namespace reckon {

/// A moment on a task's line of time. Row 0 is before the first operation; row i the i-th.
struct StoryPoint {
    TaskId task = 0;
    std::uint32_t row = 0;
};

/// One visible operation in the run, and what the replay does when it comes to the event that this
/// operation put in its place.
struct StoryLine {
    TaskId task = 0;
    std::string did;        ///< "looks at Berta: Berta@0, in Malmö with 0 t"
    std::string replayed;   ///< "Emma@1: reads Berta@1, then at sea for Gdańsk"; empty: nothing.
    bool diverges = false;  ///< The replay departs from the run here.
};

/// A state that was published.
struct StoryEvent {
    StoryPoint at;
    Dot dot;
    std::string label;  ///< "Emma@1"
    std::string state;  ///< "at sea for Malmö with 5 t, 120 miles sailed, 0 orders refused"
};

struct StoryArrow {
    enum class Kind : std::uint8_t { deref, hail, broken };

    Kind kind = Kind::deref;
    StoryPoint from;    ///< deref: the publish that was read, or row 0; hail: the send.
    StoryPoint to;      ///< deref: the look; hail: the receive.
    std::string label;  ///< Of a broken edge: "rw: the log puts Berta@1 first".
};

/// Shape  lines[i] is row i + 1. lanes and lane_names go by TaskId; ships come first, ship_count of
///        them. Sentences end with a full stop; those that do not apply are empty.
struct Story {
    std::string scenario;
    std::string strategy;
    std::string check;  ///< The check that fails, "view"; empty if none does.
    std::uint32_t ship_count = 0;
    std::vector<std::string> lane_names;  ///< "Emma", …, "source 0", …, "the drain"
    std::vector<StoryLine> lines;
    std::vector<StoryEvent> events;
    std::vector<StoryArrow> arrows;
    std::vector<std::string> replay;  ///< In its order, an event each, as the lines' `replayed`.
    std::string witness;              ///< What the check found.
    std::string edge;                 ///< Which edge was broken, and between which events.
    std::string cycle;                ///< If the run is not serializable: the cycle.
    std::string lesson;               ///< What a strategy would have had to record.
    std::string ending;               ///< If the run did not complete: a deadlock, a stopped task.
};

}  // namespace reckon
