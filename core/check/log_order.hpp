#pragma once
/// The order that a log puts its events in, as a question: does this event come before that one?

#include <optional>
#include <vector>

#include "core/check/event_numbers.hpp"
#include "core/log/history.hpp"
#include "core/log/log.hpp"

namespace reckon {

/// Of a complete log: each event of the run stands in it once, each ship's in version order.
///
/// Cost  Built in time linear in the log (by stamp: see sequence_of), with 4 bytes an event, by
///       stamp 8. A question about an edge that the log names itself takes time linear in what the
///       event names. Any other of a partial order brings what comes before the event up to date,
///       with an entry for each ship: from where an earlier question left it, if events are asked
///       about in the order of each ship, else from the beginning.
class LogOrder {
public:
    LogOrder(const History& run, const Log& log, std::uint64_t work_max = work_max_usual);

    [[nodiscard]] bool is_total() const { return !log_.is_partial(); }

    /// The event at this place, counted from 0; only of a total order.
    [[nodiscard]] Dot at(std::size_t place) const {
        return log_.events[sequence_.empty() ? place : sequence_[place]].dot;
    }

    /// Whether a comes before b. A ship's own events are in program order; every event comes after
    /// the initial states; none comes before itself.
    ///
    /// Errors  Nothing if the work would pass its bound: then it is not known.
    [[nodiscard]] std::optional<bool> precedes(Dot a, Dot b);

    /// Events and changes looked at, for all questions together.
    static constexpr std::uint64_t work_max_usual = 1U << 30;

private:
    /// What comes before an event and with it: of each ship, how many of its events.
    struct Past {
        Dot of;
        std::vector<Version> counts;
    };

    /// Of a total order the event's place, of a partial one its log entry.
    [[nodiscard]] std::uint32_t& place(Dot dot) { return places_[numbers_.of(dot)]; }
    [[nodiscard]] bool names(Dot a, Dot b);
    [[nodiscard]] const Past* past_of(Dot b);
    [[nodiscard]] bool count_changes(Past& past);
    [[nodiscard]] bool count_sources(Past& past);
    [[nodiscard]] bool worked(std::uint64_t more);

    const Log& log_;
    const std::uint64_t work_max_;
    std::uint64_t work_ = 0;
    const std::size_t ship_count_;
    const EventNumbers numbers_;
    std::vector<std::uint32_t> places_;    // By event.
    std::vector<std::uint32_t> sequence_;  // By stamp; a sequence is its own.
    std::vector<Past> pasts_;              // By ship; of a fleet too large for that, one.
};

}  // namespace reckon
