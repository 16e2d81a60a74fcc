#pragma once
/// The world outside: told of each arrival, and asked once.

#include "core/log/effect.hpp"

namespace reckon {

/// Does in the world what a run only tells of. What it answers is logged as an Effect; a replay and
/// a branch are answered from there, and never ask again.
///
/// Threads  Any number at once, for as many ships; those of one ship one after another.
/// Order    Called for each arrival that was not refused, exactly once, after its state is
///          published and recorded, before the ship's next order. Of ships side by side the order
///          is as the race decides.
/// Errors   Must not throw: what fails is a result too.
class Gateway {
public:
    virtual ~Gateway() = default;

    /// The event has brought its ship into the port.
    virtual std::uint64_t arrived(Dot event, PortId port) = 0;
};

}  // namespace reckon
