#include "core/replay/replay.hpp"

#include <cassert>

#include "core/replay/parallel.hpp"
#include "core/replay/partial_order.hpp"
#include "core/replay/refusal.hpp"
#include "core/replay/ships.hpp"

namespace reckon {
namespace {

bool readable(const Scenario& scenario, const Log& log) {
    return log.recorded() && malformed(log, scenario.ships.size()).empty();
}

/// Calls visit(entry) in the order of a total order, until it says no.
template <class Visit>
bool each_in_sequence(const Log& log, Visit&& visit) {
    if (std::holds_alternative<InSequence>(log.order)) {
        for (std::uint32_t entry = 0; entry < log.events.size(); ++entry) {
            if (!visit(entry)) return false;
        }
        return true;
    }
    return std::ranges::all_of(sequence_of(log), visit);
}

bool apply_in_sequence(const Log& log, ShipsAtWork& ships) {
    const auto apply_all = [&](auto&& read_of) {
        return each_in_sequence(
            log, [&](std::uint32_t entry) { return ships.apply_entry(entry, read_of); });
    };
    if (!log.named_reads) {
        return apply_all(
            [&](std::uint32_t, std::size_t, ShipId other, Version) { return ships.done(other); });
    }
    return apply_all([&](std::uint32_t entry, std::size_t k, ShipId other, Version) {
        const Dot named = log.named_reads->of(entry)[k];
        const bool there = named.ship == other && named.version <= ships.done(other);
        return there ? named.version : not_there;
    });
}

bool apply_when_ready(const PartialOrder& order, ShipsAtWork& ships) {
    const ShipEntries& entries = order.entries();
    const auto done = walk_when_ready(
        order, [&](std::uint32_t entry) { return ships.apply_entry(entry, order.reads()); });
    for (ShipId ship = 0; ship < entries.ship_count(); ++ship) {
        if (done[ship] != entries.count(ship)) return false;
    }
    return true;
}

/// Did the sender, as replayed, send this?
bool was_sent(const Scenario& scenario, const Log& log, const ShipEntries& entries,
              const Replay& replay, const Event& event) {
    const Dot sender = event.cause.sender();
    if (sender.ship >= entries.ship_count() || sender.version == 0) return false;
    if (sender.version > entries.count(sender.ship)) return false;
    const OrderId order = log.events[entries.entry(sender.ship, sender.version - 1)].order;
    const State& before = replay.states[sender.ship][sender.version - 1];
    return hail_of(before, scenario.orders[order]) == Hail{event.dot.ship, event.order};
}

void find_unsent(const Scenario& scenario, const Log& log, const ShipEntries& entries,
                 Replay& replay) {
    for (ShipId ship = 0; ship < entries.ship_count(); ++ship) {
        for (std::uint32_t k = 0; k < entries.count(ship); ++k) {
            const Event& event = log.events[entries.entry(ship, k)];
            if (!event.cause.is_hail() || was_sent(scenario, log, entries, replay, event)) continue;
            ++replay.unsent_count;
            if (replay.unsent.size() < Replay::unsent_kept) {
                replay.unsent.push_back({event.dot, event.cause.sender()});
            }
        }
    }
}

/// False if the log cannot be replayed, whatever the reason.
bool bring_back(const Scenario& scenario, const Log& log, const ReplayOptions& options,
                Replay& replay) {
    if (!readable(scenario, log)) return false;
    const Survey survey{scenario, log};
    if (survey.flawed) return false;
    ShipsAtWork ships{scenario, log, survey, options.work, replay};
    std::optional<ShipEntries> entries;
    if (log.is_partial()) {
        entries.emplace(log, survey);
        const PartialOrder order{log, *entries};
        if (std::holds_alternative<ByClock>(log.order))
            count_reads(scenario, log, *entries, replay.reads);
        const bool applied = options.threads > 1 ? apply_in_parallel(order, ships, options.threads)
                                                 : apply_when_ready(order, ships);
        if (!applied) return false;
    } else if (!apply_in_sequence(log, ships)) {
        return false;
    }
    if (!survey.hailed) return true;
    const bool stamped = std::holds_alternative<ByStamp>(log.order);
    if (!entries) {
        entries.emplace(log, survey, stamped ? ShipEntries::By::version : ShipEntries::By::place);
    }
    find_unsent(scenario, log, *entries, replay);
    return true;
}

tl::unexpected<Error> refused(const Scenario& scenario, const Log& log) {
    auto error = refusal_of(scenario, log);
    assert(error && "whoever was stopped was stopped by something");
    return fail(std::move(*error));
}

}  // namespace

Result<Replay> replay(const Scenario& scenario, const Log& log, const ReplayOptions& options,
                      Replay again) {
    again.unsent.clear();
    again.unsent_count = 0;
    if (!bring_back(scenario, log, options, again)) return refused(scenario, log);
    return again;
}

Result<std::vector<State>> final_states(const Scenario& scenario, const Log& log) {
    std::vector<State> states(scenario.ships.size());
    if (log.is_partial() || log.named_reads) {
        const auto replayed = replay(scenario, log);
        if (!replayed) return fail(replayed.error());
        for (ShipId ship = 0; ship < states.size(); ++ship) {
            states[ship] = replayed->states[ship].back();
        }
        return states;
    }
    if (!readable(scenario, log)) return refused(scenario, log);
    for (ShipId ship = 0; ship < states.size(); ++ship) {
        states[ship] = scenario.ships[ship].initial;
    }
    std::vector<Version> done(states.size());
    const bool applied = each_in_sequence(log, [&](std::uint32_t entry) {
        if (flaw_of(scenario, log, entry) != Flaw::none) return false;
        const auto& [dot, id, cause] = log.events[entry];
        if (dot.version != ++done[dot.ship]) return false;
        const Order& order = scenario.orders[id];
        std::array<State, derefs_max> read;
        const auto asked = derefs(order);
        for (std::size_t k = 0; k < asked.size(); ++k) read[k] = states[asked[k]];
        states[dot.ship] = apply(states[dot.ship], order, std::span{read}.first(asked.size()));
        return true;
    });
    if (!applied) return refused(scenario, log);
    return states;
}

std::vector<std::uint32_t> replay_order(const Scenario& scenario, const Log& log) {
    if (!log.is_partial()) return sequence_of(log);
    std::vector<std::uint32_t> order;
    order.reserve(log.events.size());
    const ShipEntries entries{log, Survey{scenario, log}};
    walk_when_ready(PartialOrder{log, entries}, [&](std::uint32_t entry) {
        order.push_back(entry);
        return true;
    });
    return order;
}

}  // namespace reckon
