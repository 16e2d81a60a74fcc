#pragma once
/// Which task made each visible operation, and what the clock said: a value that can be repeated.

#include <cstdint>
#include <vector>

namespace reckon {

/// Tasks are counted: the ships, then the sources, then the strategy's drain, if it has one.
using TaskId = std::uint32_t;
inline constexpr TaskId nobody = 0xffff'ffffU;

/// The clock at the start of a controlled run: any moment serves, as long as it is the same.
inline constexpr std::int64_t clock_start_usual_ms = 1'000'000'000'000;

/// Shape  tasks[i] made the i-th visible operation; readings[j] is what the clock showed at the
///        j-th reading, in the same order.
/// Units  Readings are milliseconds since the clock's start.
struct Schedule {
    std::vector<TaskId> tasks;
    std::vector<std::int64_t> readings;
    std::int64_t clock_start_ms = clock_start_usual_ms;

    friend bool operator==(const Schedule&, const Schedule&) = default;
};

}  // namespace reckon
