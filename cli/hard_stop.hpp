#pragma once
/// An end to what cannot be interrupted.

#include <chrono>
#include <thread>

#include "core/world/error.hpp"

namespace reckon {

/// Reports `why` and ends the process once the time is over, unless it is gone before: for work
/// that asks no clock and leaves nothing behind. What was printed is printed.
///
/// Threads  One, and one of its own.
class HardStop {
public:
    HardStop(std::chrono::seconds after, Error why);

private:
    std::jthread watch_;
};

}  // namespace reckon
