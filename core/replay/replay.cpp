#include "core/replay/replay.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace reckon {
namespace {

class Replayer {
public:
    Replayer(const Scenario& scenario, const Log& log)
        : scenario_{scenario}, log_{log}, clocks_{std::get_if<ByClock>(&log.order)} {
        told_.ships.resize(scenario.ships.size());
        for (ShipId ship = 0; ship < scenario.ship_count(); ++ship) {
            told_.ships[ship].states.push_back(scenario.ships[ship].initial);
        }
        told_.order.reserve(log.events.size());
    }

    Result<Replay> run() && {
        if (auto error = unreadable()) return fail(std::move(*error));
        if (auto error = log_.is_partial() ? apply_when_ready() : apply_in_sequence()) {
            return fail(std::move(*error));
        }
        find_unsent();
        return std::move(told_);
    }

private:
    using Failure = std::optional<Error>;

    std::string name(Dot dot) const {
        return fmt::format("{}@{}", scenario_.ships[dot.ship].name, dot.version);
    }

    static Error at(std::size_t entry, std::string value, std::string expected) {
        return {fmt::format("log entry {}", entry), std::move(value), std::move(expected)};
    }

    /// What could not even be looked up.
    Failure unreadable() const {
        if (!log_.recorded()) return Error{"log", "nothing", "a recorded log"};
        if (auto problem = malformed(log_, told_.ships.size()); !problem.empty()) {
            return Error{"log", std::move(problem), "stamps, clocks or reads for each event"};
        }
        for (std::size_t i = 0; i < log_.events.size(); ++i) {
            const Event& event = log_.events[i];
            if (event.dot.ship >= told_.ships.size()) {
                return at(i, fmt::format("ship {}", event.dot.ship),
                          fmt::format("a ship below {}", told_.ships.size()));
            }
            if (event.order >= scenario_.orders.size()) {
                return at(i, fmt::format("order {}", event.order),
                          fmt::format("an order below {}", scenario_.orders.size()));
            }
            if (auto error = wrong_reads(i)) return error;
        }
        return std::nullopt;
    }

    Failure wrong_reads(std::size_t entry) const {
        if (!log_.named_reads) return std::nullopt;
        const auto asked = derefs(scenario_.orders[log_.events[entry].order]);
        const auto named = log_.named_reads->of(entry);
        const bool same = std::ranges::equal(asked, named, {}, {}, &Dot::ship);
        if (same) return std::nullopt;
        return at(
            entry, fmt::format("{} named reads", named.size()),
            fmt::format("a read of each of the {} ships that the order derefs", asked.size()));
    }

    /// The version that the log names for the k-th deref of an event, if it names versions.
    std::optional<Version> named(std::size_t entry, std::size_t k, ShipId ship) const {
        if (log_.named_reads) return log_.named_reads->of(entry)[k].version;
        if (clocks_ != nullptr) return clocks_->row(entry)[ship];
        return std::nullopt;
    }

    Failure apply_event(std::size_t entry) {
        const Event& event = log_.events[entry];
        ShipHistory& ship = told_.ships[event.dot.ship];
        if (event.dot.version != ship.last() + 1) {
            return at(entry, name(event.dot), name({event.dot.ship, ship.last() + 1}));
        }
        const Order& order = scenario_.orders[event.order];
        std::array<State, derefs_max> states;
        std::array<Dot, derefs_max> reads;
        std::size_t count = 0;
        for (const ShipId other : derefs(order)) {
            const Version last = told_.ships[other].last();
            const Version version = named(entry, count, other).value_or(last);
            if (version > last) {
                return at(entry, "a deref of " + name({other, version}),
                          fmt::format("a version up to {}, which has happened by then",
                                      name({other, last})));
            }
            states[count] = told_.ships[other].states[version];
            reads[count] = {other, version};
            ++count;
        }
        const State after = apply(ship.states.back(), order, std::span{states}.first(count));
        ship.append(event, after, std::span{reads}.first(count));
        told_.order.push_back(event.dot);
        return std::nullopt;
    }

