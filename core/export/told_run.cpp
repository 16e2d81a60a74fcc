#include "core/export/told_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/check/divergence.hpp"
#include "core/replay/replay.hpp"

namespace reckon {
namespace {

/// A replay that succeeded has each ship's events from its first on, in their order.
History history_of(const Scenario& scenario, const Log& log, const Replay& replay) {
    History history;
    history.ships.resize(scenario.ships.size());
    for (ShipId ship = 0; ship < scenario.ship_count(); ++ship) {
        history.ships[ship].states.push_back(replay.states[ship][0]);
    }
    std::array<Dot, derefs_max> read;
    for (const Event& event : log.events) {
        ShipHistory& ship = history.ships[event.dot.ship];
        const auto asked = derefs(scenario.orders[event.order]);
        const auto versions = replay.reads[event.dot.ship].subspan(ship.reads.size(), asked.size());
        for (std::size_t k = 0; k < asked.size(); ++k) read[k] = {asked[k], versions[k]};
        ship.append(event, replay.states[event.dot.ship][event.dot.version],
                    std::span{read}.first(asked.size()));
    }
    return history;
}

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
                    std::make_unique<History>(history_of(scenario(), log(), *replayed));
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
    const auto number = [](std::string_view digits) -> std::optional<std::uint32_t> {
        std::uint32_t value = 0;
        const char* const end = digits.data() + digits.size();
        const auto [read, failed] = std::from_chars(digits.data(), end, value);
        if (failed != std::errc{} || read != end || digits.empty()) return std::nullopt;
        return value;
    };
    const std::size_t at = text.rfind('@');
    if (at == std::string_view::npos) return refuse("SHIP@VERSION, as Emma@17");
    const std::string_view ship_text = text.substr(0, at);
    const auto named = std::ranges::find(scenario.ships, ship_text, &ShipSetup::name);
    auto ship = static_cast<ShipId>(named - scenario.ships.begin());
    if (named == scenario.ships.end()) ship = number(ship_text).value_or(no_order);
    if (ship >= scenario.ship_count()) {
        return refuse(fmt::format("a ship's name, or its number below {}", scenario.ship_count()));
    }
    const Version last = told.events().ships[ship].last();
    const auto version = number(text.substr(at + 1));
    if (!version || *version == 0 || *version > last) {
        if (last == 0) return refuse("a ship that has events");
        return refuse(fmt::format("a version from 1 to {}", last));
    }
    return Dot{ship, *version};
}

}  // namespace reckon
