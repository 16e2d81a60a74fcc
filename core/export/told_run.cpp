#include "core/export/told_run.hpp"

#include <fmt/format.h>

#include "core/check/divergence.hpp"
#include "core/log/dot_text.hpp"
#include "core/replay/as_replayed.hpp"

namespace reckon {
namespace {

/// The first event that the log lacks, has twice, out of turn, or otherwise than it was.
std::optional<Dot> first_incomplete(const History& run, const Log& log) {
    std::vector<Version> logged(run.ships.size());
    for (const Event& event : log.events) {
        const ShipHistory& ship = run.ships[event.dot.ship];
        const Version next = ++logged[event.dot.ship];
        if (next > ship.last()) return Dot{event.dot.ship, ship.last()};
        if (event != ship.event(next)) return Dot{event.dot.ship, next};
    }
    for (ShipId ship = 0; ship < run.ships.size(); ++ship) {
        if (logged[ship] < run.ships[ship].last()) return Dot{ship, logged[ship] + 1};
    }
    return std::nullopt;
}

}  // namespace

const History* truth_of(const RecordedRun& recorded) {
    return recorded.history ? &*recorded.history : nullptr;
}

Result<ToldRun> ToldRun::of(const RecordedRun& recorded) {
    ToldRun told{recorded};
    if (told.is_truth() || told.replayed() != nullptr) return told;
    if (!recorded.log.recorded()) {
        return fail({"the recording", "neither a history nor a log", "one of them"});
    }
    return fail(replay(recorded.scenario, recorded.log).error());
}

const History& ToldRun::events() const {
    return is_truth() ? *truth_of(*recorded_) : *replayed();
}

const History* ToldRun::replayed() const {
    if (!shadow_->asked) {
        shadow_->asked = true;
        if (log().recorded()) {
            if (const auto replayed = replay(scenario(), log())) {
                shadow_->history =
                    std::make_unique<History>(as_replayed(scenario(), log(), *replayed));
            }
        }
    }
    return shadow_->history.get();
}

std::optional<Departure> ToldRun::first_departure() const {
    if (!is_truth() || !log().recorded()) return std::nullopt;
    const History& run = events();
    if (const auto dot = first_incomplete(run, log())) {
        if (dot->version == 0) return std::nullopt;
        return Departure{*dot, Check::complete};
    }
    const auto replayed = replay(scenario(), log());
    if (!replayed) return std::nullopt;
    if (const auto other = first_other_reading(scenario(), run, log(), *replayed)) {
        return Departure{other->event, Check::view};
    }
    LogOrder order{run, log()};
    const auto unkept = first_unkept_edge(run, order);
    if (!unkept || !unkept->known) return std::nullopt;
    return Departure{unkept->edge.to, Check::causal};
}

Result<Dot> parse_dot(const ToldRun& told, std::string_view text, const std::string& option) {
    const Scenario& scenario = told.scenario();
    const auto refuse = [&](std::string expected) {
        return fail({option, fmt::format("\"{}\"", text), std::move(expected)});
    };
    const auto parts = split_dot(text);
    if (!parts) return refuse("SHIP@VERSION, as Emma@17");
    const auto ship = find_ship(scenario, parts->ship);
    if (!ship) {
        return refuse(fmt::format("a ship's name, or its number below {}", scenario.ship_count()));
    }
    const Version last = told.events().ships[*ship].last();
    const auto version = parts->version;
    if (!version || *version == 0 || *version > last) {
        if (last == 0) return refuse("a ship that has events");
        return refuse(fmt::format("a version from 1 to {}", last));
    }
    return Dot{*ship, static_cast<Version>(*version)};
}

}  // namespace reckon
