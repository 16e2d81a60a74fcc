#include "core/whatif/what_if.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/whatif/before.hpp"

namespace reckon {
namespace {

/// Where one ship has got to in the branch.
struct ShipInBranch {
    const Version* reads = nullptr;  ///< As replayed: of its next event.
    State now;                       ///< If `differs`; else it is as replayed.
    bool differs = false;
    Version last = 0;                     ///< In the branch.
    std::vector<std::uint32_t> affected;  ///< Its events in Branch::affected.
    std::optional<std::uint32_t> diverged;
    std::optional<std::uint32_t> returned;
};

/// What an order found, and where its reads stand.
struct Found {
    std::array<State, derefs_max> states;
    std::array<Dot, derefs_max> dots;
    std::size_t count = 0;
};

/// Where in Branch::withdrawn and Branch::sent a sender's hails are.
struct Sender {
    std::optional<std::size_t> withdrawn;
    std::optional<std::size_t> sent;
};

class Reexecution {
public:
    Reexecution(const Scenario& scenario, const Log& log, const Replay& replay,
                const std::vector<std::uint32_t>& order, const Change& change)
        : scenario_{scenario},
          log_{log},
          replay_{replay},
          order_{order},
          ships_(scenario.ships.size()) {
        branch_.change = change;
        branch_.renumbering = Renumbering{ships_.size()};
        for (ShipId id = 0; id < ships_.size(); ++id) ships_[id].reads = replay.reads[id].data();
    }

    Branch run() && {
        for (std::size_t place = 0; place < order_.size(); ++place) visit(place);
        const Change& change = branch_.change;
        if (change.at.version == replay_.states[change.at.ship].size()) {
            land(Fate::inserted, change.at.ship, change.order, {});
        }
        // Landing may send on: the list grows as it is gone through.
        std::erase_if(branch_.sent, [](const ChangedHail& one) { return one.event.version > 0; });
        for (std::size_t i = 0; i < branch_.sent.size(); ++i) {
            const auto [sender, hail, none] = branch_.sent[i];
            if (takes_mail(hail.to)) {
                branch_.sent[i].event = land(Fate::landed, hail.to, hail.order, sender);
            }
        }
        sum_up();
        return std::move(branch_);
    }

private:
    void visit(std::size_t place) {
        const Event& event = log_.events[order_[place]];
        const auto& [dot, id, cause] = event;
        ShipInBranch& ship = ships_[dot.ship];
        const Version* const reads = ship.reads;
        const auto asked = derefs(scenario_.orders[id]);
        ship.reads += asked.size();
        if (dot == branch_.change.at && !change_at(place, reads)) return;
        if (cause.is_hail() && !still_comes(event)) return take_out(Fate::gone, event);
        bool differs = ship.differs;
        for (std::size_t k = 0; k < asked.size() && !differs; ++k) {
            differs = otherwise({asked[k], reads[k]}) != nullptr;
        }
        if (differs) {
            carry_out(Fate::again, event, id, look(asked, reads));
        } else {
            ++ship.last;
        }
    }

    /// Does what is to be done at the event's place; whether the event itself is still to come.
    bool change_at(std::size_t place, const Version* reads) {
        const Change& change = branch_.change;
        const Event& event = log_.events[order_[place]];
        if (change.kind == ChangeKind::drop) {
            take_out(Fate::dropped, event);
            return false;
        }
        const Cut known = known_before(scenario_, log_, order_, place);
        const auto old_asked = derefs(scenario_.orders[event.order]);
        const auto asked = derefs(scenario_.orders[change.order]);
        std::array<Version, derefs_max> versions;
        for (std::size_t k = 0; k < asked.size(); ++k) {
            const auto read = std::ranges::find(old_asked, asked[k]);
            versions[k] =
                read != old_asked.end() ? reads[read - old_asked.begin()] : known[asked[k]];
        }
        const Found found = look(asked, versions.data());
        const bool replaces = change.kind == ChangeKind::replace;
        if (!replaces) branch_.renumbering.insert(change.at);
        carry_out(replaces ? Fate::replaced : Fate::inserted, event, change.order, found);
        return !replaces;
    }

    [[nodiscard]] State before(Dot recorded) const {
        const ShipInBranch& ship = ships_[recorded.ship];
        return ship.differs ? ship.now : replay_.states[recorded.ship][recorded.version - 1];
    }

