#include "core/explore/lift.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/check/words.hpp"
#include "core/explore/follow.hpp"
#include "core/explore/guide.hpp"
#include "core/explore/run_digest.hpp"

namespace reckon {
namespace {

/// What keeps a log from being followed: an event that it lacks, has twice, or that never was.
std::optional<Error> unfit(const Scenario& scenario, const History& history, const Log& log,
                           TimeOfStamp time_of_stamp) {
    const auto refuse = [](std::string value, std::string expected) {
        return Error{"the log", std::move(value), std::move(expected)};
    };
    if (!log.recorded()) return refuse("nothing was recorded", "a recorded log");
    if (auto problem = malformed(log, history.ships.size()); !problem.empty()) {
        return refuse(problem, "stamps, clocks or reads for each event");
    }
    if (time_of_stamp != nullptr) {
        const auto* stamped = std::get_if<ByStamp>(&log.order);
        if (stamped == nullptr) return refuse("no stamps", "a reading of the clock for each event");
        constexpr auto most = static_cast<std::uint64_t>(clock_max_ms);
        const auto late = std::ranges::find_if(
            stamped->stamps, [&](auto stamp) { return time_of_stamp(stamp) > most; });
        if (late != stamped->stamps.end()) {
            return refuse(fmt::format("a reading of {} ms", time_of_stamp(*late)),
                          fmt::format("at most {}", most));
        }
    }
    std::vector<std::vector<bool>> seen;
    for (const ShipHistory& ship : history.ships) seen.emplace_back(ship.last());
    for (const Event& event : log.events) {
        const Dot dot = event.dot;
        if (dot.ship >= seen.size() || dot.version == 0 || dot.version > seen[dot.ship].size()) {
            return refuse(fmt::format("an event of ship {}, version {}", dot.ship, dot.version),
                          "events that happened");
        }
        if (seen[dot.ship][dot.version - 1]) {
            return refuse(name(scenario, dot) + " twice", "each event once");
        }
        seen[dot.ship][dot.version - 1] = true;
    }
    for (ShipId ship = 0; ship < seen.size(); ++ship) {
        for (Version version = 1; version <= seen[ship].size(); ++version) {
            if (seen[ship][version - 1]) continue;
            return refuse(name(scenario, {ship, version}) + " is missing",
                          "every event: what a strategy lost depends on what is not recorded");
        }
    }
    return std::nullopt;
}

/// Whether a run with these publishes goes through these global states, in their order.
bool passes_through(const std::vector<ShipId>& publishes, const std::vector<Cut>& observed) {
    if (observed.empty()) return true;
    Cut now(observed.front().size());
    auto next = observed.begin();
    const auto pass = [&] {
        while (next != observed.end() && *next == now) ++next;
    };
    pass();
    for (const ShipId ship : publishes) {
        ++now[ship];
        // Most publishes cannot have completed it: compared only where this ship has come so far.
        if (next != observed.end() && now[ship] == (*next)[ship]) pass();
    }
    return next == observed.end();
}

}  // namespace

Result<Lift> lift(const StrategyRecord& strategy, const Scenario& scenario, const Bounds& bounds,
                  const History& history, const Log& log) {
    const TimeOfStamp time_of = strategy.time_of_stamp;
    if (auto error = unfit(scenario, history, log, time_of)) return fail(std::move(*error));
    Guide guide{scenario, history, log, time_of};
    RecordDeviations record{guide};
    RunLimits limits{.operations_max = UINT64_MAX};
    if (time_of != nullptr) limits.clock_start_ms = guide.clock_start_ms();
    const auto runner = strategy.controlled(scenario, bounds);
    const ControlledRecording& run = runner->run(record, limits);
    if (run.end == RunEnd::stopped && !guide.why().empty()) return Lift{{}, guide.why()};
    RunDigester digester;
    const bool same = run.end == RunEnd::complete &&
                      passes_through(run.history.publishes, history.observed) &&
                      digester.outcome(run.history) == digester.outcome(history) &&
                      digester.log(run.log) == digester.log(ship_by_ship(log));
    if (!same) {
        return fail({fmt::format("strategy {}", strategy.name), "makes another run of this history",
                     "a recording of this strategy, by this version of it"});
    }
    Lift lift{Lifted{.run = run, .schedule = record.deviations()}, ""};
    lift.lifted->schedule.clock_start_ms = limits.clock_start_ms;
    return lift;
}

}  // namespace reckon