    Failure apply_in_sequence() {
        for (const std::uint32_t entry : sequence_of(log_)) {
            if (auto error = apply_event(entry)) return error;
        }
        return std::nullopt;
    }

    /// An event that must come first and has not yet happened.
    std::optional<Dot> missing(std::size_t entry) const {
        const Event& event = log_.events[entry];
        const auto absent = [&](Dot dot) { return dot.version > told_.ships[dot.ship].last(); };
        if (clocks_ != nullptr) {
            const auto clock = clocks_->row(entry);
            for (ShipId ship = 0; ship < clock.size(); ++ship) {
                const Dot known{ship, clock[ship]};
                if (ship != event.dot.ship && absent(known)) return known;
            }
            return std::nullopt;
        }
        for (const Dot read : log_.named_reads->of(entry)) {
            if (absent(read)) return read;
        }
        const bool hailed = event.cause.is_hail() && event.cause.sender().ship < told_.ships.size();
        if (hailed && absent(event.cause.sender())) return event.cause.sender();
        return std::nullopt;
    }

    /// Each ship goes as far as it can; one that must wait for another is taken up again when that
    /// one has moved on.
    Failure apply_when_ready() {
        const std::size_t n = told_.ships.size();
        std::vector<std::vector<std::uint32_t>> entries(n);
        for (std::uint32_t i = 0; i < log_.events.size(); ++i) {
            entries[log_.events[i].dot.ship].push_back(i);
        }
        std::vector<std::size_t> done(n);
        std::vector<std::vector<ShipId>> waiting(n);  // Per ship, those that wait for it.
        std::vector<ShipId> ready(n);
        for (ShipId ship = 0; ship < n; ++ship) ready[ship] = static_cast<ShipId>(n - 1 - ship);
        while (!ready.empty()) {
            const ShipId ship = ready.back();
            ready.pop_back();
            const std::size_t before = done[ship];
            while (done[ship] < entries[ship].size()) {
                const std::uint32_t entry = entries[ship][done[ship]];
                if (const auto first = missing(entry)) {
                    waiting[first->ship].push_back(ship);
                    break;
                }
                if (auto error = apply_event(entry)) return error;
                ++done[ship];
            }
            if (done[ship] == before) continue;
            ready.insert(ready.end(), waiting[ship].begin(), waiting[ship].end());
            waiting[ship].clear();
        }
        for (ShipId ship = 0; ship < n; ++ship) {
            if (done[ship] == entries[ship].size()) continue;
            const std::uint32_t entry = entries[ship][done[ship]];
            return at(entry,
                      fmt::format("{} waits for {}, which never comes",
                                  name(log_.events[entry].dot), name(*missing(entry))),
                      "an order without a cycle or a gap");
        }
        return std::nullopt;
    }

    void find_unsent() {
        for (const ShipHistory& ship : told_.ships) {
            for (const Event& event : ship.events) {
                if (!event.cause.is_hail() || was_sent(event)) continue;
                ++told_.unsent_count;
                if (told_.unsent.size() < Replay::unsent_kept) {
                    told_.unsent.push_back({event.dot, event.cause.sender()});
                }
            }
        }
    }

    bool was_sent(const Event& event) const {
        const Dot sender = event.cause.sender();
        if (sender.ship >= told_.ships.size() || sender.version == 0) return false;
        const ShipHistory& ship = told_.ships[sender.ship];
        if (sender.version > ship.last()) return false;
        const Order& order = scenario_.orders[ship.event(sender.version).order];
        return hail_of(ship.states[sender.version - 1], order) == Hail{event.dot.ship, event.order};
    }

    const Scenario& scenario_;
    const Log& log_;
    const ByClock* clocks_;
    Replay told_;
};

}  // namespace

Result<Replay> replay(const Scenario& scenario, const Log& log) {
    return Replayer{scenario, log}.run();
}

}  // namespace reckon
