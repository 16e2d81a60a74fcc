#include "tests/whatif/full_branch.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <set>

namespace reckon {
namespace {

struct Told {
    OrderId order = no_order;
    Cause cause;
    std::vector<Dot> reads;
};

class Full {
public:
    Full(const Scenario& scenario, const Log& log, const Replay& replay, const Change& change)
        : scenario_{scenario}, log_{log}, replay_{replay}, change_{change} {
        std::map<Dot, std::size_t> entries;
        for (std::size_t i = 0; i < log.events.size(); ++i) entries[log.events[i].dot] = i;
        std::vector<std::size_t> next(scenario.ships.size());
        for (const auto& [dot, entry] : entries) {
            const Event& event = log.events[entry];
            Told told{event.order, event.cause, {}};
            for (const ShipId other : derefs(scenario.orders[event.order])) {
                told.reads.push_back({other, replay.reads[dot.ship][next[dot.ship]++]});
            }
            told_[dot] = told;
        }
        const bool at_end = !told_.contains(change.at);
        inserts_ = change.kind == ChangeKind::insert && !at_end;
        if (inserts_ || change.kind == ChangeKind::replace) choose_reads();
    }

    FullBranch branch() {
        FullBranch full;
        full.ships.resize(scenario_.ships.size());
        for (const auto& [dot, told] : told_) {
            auto& ship = full.ships[dot.ship];
            if (inserts_ && dot == change_.at) {
                ship.push_back(
                    {0, change_.order, after({dot.ship, dot.version - 1}), inserted(), false});
            }
            if (!exists(dot)) continue;
            ship.push_back({dot.version, order_of(dot), before(dot), after(dot), same(dot)});
        }
        land_all(full);
        for (const auto& ship : full.ships) {
            full.cone +=
                static_cast<std::uint64_t>(std::ranges::count(ship, false, &FullEvent::same));
        }
        return full;
    }

private:
    [[nodiscard]] bool replaced(Dot dot) const {
        return change_.kind == ChangeKind::replace && dot == change_.at;
    }
    [[nodiscard]] OrderId order_of(Dot dot) const {
        return replaced(dot) ? change_.order : told_.at(dot).order;
    }
    [[nodiscard]] const std::vector<Dot>& reads_of(Dot dot) const {
        return replaced(dot) ? new_reads_ : told_.at(dot).reads;
    }

    bool exists(Dot dot) {
        if (change_.kind == ChangeKind::drop && dot == change_.at) return false;
        if (dot == change_.at && change_.kind == ChangeKind::replace) {
            // In the place of what was hailed, whether or not that would still have come.
            return true;
        }
        const Cause cause = told_.at(dot).cause;
        if (!cause.is_hail()) return true;
        const Dot sender = cause.sender();
        if (!exists(sender)) return false;
        return hail(sender) == recorded_hail(sender) ||
               hail(sender) == Hail{dot.ship, told_.at(dot).order};
    }

    std::optional<Hail> recorded_hail(Dot dot) {
        return hail_of(replay_.states[dot.ship][dot.version - 1],
                       scenario_.orders[told_.at(dot).order]);
    }
    std::optional<Hail> hail(Dot dot) {
        return hail_of(before(dot), scenario_.orders[order_of(dot)]);
    }

    State before(Dot dot) {
        return inserts_ && dot == change_.at ? inserted() : after({dot.ship, dot.version - 1});
    }

    State carried_out(const State& was, OrderId order, const std::vector<Dot>& reads) {
        std::vector<State> states;
        for (const Dot read : reads) states.push_back(after(read));
        return apply(was, scenario_.orders[order], states);
    }

    State inserted() {
        const Dot at = change_.at;
        return carried_out(after({at.ship, at.version - 1}), change_.order, new_reads_);
    }

    State after(Dot dot) {
        if (dot.version == 0) return scenario_.ships[dot.ship].initial;
        const auto known = after_.find(dot);
        if (known != after_.end()) return known->second;
        const State was = before(dot);
        return after_[dot] = exists(dot) ? carried_out(was, order_of(dot), reads_of(dot)) : was;
    }

