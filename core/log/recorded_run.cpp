#include "core/log/recorded_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace reckon {
namespace {

using Found = std::optional<Error>;

class Inspection {
public:
    Inspection(const Scenario& scenario, const History& history)
        : scenario_{scenario}, history_{history} {}

    Found of_log(const Log& log) const {
        if (auto problem = malformed(log, ship_count()); !problem.empty()) {
            return Error{"log", std::move(problem), "stamps, clocks or reads for each event"};
        }
        if (log.events.size() > Limits::events) {
            return Error{"log", fmt::format("{} entries", log.events.size()),
                         fmt::format("at most {}", Limits::events)};
        }
        for (std::size_t entry = 0; entry < log.events.size(); ++entry) {
            const auto at = [&] { return fmt::format("log entry {}", entry); };
            const Event& event = log.events[entry];
            if (auto error = unknown_ship(at, event.dot.ship)) return error;
            if (auto error = unknown_order(at, event.order)) return error;
            if (event.cause.is_hail()) {
                if (auto error = unknown_ship(at, event.cause.sender().ship)) return error;
            }
            if (!log.named_reads) continue;
            for (const Dot read : log.named_reads->of(entry)) {
                if (auto error = unknown_ship(at, read.ship)) return error;
            }
        }
        return std::nullopt;
    }

    Found of_history() const {
        if (history_.ships.size() != ship_count()) {
            return Error{"history", fmt::format("{} ships", history_.ships.size()),
                         fmt::format("the scenario's {}", ship_count())};
        }
        const auto bounds = bounds_of(scenario_);
        if (!bounds) return bounds.error();
        // The shape of all before what any of them says: they name each other's versions.
        for (ShipId ship = 0; ship < ship_count(); ++ship) {
            if (auto error = misshapen(ship, bounds->events[ship])) return error;
        }
        for (ShipId ship = 0; ship < ship_count(); ++ship) {
            for (Version version = 1; version <= history_.ships[ship].last(); ++version) {
                if (auto error = untrue(ship, version)) return error;
            }
            if (auto error = untimely(ship)) return error;
        }
        return std::nullopt;
    }

    Found of_observed() const {
        for (std::size_t i = 0; i < history_.observed.size(); ++i) {
            const Cut& cut = history_.observed[i];
            const auto refuse = [&](std::string value, std::string expected) {
                return Error{fmt::format("observed state {}", i), std::move(value),
                             std::move(expected)};
            };
            if (cut.size() != ship_count()) {
                return refuse(fmt::format("{} versions", cut.size()),
                              fmt::format("one of each of {} ships", ship_count()));
            }
            for (ShipId ship = 0; ship < ship_count(); ++ship) {
                if (cut[ship] <= history_.ships[ship].last()) continue;
                return refuse(name({ship, cut[ship]}),
                              "a version up to " + name({ship, history_.ships[ship].last()}));
            }
        }
        return std::nullopt;
    }

    Found of_effects(std::span<const Effect> effects) const {
        std::set<Dot> answered;
        for (std::size_t i = 0; i < effects.size(); ++i) {
            const Dot dot = effects[i].event;
            const auto at = [&] { return fmt::format("effect {}", i); };
            if (auto error = unknown_ship(at, dot.ship)) return error;
            if (!arrived(dot)) return Error{at(), name(dot), "an arrival that took place"};
            if (answered.insert(dot).second) continue;
            return Error{at(), name(dot) + " once more", "one effect of an arrival"};
        }
        return std::nullopt;
    }

private:
    [[nodiscard]] std::size_t ship_count() const { return scenario_.ships.size(); }

    std::string name(Dot dot) const {
        return fmt::format("{}@{}", scenario_.ships[dot.ship].name, dot.version);
    }

    /// What a hail or a deref may name.
    bool happened(Dot dot) const {
        return dot.ship < ship_count() && dot.version <= history_.ships[dot.ship].last();
    }

    bool arrived(Dot dot) const {
        if (!happened(dot) || dot.version == 0) return false;
        const ShipHistory& ship = history_.ships[dot.ship];
        const Order& order = scenario_.orders[ship.event(dot.version).order];
        return arrival_of(ship.states[dot.version - 1], order).has_value();
    }

    template <class Place>
    Found unknown_ship(const Place& place, ShipId ship) const {
        if (ship < ship_count()) return std::nullopt;
        return Error{place(), fmt::format("ship {}", ship),
                     fmt::format("a ship below {}", ship_count())};
    }

    template <class Place>
    Found unknown_order(const Place& place, OrderId order) const {
        if (order < scenario_.orders.size()) return std::nullopt;
        return Error{place(), fmt::format("order {}", order),
                     fmt::format("an order below {}", scenario_.orders.size())};
    }

