#pragma once
/// A schedule that survives edits: what it does other than "go on with the same task, else with the
/// lowest that can move".

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/log/schedule.hpp"
#include "core/world/error.hpp"

namespace reckon {

/// After the task's own `steps`-th operation it is the turn of `next`. At the start: after nobody,
/// 0 steps.
struct Switch {
    TaskId after = nobody;
    std::uint32_t steps = 0;
    TaskId next = 0;

    friend bool operator==(const Switch&, const Switch&) = default;
};

/// The task's own operation number `step`, counted from 1, reads the clock at `ms` since its start.
/// A reading of which nothing is said shows what the reading before it did, by any task.
struct ClockReading {
    TaskId task = 0;
    std::uint32_t step = 0;
    std::int64_t ms = 0;

    friend bool operator==(const ClockReading&, const ClockReading&) = default;
};

/// The task stops for good after its own `steps`-th operation, before the next one.
struct Stop {
    TaskId task = 0;
    std::uint32_t steps = 0;

    friend bool operator==(const Stop&, const Stop&) = default;
};

/// Far enough for any clock, and near enough that a start and a reading add up.
inline constexpr std::int64_t clock_max_ms = 1'000'000'000'000'000;

/// Keyed by a task and its own step number, so that it keeps its meaning when other tasks lose
/// orders.
///
/// Shape  In the order in which the run meets them; no key stands twice. Operations are counted
///        from 1; a stop after 0 steps is one before the first. Readings are from -clock_max_ms to
///        clock_max_ms, the clock's start from 0.
struct Deviations {
    std::vector<Switch> switches;
    std::vector<ClockReading> clock;
    std::vector<Stop> stops;
    std::int64_t clock_start_ms = clock_start_usual_ms;

    friend bool operator==(const Deviations&, const Deviations&) = default;
};

/// How many tasks of each kind there are.
struct TaskCounts {
    std::uint32_t ships = 0;
    std::uint32_t sources = 0;
    bool drain = false;

    [[nodiscard]] std::uint32_t total() const { return ships + sources + (drain ? 1 : 0); }
};

/// "s0" the first ship, "q0" the first source, "d" the drain.
[[nodiscard]] std::string short_name(TaskId task, const TaskCounts& counts);

/// One line without blanks, to be pasted into a command line: "s0.2>s1,>q0,s1.3=4,s1.5!,@1700".
/// After the first ship's 2nd operation the second ship goes on; the first source begins; the
/// second ship's 3rd operation reads the clock at 4 ms; it stops after its 5th; the clock starts at
/// 1700. "-" if there is nothing to say.
///
/// Shape  Switches, clock, stops, start; what is said by default is left out.
[[nodiscard]] std::string one_line(const Deviations& deviations, const TaskCounts& counts);

/// Reads items in any order; numbers have no sign but a reading's minus, and no 0 before others.
///
/// Errors  What is no such line, or names a task that there is not: the place is "schedule, item
///         N", counted from 1. More than ten million items: the place is "schedule".
[[nodiscard]] Result<Deviations> parse_one_line(std::string_view line, const TaskCounts& counts);

}  // namespace reckon
