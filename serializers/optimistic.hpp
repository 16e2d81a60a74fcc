#pragma once

#include <mutex>

#include "core/run/lane_tap.hpp"
#include "core/run/strategy.hpp"

namespace reckon {

/// A step decides without a lock, and is decided anew if anyone has published since it began: what
/// it publishes was decided on the global state that it finds.
///
/// Threads  Any number; steps exclude each other from validation to append. Some step comes through
///          whenever one must be decided anew.
/// Order    Validate, publish, then advance the count, all under the lock: were the count advanced
///          first, another step could load it and still deref what was there before.
/// Cost     A lock held for validation, publish and append; and the work of each lost decision.
/// Source   Kung and Robinson 1981, doi:10.1145/319566.319567 (validation), with the whole fleet as
///          the read set.
template <class Sync>
class Optimistic {
public:
    using Stamp = NoStamp;
    static constexpr std::string_view name = "optimistic";
    static constexpr std::string_view summary = "decided anew if anyone published meanwhile";
    static constexpr Claims claims = always(Fidelity::strict);

    explicit Optimistic(const Roster& roster) {
        log_.reserve(roster.total_events(), roster.memory);
    }

    template <class Step>
    void run(ShipId, Step&& step) {
        while (!try_run(step)) {
        }
    }

    [[nodiscard]] auto tap() const { return sequence_tap(log_); }

    Log finish() && { return {std::move(log_).take(), InSequence{}, {}}; }

private:
    template <class Step>
    bool try_run(Step& step) {
        const std::uint64_t before = published_.load();
        step.decide(ignore_seen);
        const std::scoped_lock guard{mutex_};
        if (log_.size() != before) return false;
        step.publish({});
        log_.append(step.event());
        published_.store(before + 1);
        return true;
    }

    alignas(cache_line) typename Sync::template Atomic<std::uint64_t> published_{0};
    alignas(cache_line) typename Sync::BriefMutex mutex_;  // Guards log_; what it has is published.
    Lane<Event> log_;
};

}  // namespace reckon
