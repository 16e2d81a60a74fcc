#include "core/replay/refusal.hpp"

#include <fmt/format.h>

#include "core/replay/partial_order.hpp"

namespace reckon {
namespace {

class Refusal {
public:
    Refusal(const Scenario& scenario, const Log& log) : scenario_{scenario}, log_{log} {}

    std::optional<Error> find() {
        if (!log_.recorded()) return Error{"log", "nothing", "a recorded log"};
        if (auto problem = malformed(log_, scenario_.ships.size()); !problem.empty()) {
            return Error{"log", std::move(problem), "stamps, clocks or reads for each event"};
        }
        for (std::size_t entry = 0; entry < log_.events.size(); ++entry) {
            if (auto error = flaw(entry)) return error;
        }
        return log_.is_partial() ? not_when_ready() : not_in_sequence();
    }

private:
    std::string name(Dot dot) const {
        return fmt::format("{}@{}", scenario_.ships[dot.ship].name, dot.version);
    }

    static Error at(std::size_t entry, std::string value, std::string expected) {
        return {fmt::format("log entry {}", entry), std::move(value), std::move(expected)};
    }

    std::optional<Error> flaw(std::size_t entry) const {
        const Event& event = log_.events[entry];
        switch (flaw_of(scenario_, log_, entry)) {
            case Flaw::none: return std::nullopt;
            case Flaw::ship:
                return at(entry, fmt::format("ship {}", event.dot.ship),
                          fmt::format("a ship below {}", scenario_.ships.size()));
            case Flaw::order:
                return at(entry, fmt::format("order {}", event.order),
                          fmt::format("an order below {}", scenario_.orders.size()));
            case Flaw::reads:
                return at(entry, fmt::format("{} named reads", log_.named_reads->of(entry).size()),
                          fmt::format("a read of each of the {} ships that the order derefs",
                                      derefs(scenario_.orders[event.order]).size()));
        }
        return std::nullopt;
    }

    /// Of a ship that has had `done` events.
    std::optional<Error> out_of_turn(std::size_t entry, Version done) const {
        const Dot dot = log_.events[entry].dot;
        if (dot.version == done + 1) return std::nullopt;
        return at(entry, name(dot), name({dot.ship, done + 1}));
    }

    /// Of a read of a ship that has had `done` events.
    std::optional<Error> not_yet(std::size_t entry, Dot read, Version done) const {
        if (read.version <= done) return std::nullopt;
        return at(
            entry, "a deref of " + name(read),
            fmt::format("a version up to {}, which has happened by then", name({read.ship, done})));
    }

    std::optional<Error> not_in_sequence() const {
        std::vector<Version> done(scenario_.ships.size());
        for (const std::uint32_t entry : sequence_of(log_)) {
            Version& own = done[log_.events[entry].dot.ship];
            if (auto error = out_of_turn(entry, own)) return error;
            if (log_.named_reads) {
                for (const Dot read : log_.named_reads->of(entry)) {
                    if (auto error = not_yet(entry, read, done[read.ship])) return error;
                }
            }
            ++own;
        }
        return std::nullopt;
    }

    std::optional<Error> not_when_ready() const {
        const Survey survey{scenario_, log_};
        const ShipEntries entries{log_, survey};
        const PartialOrder order{log_, entries};
        std::vector<Version> applied(entries.ship_count());
        std::optional<Error> error;
        const auto done = walk_when_ready(order, [&](std::uint32_t entry) {
            const Event& event = log_.events[entry];
            Version& own = applied[event.dot.ship];
            error = out_of_turn(entry, own);
            const auto asked = derefs(scenario_.orders[event.order]);
            for (std::size_t k = 0; k < asked.size() && !error; ++k) {
                if (asked[k] != event.dot.ship) continue;
                // Its own clock counts the event itself.
                const Dot read = log_.named_reads ? log_.named_reads->of(entry)[k]
                                                  : Dot{event.dot.ship, own + 1};
                error = not_yet(entry, read, own);
            }
            ++own;
            return !error;
        });
        if (error) return error;
        for (ShipId ship = 0; ship < entries.ship_count(); ++ship) {
            if (done[ship] == entries.count(ship)) continue;
            const std::uint32_t entry = entries.entry(ship, done[ship]);
            std::size_t passed = 0;
            const Dot awaited =
                *order.missing(ship, done[ship], passed, [&](ShipId other) { return done[other]; });
            return at(entry,
                      fmt::format("{} waits for {}, which never comes",
                                  name(log_.events[entry].dot), name(awaited)),
                      "an order without a cycle or a gap");
        }
        return std::nullopt;
    }

    const Scenario& scenario_;
    const Log& log_;
};

}  // namespace

std::optional<Error> refusal_of(const Scenario& scenario, const Log& log) {
    return Refusal{scenario, log}.find();
}

}  // namespace reckon