    /// The state that the branch has after a recorded event, if it is not as replayed; else null.
    [[nodiscard]] const State* otherwise(Dot recorded) const {
        const auto& affected = ships_[recorded.ship].affected;
        if (affected.empty() || recorded.version == 0) return nullptr;
        const auto version = [&](std::uint32_t i) {
            const Affected& one = branch_.affected[i];
            // What is put in comes before the event whose dot it is given.
            return one.fate == Fate::inserted ? one.now.version - 1 : one.recorded.version;
        };
        auto next = affected.end();
        if (version(affected.back()) > recorded.version) {
            next = std::ranges::upper_bound(affected, recorded.version, {}, version);
            if (next == affected.begin()) return nullptr;
        }
        const Affected& last = branch_.affected[*std::prev(next)];
        if (last.fate == Fate::inserted || last.recorded != recorded) return nullptr;
        const State& replayed = replay_.states[recorded.ship][recorded.version];
        return last.after == replayed ? nullptr : &last.after;
    }

    Found look(std::span<const ShipId> asked, const Version* versions) const {
        Found found;
        for (const ShipId other : asked) {
            const Dot read{other, versions[found.count]};
            const State* const state = otherwise(read);
            found.states[found.count] =
                state != nullptr ? *state : replay_.states[other][read.version];
            found.dots[found.count++] = branch_.renumbering(read);
        }
        return found;
    }

    void take_out(Fate fate, const Event& event) {
        const State state = before(event.dot);
        note({.fate = fate,
              .recorded = event.dot,
              .order = event.order,
              .before = state,
              .after = state},
             replay_.states[event.dot.ship][event.dot.version]);
        branch_.renumbering.remove(event.dot);
        changed_hail(event, std::nullopt, {});
    }

    /// An event of the branch at the place of a recorded one, or just before it.
    void carry_out(Fate fate, const Event& event, OrderId id, const Found& found) {
        const Order& order = scenario_.orders[id];
        const State was = before(event.dot);
        const bool inserted = fate == Fate::inserted;
        const Affected done{.fate = fate,
                            .recorded = inserted ? Dot{event.dot.ship, 0} : event.dot,
                            .now = {event.dot.ship, ++ships_[event.dot.ship].last},
                            .order = id,
                            .sender = {},
                            .before = was,
                            .after = apply(was, order, std::span{found.states}.first(found.count))};
        note(done, replay_.states[event.dot.ship][event.dot.version - (inserted ? 1 : 0)]);
        keep_reads(done, found);
        const auto hail = hail_of(was, order);
        if (!inserted) return changed_hail(event, hail, done.now);
        if (hail) branch_.sent.push_back({done.now, *hail, {hail->to, 0}});
    }

    /// An event after all that is recorded; what it reads is the last of each ship.
    Dot land(Fate fate, ShipId id, OrderId order_id, Dot sender) {
        const Order& order = scenario_.orders[order_id];
        Found found;
        for (const ShipId other : derefs(order)) {
            found.states[found.count] = at_last(other);
            found.dots[found.count++] = {other, ships_[other].last};
        }
        const State was = at_last(id);
        const Affected done{.fate = fate,
                            .recorded = {id, 0},
                            .now = {id, ++ships_[id].last},
                            .order = order_id,
                            .sender = sender,
                            .before = was,
                            .after = apply(was, order, std::span{found.states}.first(found.count))};
        note(done, replay_.states[id].back());
        keep_reads(done, found);
        if (const auto hail = hail_of(was, order)) {
            branch_.sent.push_back({done.now, *hail, {hail->to, 0}});
        }
        return done.now;
    }

    [[nodiscard]] State at_last(ShipId id) const {
        return ships_[id].differs ? ships_[id].now : replay_.states[id].back();
    }

    /// A ship sails its plan first.
    [[nodiscard]] bool takes_mail(ShipId id) const {
        return replay_.states[id].size() > scenario_.ships[id].plan.size();
    }

    /// `recorded` is the ship's state in the replay at the same place.
    void note(const Affected& one, const State& recorded) {
        ShipInBranch& ship = ships_[one.recorded.ship];
        const auto index = static_cast<std::uint32_t>(branch_.affected.size());
        const bool differs = one.after != recorded;
        if (differs) {
            if (!ship.diverged) ship.diverged = index;
            ship.returned.reset();
        } else if (ship.differs) {
            ship.returned = index;
        }
        ship.affected.push_back(index);
        ship.now = one.after;
        ship.differs = differs;
        branch_.affected.push_back(one);
        branch_.executed += one.in_branch() ? 1 : 0;
    }

