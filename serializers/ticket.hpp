#pragma once

#include "core/run/stamped_lanes.hpp"

namespace reckon {

/// Each event takes a number after it was published: the numbers are the order.
///
/// Threads  Any number.
/// Cost     One fetch-and-add an event, on a line that all threads share, and a store into the
///          ship's own lane.
/// Source   Reed and Kanodia 1979, doi:10.1145/359060.359076 (sequencers).
template <class Sync>
class Ticket {
public:
    using Stamp = NoStamp;
    static constexpr std::string_view name = "ticket";
    static constexpr std::string_view summary = "a number taken after publish";
    static constexpr Claims claims = faithful_without_derefs;

    explicit Ticket(const Roster& roster) : lanes_{roster} {}

    template <class Step>
    void run(ShipId ship, Step&& step) {
        step.decide(ignore_seen);
        step.publish({});
        lanes_.append(ship, step.event(), next_.fetch_add(1));
    }

    [[nodiscard]] auto tap() const { return lanes_.tap(); }

    Log finish() && { return lanes_.log(); }

private:
    alignas(cache_line) typename Sync::template Atomic<std::uint64_t> next_{0};
    alignas(cache_line) StampedLanes lanes_;
};

}  // namespace reckon
