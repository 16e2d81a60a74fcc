#include "core/report/reasons.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/check/divergence.hpp"
#include "core/check/words.hpp"

namespace reckon {
namespace {

class Edges {
public:
    Edges(const Scenario& scenario, const History& run, LogOrder& order, Dot event)
        : scenario_{scenario}, run_{run}, order_{order}, event_{event} {}

    std::vector<Reason> told() {
        const Cause cause = run_.event(event_).cause;
        if (cause.is_hail()) after(cause.sender(), "hailed it");
        for (const Dot read : run_.ships[event_.ship].reads_of(event_.version)) {
            if (read.ship == event_.ship) continue;
            if (read.version > 0) after(read, "made what it read");
            if (read.version < run_.ships[read.ship].last()) before(read);
        }
        std::ranges::stable_sort(told_, {}, &Reason::kept);
        return std::move(told_);
    }

private:
    /// The event comes after this one, which did something to it.
    void after(Dot first, std::string_view deed) {
        tell(fmt::format("{} comes after {}, which {}", name(scenario_, event_),
                         name(scenario_, first), deed),
             first, event_, false);
    }

    /// The event comes before what replaced this one, which it read.
    void before(Dot read) {
        const Dot next{read.ship, read.version + 1};
        tell(fmt::format("{} comes before {}, because it read {}", name(scenario_, event_),
                         name(scenario_, next), name(scenario_, read)),
             event_, next, true);
    }

    /// What the log makes of it; it may leave open which comes first, unless it has to say so.
    void tell(const std::string& because, Dot first, Dot second, bool may_be_open) {
        const auto kept = order_.precedes(first, second);
        if (kept == true) {
            told_.push_back({because + "; the log has it so.", Outcome::holds});
            return;
        }
        const auto against = order_.precedes(second, first);
        if (against == true) {
            told_.push_back(
                {fmt::format("{}; but the log puts {} first.", because, name(scenario_, second)),
                 Outcome::fails});
        } else if (kept && against && !may_be_open) {
            told_.push_back(
                {fmt::format("{}; but the log puts neither first.", because), Outcome::fails});
        } else {
            told_.push_back({because + "; the log leaves that open.", Outcome::undecided});
        }
    }

    const Scenario& scenario_;
    const History& run_;
    LogOrder& order_;
    Dot event_;
    std::vector<Reason> told_;
};

}  // namespace

std::vector<Reason> reasons(const Scenario& scenario, const History& run, const Log& log) {
    const auto replayed = replay(scenario, log);
    if (!replayed) return {};
    LogOrder order{run, log};
    const auto found = first_other_reading(scenario, run, log, *replayed);
    if (!found) {
        const auto unkept = first_unkept_edge(run, order);
        if (!unkept || !unkept->known) return {};
        return Edges{scenario, run, order, unkept->edge.to}.told();
    }
    std::vector<Reason> told = Edges{scenario, run, order, found->event}.told();
    told.push_back(
        {fmt::format("So the replay of {} reads {}, not {}.", name(scenario, found->event),
                     name(scenario, found->is), name(scenario, found->was)),
         Outcome::fails});
    return told;
}

}  // namespace reckon
