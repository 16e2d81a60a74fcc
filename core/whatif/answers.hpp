#pragma once
/// A gateway's effects in replay and in a branch: answered from the log, never performed again.

#include "core/log/effect.hpp"
#include "core/whatif/what_if.hpp"

namespace reckon {

/// An arrival, by its dot where it takes place, and the port.
struct Arrival {
    Dot event;
    PortId port = nowhere;

    friend bool operator==(const Arrival&, const Arrival&) = default;
};

/// An arrival that takes place and has its answer, though it was given for another port.
struct AnsweredElsewhere {
    Effect effect;
    PortId recorded = nowhere;
    PortId now = nowhere;
};

/// Shape  Effects by the dots of the run; unanswered arrivals by those of the replay or branch.
struct Answers {
    std::uint64_t from_log = 0;  ///< Arrivals that take place, with the result that was logged.
    std::vector<AnsweredElsewhere> elsewhere;  ///< Of these.
    std::vector<Arrival> unanswered;  ///< Not performed in the run, so not performed at all.
    std::vector<Effect> past_recall;  ///< Performed in the run, of arrivals that do not take place.
};

/// What becomes of a run's effects when its log is replayed.
///
/// Shape  `effects` has an effect at most of each event, each an event of the log.
/// Cost   Linear in the log and the effects.
[[nodiscard]] Answers answered_from_log(const Scenario& scenario, const Log& log,
                                        const Replay& replay, std::span<const Effect> effects);

/// The same in a branch of it. An arrival that the log has is the same one in the branch, whatever
/// its number; of those that had no answer before, only what the change affects is told.
[[nodiscard]] Answers answered_from_log(const Scenario& scenario, const Log& log,
                                        const Replay& replay, const Branch& branch,
                                        std::span<const Effect> effects);

}  // namespace reckon
