#pragma once

#include "core/run/lane_tap.hpp"
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
        : total_{roster.total_events()}, queue_{total_}, popped_{roster.memory} {}

    template <class Step>
    void run(ShipId, Step&& step) {
        step.decide(ignore_seen);
        step.publish({});
        queue_.push(step.event());
    }

    [[nodiscard]] auto tap() {
        return made_entries(
            {OrderCode::in_sequence, false}, 1,
            [this](std::uint32_t) {
                pop();
                return popped_.size();
            },
            [this](std::uint32_t, std::size_t i, EntryBytes& entries) {
                entries.append(popped_[i], 0, nullptr, {});
            });
    }

    Log finish() && {
        pop();
        return {std::move(popped_), InSequence{}, {}};
    }

private:
    /// One thread at a time.
    void pop() {
        popped_.reserve(total_);
        for (Event event; queue_.pop(event);) popped_.push_back(event);
    }

    std::size_t total_;
    typename Sync::template Queue<Event> queue_;
    std::pmr::vector<Event> popped_;
};

}  // namespace reckon
