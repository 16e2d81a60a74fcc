#pragma once
/// An event of a recording that is followed, as it comes.

#include <chrono>

#include "core/log/event.hpp"
#include "core/world/order.hpp"

namespace reckon {

/// When something came to the reader: by its own clock, whatever the run's was.
using Arrival = std::chrono::steady_clock::time_point;

/// Shape  A state is null where the log does not tell it yet: a log by stamps says what a deref
///        returned only once it can be sorted, at its end. Then `after` is null from the ship's
///        first deref on, and `before` from the event behind that. So what is taken out of a sum
///        by `before`, and put in by `after`, is a sum over the ships that are told. The pointers
///        are good while it is looked at.
struct LiveEvent {
    const Event& event;
    const Order& order;
    const State* before;
    const State* after;
    Arrival arrived;
};

}  // namespace reckon