    bool same(Dot dot) {
        if (replaced(dot)) return false;
        if (before(dot) != replay_.states[dot.ship][dot.version - 1]) return false;
        return std::ranges::all_of(reads_of(dot), [&](Dot read) {
            return after(read) == replay_.states[read.ship][read.version];
        });
    }

    /// What the log puts before an event: the event and all of these, by searching.
    std::set<Dot> past(Dot dot) {
        std::set<Dot> found;
        if (!log_.is_partial()) {
            for (const std::uint32_t entry : replay_order(scenario_, log_)) {
                if (log_.events[entry].dot == dot) break;
                found.insert(log_.events[entry].dot);
            }
            return found;
        }
        std::deque<Dot> open{dot};
        while (!open.empty()) {
            const Dot next = open.front();
            open.pop_front();
            if (next.version == 0 || !found.insert(next).second) continue;
            const Told& told = told_.at(next);
            open.push_back({next.ship, next.version - 1});
            for (const Dot read : told.reads) open.push_back(read);
            if (told.cause.is_hail()) open.push_back(told.cause.sender());
        }
        found.erase(dot);
        return found;
    }

    void choose_reads() {
        const auto before_it = past(change_.at);
        for (const ShipId other : derefs(scenario_.orders[change_.order])) {
            const auto& read = told_.at(change_.at).reads;
            const auto same_ship = std::ranges::find(read, other, &Dot::ship);
            Dot chosen{other, 0};
            for (const Dot dot : before_it) {
                if (dot.ship == other) chosen.version = std::max(chosen.version, dot.version);
            }
            new_reads_.push_back(same_ship != read.end() ? *same_ship : chosen);
        }
    }

    /// Whether the log has an event that this hail of this sender brought.
    bool in_log(Dot sender, const std::optional<Hail>& hail) {
        return std::ranges::any_of(told_, [&](const auto& entry) {
            const auto& [dot, told] = entry;
            return told.cause.is_hail() && told.cause.sender() == sender &&
                   hail == Hail{dot.ship, told.order};
        });
    }

    struct Letter {
        ShipId to;
        OrderId order;
    };

    void land_all(FullBranch& full) {
        std::deque<Letter> letters;
        const auto send = [&](const std::optional<Hail>& hail) {
            if (hail) letters.push_back({hail->to, hail->order});
        };
        for (const std::uint32_t entry : replay_order(scenario_, log_)) {
            const Dot dot = log_.events[entry].dot;
            if (inserts_ && dot == change_.at) {
                const State was = after({dot.ship, dot.version - 1});
                send(hail_of(was, scenario_.orders[change_.order]));
            }
            if (exists(dot) && hail(dot) != recorded_hail(dot) && !in_log(dot, hail(dot))) {
                send(hail(dot));
            }
        }
        const auto last = [&](ShipId ship) {
            return full.ships[ship].empty() ? scenario_.ships[ship].initial
                                            : full.ships[ship].back().after;
        };
        const auto land = [&](ShipId ship, OrderId order) {
            std::vector<State> read;
            for (const ShipId other : derefs(scenario_.orders[order])) read.push_back(last(other));
            const State was = last(ship);
            const State is = apply(was, scenario_.orders[order], read);
            full.ships[ship].push_back({0, order, was, is, false});
            send(hail_of(was, scenario_.orders[order]));
        };
        if (change_.kind == ChangeKind::insert && !inserts_) land(change_.at.ship, change_.order);
        for (; !letters.empty(); letters.pop_front()) {
            const Letter letter = letters.front();
            const auto recorded = replay_.states[letter.to].size() - 1;
            if (recorded >= scenario_.ships[letter.to].plan.size()) land(letter.to, letter.order);
        }
    }

    const Scenario& scenario_;
    const Log& log_;
    const Replay& replay_;
    const Change& change_;
    std::map<Dot, Told> told_;
    std::map<Dot, State> after_;
    std::vector<Dot> new_reads_;
    bool inserts_ = false;
};

}  // namespace

FullBranch full_branch(const Scenario& scenario, const Log& log, const Replay& replay,
                       const Change& change) {
    return Full{scenario, log, replay, change}.branch();
}

}  // namespace reckon
