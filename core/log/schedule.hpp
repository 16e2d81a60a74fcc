#pragma once
/// Which task made each visible operation, and what the clock did: a value that can be repeated.

#include <cstdint>
#include <vector>

namespace reckon {

/// Tasks are counted: the ships, then the sources, then the strategy's drain, if it has one.
using TaskId = std::uint32_t;

/// What a clock does at a reading.
enum class Tick : std::uint8_t {
    stand,    ///< The same millisecond as before.
    forward,  ///< One millisecond on.
    back,     ///< One millisecond back: only a clock that may step back does.
};

/// Shape  tasks[i] made the i-th visible operation; ticks[j] is what the clock did at the j-th
///        reading, in the same order.
struct Schedule {
    std::vector<TaskId> tasks;
    std::vector<Tick> ticks;

    friend bool operator==(const Schedule&, const Schedule&) = default;
};

}  // namespace reckon
