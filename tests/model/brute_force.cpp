#include "tests/model/brute_force.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace reckon::model {
namespace {

using Order = std::vector<std::size_t>;  // Events by number, first to last.

struct Outcome {
    std::vector<std::vector<State>> states;    // By ship and version.
    std::map<Dot, std::vector<Version>> read;  // By event.
    std::vector<Cut> passed;                   // Cuts gone through, the initial one first.
};

bool complete(const History& run, const Log& log) {
    // In the order of the log, or as recorded where the order is partial.
    std::vector<std::size_t> entries(log.events.size());
    for (std::size_t i = 0; i < entries.size(); ++i) entries[i] = i;
    if (const auto* stamped = std::get_if<ByStamp>(&log.order)) {
        std::stable_sort(entries.begin(), entries.end(), [&](std::size_t a, std::size_t b) {
            return std::pair{stamped->stamps[a], log.events[a].dot} <
                   std::pair{stamped->stamps[b], log.events[b].dot};
        });
    }
    std::vector<std::vector<Event>> logged(run.ships.size());
    for (const std::size_t entry : entries) {
        if (log.events[entry].dot.ship >= run.ships.size()) return false;
        logged[log.events[entry].dot.ship].push_back(log.events[entry]);
    }
    for (std::size_t ship = 0; ship < logged.size(); ++ship) {
        if (logged[ship] != run.ships[ship].events) return false;
    }
    return true;
}

/// The log's order over the run's events; of a complete log.
Relation log_order(const History& run, const Log& log) {
    const Numbering number{run};
    const auto event = [&](std::size_t entry) { return number.of(log.events[entry].dot); };
    Relation order{number.count()};
    for (std::size_t a = 0; a < log.events.size(); ++a) {
        for (std::size_t b = 0; b < log.events.size(); ++b) {
            const Dot dot_a = log.events[a].dot;
            const Dot dot_b = log.events[b].dot;
            bool before = dot_a.ship == dot_b.ship && dot_a.version < dot_b.version;
            if (std::holds_alternative<InSequence>(log.order)) {
                before = a < b;
            } else if (const auto* stamped = std::get_if<ByStamp>(&log.order)) {
                before =
                    std::pair{stamped->stamps[a], dot_a} < std::pair{stamped->stamps[b], dot_b};
            } else if (std::holds_alternative<ByClock>(log.order)) {
                before = before || (a != b && dot_a.ship != dot_b.ship &&
                                    counted(log, b, dot_a.ship) >= dot_a.version);
            } else {
                const Cause cause = log.events[b].cause;
                before = before || (cause.is_hail() && cause.sender() == dot_a);
                for (const Dot read : log.named_reads->of(b)) before = before || read == dot_a;
            }
            if (before) order.add(event(a), event(b));
        }
    }
    order.close();
    return order;
}

/// Nothing if a deref names a version that has not happened by then.
std::optional<Outcome> replay_in(const Order& order, const Scenario& scenario, const History& run,
                                 const Log& log) {
    const Numbering number{run};
    Outcome outcome;
    Cut cut(run.ships.size());
    for (const ShipSetup& ship : scenario.ships) outcome.states.push_back({ship.initial});
    outcome.passed.push_back(cut);
    for (const std::size_t event : order) {
        const Dot dot = number.dot(event);
        std::size_t entry = 0;
        while (log.events[entry].dot != dot) ++entry;
        const auto& what = scenario.orders[log.events[entry].order];
        std::vector<State> seen;
        for (const ShipId other : derefs(what)) {
            Version version = cut[other];
            if (log.named_reads) version = log.named_reads->of(entry)[seen.size()].version;
            if (std::holds_alternative<ByClock>(log.order)) version = counted(log, entry, other);
            if (version >= outcome.states[other].size()) return std::nullopt;
            outcome.read[dot].push_back(version);
            seen.push_back(outcome.states[other][version]);
        }
        outcome.states[dot.ship].push_back(apply(outcome.states[dot.ship].back(), what, seen));
        ++cut[dot.ship];
        outcome.passed.push_back(cut);
    }
    return outcome;
}

bool same_reads(const History& run, const Outcome& outcome) {
    for (const ShipHistory& ship : run.ships) {
        for (const Event& event : ship.events) {
            const auto was = ship.reads_of(event.dot.version);
            const auto found = outcome.read.find(event.dot);
            const auto is = found == outcome.read.end() ? std::vector<Version>{} : found->second;
            if (!std::ranges::equal(was, is, {}, &Dot::version)) return false;
        }
    }
    return true;
}

bool consistent(const Cut& cut, const History& run, const Relation& happened_before) {
    const Numbering number{run};
    const auto inside = [&](std::size_t event) {
        return number.dot(event).version <= cut[number.dot(event).ship];
    };
    for (std::size_t a = 0; a < number.count(); ++a) {
        for (std::size_t b = 0; b < number.count(); ++b) {
            if (happened_before(a, b) && inside(b) && !inside(a)) return false;
        }
    }
    return true;
}

bool goes_through_observed(const History& run, const Outcome& outcome) {
    auto next = outcome.passed.begin();
    for (const Cut& cut : run.observed) {
        next = std::find(next, outcome.passed.end(), cut);
        if (next == outcome.passed.end()) return false;
        for (std::size_t ship = 0; ship < cut.size(); ++ship) {
            if (outcome.states[ship][cut[ship]] != run.ships[ship].states[cut[ship]]) return false;
        }
    }
    return true;
}

bool serializable(const History& run) {
    const Numbering number{run};
    Relation depends = happens_before(run);
    for (const ShipHistory& ship : run.ships) {
        for (const Event& event : ship.events) {
            for (const Dot read : ship.reads_of(event.dot.version)) {
                if (read.version < run.ships[read.ship].last()) {
                    depends.add(number.of(event.dot), number.of({read.ship, read.version + 1}));
                }
            }
        }
    }
    depends.close();
    return !depends.cyclic();
}

}  // namespace