    Found misshapen(ShipId id, std::uint32_t events_max) const {
        const ShipHistory& ship = history_.ships[id];
        const std::size_t count = ship.events.size();
        const auto refuse = [&](std::string value, std::string expected) {
            return Error{fmt::format("history of {}", scenario_.ships[id].name), std::move(value),
                         std::move(expected)};
        };
        if (count > events_max) {
            return refuse(
                fmt::format("{} events", count),
                fmt::format("at most the {} that plans, sources and hails can bring", events_max));
        }
        if (ship.states.size() != count + 1 || ship.states[0] != scenario_.ships[id].initial) {
            return refuse(fmt::format("{} states of {} events", ship.states.size(), count),
                          "the scenario's initial state, and one after each event");
        }
        const std::size_t read = ship.reads_end.empty() ? 0 : ship.reads_end.back();
        if (ship.reads_end.size() != count || !std::ranges::is_sorted(ship.reads_end) ||
            read != ship.reads.size()) {
            return refuse(fmt::format("{} reads, and {} ends of them", ship.reads.size(),
                                      ship.reads_end.size()),
                          "for each event, where its reads end");
        }
        return std::nullopt;
    }

    Found untrue(ShipId id, Version version) const {
        const ShipHistory& ship = history_.ships[id];
        const Event& event = ship.event(version);
        const auto at = [&] {
            return fmt::format("history of {}, version {}", scenario_.ships[id].name, version);
        };
        if (event.dot != Dot{id, version}) {
            return Error{at(),
                         fmt::format("version {} of ship {}", event.dot.version, event.dot.ship),
                         "the ship's events in the order of their versions"};
        }
        if (auto error = unknown_order(at, event.order)) return error;
        if (!told(event)) {
            return Error{at(), text(scenario_, event.order),
                         "a cause that told the ship so: its plan, a source or a hail"};
        }
        const Order& order = scenario_.orders[event.order];
        const auto asked = derefs(order);
        const auto read = ship.reads_of(version);
        if (!std::ranges::equal(asked, read, {}, {}, &Dot::ship)) {
            return Error{
                at(), fmt::format("{} reads", read.size()),
                fmt::format("a read of each of the {} ships that the order derefs", asked.size())};
        }
        std::array<State, derefs_max> states;
        for (std::size_t i = 0; i < read.size(); ++i) {
            if (!happened(read[i])) {
                return Error{at(), "a read of " + name(read[i]), "a version that was"};
            }
            states[i] = history_.ships[read[i].ship].states[read[i].version];
        }
        const State after =
            apply(ship.states[version - 1], order, std::span{states}.first(read.size()));
        if (after != ship.states[version]) {
            return Error{at(), text(ship.states[version]),
                         "what the order makes of the state before: " + text(after)};
        }
        return std::nullopt;
    }

    /// A ship carries out its plan from the first order on, and then its mail: each letter once,
    /// those of one source in their order.
    Found untimely(ShipId id) const {
        std::uint32_t planned = 0;
        std::vector<std::uint32_t> issued(scenario_.sources.size());
        std::set<std::pair<ShipId, Version>> hailed;
        for (const Event& event : history_.ships[id].events) {
            const Cause cause = event.cause;
            bool in_time = false;
            if (cause.is_plan()) {
                in_time = cause.index() == planned++;
            } else if (planned < scenario_.ships[id].plan.size()) {
                in_time = false;
            } else if (cause.is_source()) {
                std::uint32_t& next = issued[cause.source_index()];
                in_time = cause.index() >= next;
                next = cause.index() + 1;
            } else {
                in_time = hailed.emplace(cause.sender().ship, cause.sender().version).second;
            }
            if (in_time) continue;
            return Error{fmt::format("history of {}, version {}", scenario_.ships[id].name,
                                     event.dot.version),
                         text(scenario_, event.order),
                         "its turn: the plan in its order, then each letter once, those of a "
                         "source in their order"};
        }
        return std::nullopt;
    }

    /// Whether the event's cause is one that brings this order to this ship.
    bool told(const Event& event) const {
        const Cause cause = event.cause;
        const std::uint32_t index = cause.index();
        if (cause.is_plan()) {
            const auto& plan = scenario_.ships[event.dot.ship].plan;
            return index < plan.size() && plan[index] == event.order;
        }
        if (cause.is_source()) {
            if (cause.source_index() >= scenario_.sources.size()) return false;
            const auto& issues = scenario_.sources[cause.source_index()];
            return index < issues.size() && issues[index].ship == event.dot.ship &&
                   issues[index].order == event.order;
        }
        if (!cause.is_hail()) return false;
        const Dot sender = cause.sender();
        if (!happened(sender) || sender.version == 0) return false;
        const ShipHistory& from = history_.ships[sender.ship];
        const OrderId sent_by = from.event(sender.version).order;
        if (sent_by >= scenario_.orders.size()) return false;
        return hail_of(from.states[sender.version - 1], scenario_.orders[sent_by]) ==
               Hail{event.dot.ship, event.order};
    }

    const Scenario& scenario_;
    const History& history_;
};

}  // namespace

std::optional<Error> contradiction(const Scenario& scenario, const Log& log, const History* history,
                                   std::span<const Effect> effects) {
    static const History none;
    const Inspection inspection{scenario, history == nullptr ? none : *history};
    if (auto error = inspection.of_log(log)) return error;
    // Without a history nobody knows which arrivals took place.
    if (history == nullptr) return std::nullopt;
    if (auto error = inspection.of_history()) return error;
    if (auto error = inspection.of_observed()) return error;
    return inspection.of_effects(effects);
}

}  // namespace reckon
