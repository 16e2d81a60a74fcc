#include "core/whatif/answers.hpp"

#include <map>
#include <set>

#include "core/replay/survey.hpp"

namespace reckon {
namespace {

/// The arrivals of a replay.
class Arrivals {
public:
    Arrivals(const Scenario& scenario, const Log& log, const Replay& replay)
        : scenario_{scenario},
          log_{log},
          replay_{replay},
          entries_{log, Survey{scenario, log}, ShipEntries::By::version} {}

    [[nodiscard]] std::optional<PortId> of(Dot dot) const {
        const bool there = dot.ship < entries_.ship_count() && dot.version > 0 &&
                           dot.version <= entries_.count(dot.ship);
        if (!there) return std::nullopt;
        const Event& event = log_.events[entries_.entry(dot.ship, dot.version - 1)];
        const State& before = replay_.states[dot.ship][dot.version - 1];
        return arrival_of(before, scenario_.orders[event.order]);
    }

private:
    const Scenario& scenario_;
    const Log& log_;
    const Replay& replay_;
    ShipEntries entries_;
};

std::set<Dot> events_of(std::span<const Effect> effects) {
    std::set<Dot> events;
    for (const Effect& effect : effects) events.insert(effect.event);
    return events;
}

/// Each effect against the arrival as it is now.
template <class ArrivalNow>
Answers answered(std::span<const Effect> effects, const Arrivals& recorded,
                 const ArrivalNow& arrival_now) {
    Answers answers;
    for (const Effect& effect : effects) {
        const std::optional<PortId> now = arrival_now(effect.event);
        if (!now) {
            answers.past_recall.push_back(effect);
            continue;
        }
        ++answers.from_log;
        const PortId was = recorded.of(effect.event).value_or(*now);
        if (was != *now) answers.elsewhere.push_back({effect, was, *now});
    }
    return answers;
}

}  // namespace

Answers answered_from_log(const Scenario& scenario, const Log& log, const Replay& replay,
                          std::span<const Effect> effects) {
    const Arrivals arrivals{scenario, log, replay};
    Answers answers = answered(effects, arrivals, [&](Dot dot) { return arrivals.of(dot); });
    const std::set<Dot> performed = events_of(effects);
    for (const Event& event : log.events) {
        const auto port = arrivals.of(event.dot);
        if (port && !performed.contains(event.dot)) {
            answers.unanswered.push_back({event.dot, *port});
        }
    }
    return answers;
}

Answers answered_from_log(const Scenario& scenario, const Log& log, const Replay& replay,
                          const Branch& branch, std::span<const Effect> effects) {
    const Arrivals arrivals{scenario, log, replay};
    const std::set<Dot> performed = events_of(effects);
    std::set<Dot> otherwise;  // What the change affects of the log.
    std::map<Dot, PortId> now;
    std::vector<Arrival> unanswered;
    for (const Affected& one : branch.affected) {
        if (one.recorded.version > 0) otherwise.insert(one.recorded);
        if (!one.in_branch()) continue;
        const auto port = arrival_of(one.before, scenario.orders[one.order]);
        if (!port) continue;
        if (performed.contains(one.recorded)) {
            now.emplace(one.recorded, *port);
        } else {
            unanswered.push_back({one.now, *port});
        }
    }
    Answers answers = answered(effects, arrivals, [&](Dot dot) -> std::optional<PortId> {
        if (!otherwise.contains(dot)) return arrivals.of(dot);
        const auto found = now.find(dot);
        return found == now.end() ? std::nullopt : std::optional{found->second};
    });
    answers.unanswered = std::move(unanswered);
    return answers;
}

}  // namespace reckon