Numbering::Numbering(const History& run) {
    for (ShipId ship = 0; ship < run.ships.size(); ++ship) {
        first_.push_back(dots_.size());
        for (Version v = 1; v <= run.ships[ship].last(); ++v) dots_.push_back({ship, v});
    }
}

void Relation::close() {
    for (std::size_t via = 0; via < size_; ++via) {
        for (std::size_t a = 0; a < size_; ++a) {
            for (std::size_t b = 0; b < size_; ++b) {
                if ((*this)(a, via) && (*this)(via, b)) add(a, b);
            }
        }
    }
}

bool Relation::cyclic() const {
    for (std::size_t a = 0; a < size_; ++a) {
        if ((*this)(a, a)) return true;
    }
    return false;
}

Relation happens_before(const History& run) {
    const Numbering number{run};
    Relation before{number.count()};
    for (const ShipHistory& ship : run.ships) {
        for (const Event& event : ship.events) {
            const std::size_t self = number.of(event.dot);
            if (event.dot.version > 1) before.add(self - 1, self);
            if (event.cause.is_hail()) before.add(number.of(event.cause.sender()), self);
            for (const Dot read : ship.reads_of(event.dot.version)) {
                if (read.version > 0) before.add(number.of(read), self);
            }
        }
    }
    before.close();
    return before;
}

Version counted(const Log& log, std::size_t entry, ShipId ship) {
    const Dot dot = log.events[entry].dot;
    if (dot.ship == ship) return dot.version;
    for (std::size_t earlier = entry + 1; earlier-- > 0;) {
        if (log.events[earlier].dot.ship != dot.ship) continue;
        for (const Dot change : std::get<ByClock>(log.order).changes_of(earlier)) {
            if (change.ship == ship) return change.version;
        }
    }
    return 0;
}

Expected judge_by_definition(const Scenario& scenario, const History& run, const Log& log) {
    Expected expected{.serializable = serializable(run)};
    if (!complete(run, log)) return expected;
    auto& holds = expected.holds;
    const auto at = [&](Check check) -> bool& { return holds[static_cast<std::size_t>(check)]; };
    at(Check::complete) = true;
    const Relation order = log_order(run, log);
    if (order.cyclic()) return expected;  // Nothing can be replayed.
    for (const Check check : all_checks) at(check) = true;
    const Relation happened_before = happens_before(run);
    each_linear_extension(order, Numbering{run}.count(), [&](const Order& extension) {
        const auto replayed = replay_in(extension, scenario, run, log);
        if (!replayed) {
            holds = {true, false, false, false, false, false};
            return;
        }
        const Outcome& outcome = *replayed;
        for (std::size_t ship = 0; ship < run.ships.size(); ++ship) {
            const auto& was = run.ships[ship].states;
            if (was.back() != outcome.states[ship].back()) at(Check::final) = false;
            if (was != outcome.states[ship]) at(Check::history) = false;
        }
        if (!same_reads(run, outcome)) at(Check::view) = false;
        for (const Cut& cut : outcome.passed) {
            if (!consistent(cut, run, happened_before)) at(Check::causal) = false;
        }
        if (!goes_through_observed(run, outcome)) at(Check::strict) = false;
    });
    return expected;
}

}  // namespace reckon::model
