#pragma once

#include "core/run/strategy.hpp"

namespace reckon {

/// Each event is pushed on one lock-free queue after it was published: the order of the pushes is
/// the order of the log.
///
/// Threads  Any number.
/// Cost     One push an event; all threads meet at the queue's tail.
/// Source   Boost.Lockfree (Michael and Scott 1996).
template <class Sync>
class Mpsc {
public:
    using Stamp = NoStamp;
    static constexpr std::string_view name = "mpsc";
    static constexpr std::string_view summary = "push on a lock-free queue after publish";
    static constexpr Claims claims = faithful_without_derefs;

    explicit Mpsc(const Roster& roster)
        : memory_{roster.memory}, total_{roster.total_events()}, queue_{total_} {}

    template <class Step>
    void run(ShipId, Step&& step) {
        step.decide(ignore_seen);
        step.publish({});
        queue_.push(step.event());
    }

    Log finish() && {
        std::pmr::vector<Event> events{memory_};
        events.reserve(total_);
        for (Event event; queue_.pop(event);) events.push_back(event);
        return {std::move(events), InSequence{}, {}};
    }

private:
    std::pmr::memory_resource* memory_;
    std::size_t total_;
    typename Sync::template Queue<Event> queue_;
};

}  // namespace reckon
