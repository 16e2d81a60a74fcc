// Goal: what is left of a scenario runs as it did among the rest: the publishes that are left keep
// their order, and each deref returns the version that it returned, by its new number.
// Method: runs drawn by chance, of all strategies; orders, ships and sources taken away by chance;
// what must be left is worked out here from the history.

#include "core/explore/script.hpp"

#include <set>
#include <tuple>

#include "core/control/strategy_record.hpp"
#include "core/explore/draw.hpp"
#include "core/explore/renumber.hpp"
#include "core/explore/sampler.hpp"
#include "core/world/preset.hpp"
#include "serializers/list.hpp"
#include "tests/catch.hpp"

namespace reckon {
namespace {

/// Orders of all kinds but transfers: whether one of those sends anything on depends on the cargo,
/// which changes with what is taken away.
Scenario generated(std::uint64_t seed) {
    Knobs knobs = find_preset("mixed")->knobs();
    knobs.shares[static_cast<std::size_t>(OrderKind::transfer)] = 0;
    knobs.ships = 4;
    knobs.orders = 5;
    knobs.source_orders = 4;
    knobs.seed = seed;
    return *generate(knobs);
}

/// Without one ship perhaps, a source perhaps, and every fourth order.
Kept drawn(const Scenario& scenario, Draw& draw) {
    Kept kept{scenario};
    const auto lose_all = [](std::vector<bool>& of) { of.assign(of.size(), false); };
    for (const OrderPlace& place : order_places(scenario)) kept.at(place) = draw.below(4) != 0;
    if (draw.below(2) == 0) {
        const auto ship = static_cast<ShipId>(draw.below(scenario.ship_count()));
        kept.ships[ship] = false;
        lose_all(kept.plans[ship]);
    }
    if (draw.below(2) == 0) {
        const std::uint64_t source = draw.below(scenario.sources.size());
        kept.sources[source] = false;
        lose_all(kept.issues[source]);
    }
    return kept;
}

/// What of a run is left, and by which numbers.
class Rest {
public:
    Rest(const History& history, const Kept& kept) : history_{history}, kept_{kept} {
        ShipId next = 0;
        for (const bool stays : kept.ships) numbers_.push_back(stays ? next++ : 0);
    }

    [[nodiscard]] bool stays(Dot dot) const {
        const Cause cause = history_.event(dot).cause;
        if (!kept_.ships[dot.ship]) return false;
        if (cause.is_hail()) return stays(cause.sender());
        if (cause.is_source()) return kept_.issues[cause.source_index()][cause.index()];
        return kept_.plans[dot.ship][cause.index()];
    }

    /// Of a version, how many of the events up to it are left.
    [[nodiscard]] Dot moved(Dot dot) const {
        Dot to{numbers_[dot.ship], 0};
        for (Version v = 1; v <= dot.version; ++v) to.version += stays({dot.ship, v}) ? 1 : 0;
        return to;
    }

    [[nodiscard]] std::vector<Dot> publishes(std::span<const ShipId> all) const {
        std::vector<Version> last(kept_.ships.size());
        std::vector<Dot> left;
        for (const ShipId ship : all) {
            const Dot dot{ship, ++last[ship]};
            if (stays(dot)) left.push_back(moved(dot));
        }
        return left;
    }

    /// By ship that is left.
    [[nodiscard]] std::vector<std::vector<Dot>> reads() const {
        std::vector<std::vector<Dot>> left;
        for (ShipId ship = 0; ship < kept_.ships.size(); ++ship) {
            if (!kept_.ships[ship]) continue;
            auto& of_ship = left.emplace_back();
            for (Version v = 1; v <= history_.ships[ship].last(); ++v) {
                if (!stays({ship, v})) continue;
                for (const Dot read : history_.ships[ship].reads_of(v)) {
                    of_ship.push_back(moved(read));
                }
            }
        }
        return left;
    }

private:
    const History& history_;
    const Kept& kept_;
    std::vector<ShipId> numbers_;
};

std::vector<Dot> publishes(const ControlledRecording& run) {
    std::vector<Version> last(run.history.ships.size());
    std::vector<Dot> dots;
    for (const ShipId ship : run.history.publishes) dots.push_back({ship, ++last[ship]});
    return dots;
}

/// Whether some step was decided more than once: it made an operation twice before its publish.
bool decided_anew(const ControlledRecording& run) {
    std::set<std::tuple<TaskId, std::uint32_t, OperationKind, ObjectId>> seen;
    std::set<std::pair<TaskId, std::uint32_t>> published;
    for (const Made& made : run.made) {
        if (made.step == 0) continue;  // A drain has no steps.
        if (made.kind == OperationKind::publish) published.emplace(made.task, made.step);
        if (published.count({made.task, made.step}) > 0) continue;
        if (!seen.emplace(made.task, made.step, made.kind, made.object).second) return true;
    }
    return false;
}

}  // namespace

TEST_CASE("a smaller scenario runs as it did within the larger one") {
    for (const StrategyRecord& strategy : strategies()) {
        DYNAMIC_SECTION(strategy.name) {
            int compared = 0;
            for (std::uint64_t seed = 1; seed <= 60; ++seed) {
                const Scenario scenario = generated(seed);
                const Bounds bounds = *bounds_of(scenario);
                const auto runner = strategy.controlled(scenario, bounds);
                RandomWalk random;
                random.begin(seed, 0, 0);
                const ControlledRecording& run = runner->run(random, {});
                REQUIRE(run.end == RunEnd::complete);

                Draw draw{seed, 1};
                Kept kept = drawn(scenario, draw);
                const Scenario smaller = reduced(scenario, kept);
                const Script script = renumbered(Script::of(run), run.history, kept);
                const Bounds less = *bounds_of(smaller);
                const auto other = strategy.controlled(smaller, less);
                FollowScript oracle{script};
                const ControlledRecording& again = other->run(oracle, {});
                INFO(strategy.name << ", seed " << seed);
                REQUIRE(again.end == RunEnd::complete);
                // Which decision comes through depends on who else publishes meanwhile, so that one
                // step less can make another come through earlier.
                if (decided_anew(run)) continue;
                ++compared;
                const Rest rest{run.history, kept};
                CHECK(publishes(again) == rest.publishes(run.history.publishes));
                std::vector<std::vector<Dot>> reads;
                for (const ShipHistory& ship : again.history.ships) reads.push_back(ship.reads);
                CHECK(reads == rest.reads());
            }
            CHECK(compared == (strategy.name == "optimistic" ? 0 : 60));
        }
    }
}

TEST_CASE("a script of all that there is repeats the run, clock and stops too") {
    for (const StrategyRecord& strategy : strategies()) {
        const Scenario scenario = generated(3);
        const Bounds bounds = *bounds_of(scenario);
        const auto runner = strategy.controlled(scenario, bounds);
        for (std::uint64_t index = 0; index < 30; ++index) {
            const RunLimits limits{.stops = {{static_cast<TaskId>(index % 4), 7}}};
            RandomWalk random;
            random.begin(2, index, 0);
            const ControlledRecording& run = runner->run(random, limits);
            const std::vector<Made> made = run.made;
            const Schedule schedule = run.schedule;
            Kept kept{scenario};
            (void)reduced(scenario, kept);
            const Script script = renumbered(Script::of(run), run.history, kept);
            INFO(strategy.name << ", " << index);
            CHECK(script.cues == made);
            FollowScript oracle{script};
            const ControlledRecording& again = runner->run(oracle, {.stops = script.stops});
            CHECK(again.made == made);
            CHECK(again.schedule == schedule);
        }
    }
}

}  // namespace reckon