    void keep_reads(const Affected& one, const Found& found) {
        if (!one.is_new()) return;
        branch_.reads.insert(branch_.reads.end(), found.dots.begin(),
                             found.dots.begin() + static_cast<std::ptrdiff_t>(found.count));
    }

    /// What a recorded event sends in the branch, against what it sent as replayed. One that is
    /// taken out sends nothing, whatever the log has of it.
    void changed_hail(const Event& event, const std::optional<Hail>& hail, Dot now) {
        const State& was = replay_.states[event.dot.ship][event.dot.version - 1];
        const auto recorded = hail_of(was, scenario_.orders[event.order]);
        if (hail == recorded && now.version > 0) return;
        Sender& sender = senders_[event.dot];
        if (recorded) {
            sender.withdrawn = branch_.withdrawn.size();
            branch_.withdrawn.push_back({event.dot, *recorded, {recorded->to, 0}});
        }
        if (hail) {
            sender.sent = branch_.sent.size();
            branch_.sent.push_back({now, *hail, {hail->to, 0}});
        }
    }

    /// Whether what hailed the event still does. A log may have an event that its sender, as
    /// replayed, did not hail: it stays as long as the sender does what it did, or now hails so.
    bool still_comes(const Event& event) {
        const auto found = senders_.find(event.cause.sender());
        if (found == senders_.end()) return true;
        const Hail hail{event.dot.ship, event.order};
        const auto& [withdrawn, sent] = found->second;
        if (sent && branch_.sent[*sent].hail == hail) {
            branch_.sent[*sent].event = event.dot;  // Not new: it need not land.
            return true;
        }
        if (withdrawn && branch_.withdrawn[*withdrawn].hail == hail) {
            branch_.withdrawn[*withdrawn].event = event.dot;
        } else {
            branch_.withdrawn.push_back({event.cause.sender(), hail, event.dot});
        }
        return false;
    }

    void sum_up() {
        branch_.recorded_events = log_.events.size();
        for (ShipId id = 0; id < ships_.size(); ++id) {
            const ShipInBranch& ship = ships_[id];
            branch_.events += ship.last;
            if (ship.affected.empty()) continue;
            branch_.ships.push_back({.ship = id,
                                     .recorded = replay_.states[id].back(),
                                     .branch = at_last(id),
                                     .diverged = ship.diverged,
                                     .returned = ship.returned});
        }
    }

    const Scenario& scenario_;
    const Log& log_;
    const Replay& replay_;
    const std::vector<std::uint32_t>& order_;
    std::vector<ShipInBranch> ships_;
    std::map<Dot, Sender> senders_;  // Of the log, those that hail otherwise.
    Branch branch_;
};

std::optional<Error> misplaced(const Scenario& scenario, const Replay& replay,
                               const Change& change) {
    const Dot at = change.at;
    if (at.ship >= scenario.ships.size()) {
        return Error{"the change", fmt::format("ship {}", at.ship),
                     fmt::format("a ship below {}", scenario.ships.size())};
    }
    const bool inserts = change.kind == ChangeKind::insert;
    const auto last = static_cast<Version>(replay.states[at.ship].size() - (inserts ? 0 : 1));
    if (at.version >= 1 && at.version <= last) return std::nullopt;
    const std::string& name = scenario.ships[at.ship].name;
    return Error{"the change", fmt::format("{}@{}", name, at.version),
                 last == 0 ? fmt::format("an event of a ship that has some: {} has none", name)
                           : fmt::format("{0}@1 to {0}@{1}{2}", name, last,
                                         inserts ? ", the last for its end" : "")};
}

}  // namespace

Result<Branch> what_if(const Scenario& scenario, const Log& log, const Replay& replay,
                       const Change& change) {
    if (auto error = misplaced(scenario, replay, change)) return fail(std::move(*error));
    const auto order = replay_order(scenario, log);
    if (auto error = backward_hail(scenario, log, order)) return fail(std::move(*error));
    return Reexecution{scenario, log, replay, order, change}.run();
}

}  // namespace reckon
