#pragma once
/// Steps without a fleet: all that is left of a step is what a strategy needs of it, so that what
/// is measured is the strategy. A deref is one load, a publish one store, the event lies ready in
/// memory as it does when a fleet's step has come that far, and nobody's state changes.

#include <atomic>
#include <cstdint>
#include <memory>
#include <type_traits>
#include <vector>

#include "bench/together.hpp"
#include "core/run/free_run_options.hpp"
#include "core/run/lane.hpp"
#include "core/run/strategy.hpp"

namespace reckon::bench {

inline constexpr ShipId no_ship = UINT32_MAX;

/// A step to come: its event, and whom it derefs.
struct Move {
    Event event;
    ShipId partner;  ///< Or no_ship.

    [[nodiscard]] ShipId ship() const { return event.dot.ship; }
};

/// What the producers do.
///
/// Shape  Producer p owns the ships p, p + producers, ... and sails one after another, a batch of
///        steps each, as a worker does. A course is sailed again and again.
struct Courses {
    std::uint32_t ships = 0;
    std::vector<std::vector<Move>> moves;  ///< By producer, all of one length.
    std::uint32_t rounds = 1;
    std::vector<Version> events_a_round;  // By ship.

    [[nodiscard]] std::uint32_t producers() const {
        return static_cast<std::uint32_t>(moves.size());
    }
    [[nodiscard]] std::uint64_t events() const {
        return std::uint64_t{rounds} * moves.size() * moves.front().size();
    }

    /// Makes a producer's events those of the next round.
    /// Cost  A twentieth or so of a round, which only rows of many events have to bear.
    void go_on(std::uint32_t producer) {
        for (Move& move : moves[producer]) move.event.dot.version += events_a_round[move.ship()];
    }
};

struct CourseKnobs {
    std::uint32_t ships = 16;
    std::uint32_t producers = 1;
    std::uint64_t events = 1 << 20;  ///< In all, more or less.
    std::uint32_t batch = FreeRunOptions{}.batch;
    std::uint32_t deref_every = 1;  ///< One event in so many derefs; 0 for none.
    /// One deref in so many is of another producer's ship; the others are of own ships.
    std::uint32_t foreign_every = 8;
    /// Ships deref within groups of so many neighbours, whosever they are; 0 for no groups.
    std::uint32_t group = 0;
};

/// Shape  Needs at least two ships, and one for each producer.
[[nodiscard]] Courses plot(const CourseKnobs& knobs);

/// Of each ship, how many events and derefs there will be.
struct Tally {
    std::vector<std::uint32_t> events;
    std::vector<std::uint32_t> derefs;

    explicit Tally(const Courses& courses);

    [[nodiscard]] Roster roster(std::pmr::memory_resource* memory) const {
        return {.events = events, .derefs = derefs, .memory = memory};
    }
};

/// What a ship shows to others: its version, and the stamp with which it was published.
///
/// Threads  publish: the ship's own. The rest: any.
template <class Stamp>
class alignas(cache_line) Beacon {
public:
    struct Sight {
        Version version = 0;
        Stamp stamp{};
    };

    void reserve(std::size_t events) { sights_.resize(events + 1); }

    [[nodiscard]] const Sight& look() const { return *latest_.load(std::memory_order_acquire); }

    void publish(const Stamp& stamp) {
        Sight& sight = sights_[++version_];
        sight = {version_, stamp};
        latest_.store(&sight, std::memory_order_release);
    }

private:
    inline static const Sight at_first{};
    std::atomic<const Sight*> latest_{&at_first};
    Version version_ = 0;
    std::vector<Sight> sights_;
};

/// Without a stamp the version is all there is to show.
template <class Stamp>
requires std::is_empty_v<Stamp>
class alignas(cache_line) Beacon<Stamp> {
public:
    struct Sight {
        Version version = 0;
        [[no_unique_address]] Stamp stamp{};
    };

    void reserve(std::size_t) {}

    [[nodiscard]] Sight look() const { return {version_.load(std::memory_order_acquire), {}}; }

    void publish(const Stamp&) {
        version_.store(version_.load(std::memory_order_relaxed) + 1, std::memory_order_release);
    }

private:
    std::atomic<Version> version_{0};
};

template <class S>
class BareFleet {
public:
    using Stamp = typename S::Stamp;

    BareFleet(Courses& courses, const Tally& tally) : courses_{courses}, beacons_(courses.ships) {
        for (ShipId ship = 0; ship < courses.ships; ++ship) {
            beacons_[ship].reserve(tally.events[ship]);
        }
    }

    /// A function of its own, so that a profile can tell it from what is around it.
    [[gnu::noinline]] void sail(S& strategy, std::uint32_t producer) {
        for (std::uint32_t round = 0; round < courses_.rounds; ++round) {
            if (round > 0) courses_.go_on(producer);
            for (const Move& move : courses_.moves[producer]) {
                Step step{beacons_, move};
                strategy.run(move.ship(), step);
            }
        }
    }

private:
    class Step {
    public:
        Step(std::vector<Beacon<Stamp>>& beacons, const Move& move)
            : beacons_{beacons}, move_{move} {}

        template <class Observe>
        void decide(Observe&& observe) {
            if (move_.partner == no_ship) return;
            const auto& seen = beacons_[move_.partner].look();
            observe(Seen<Stamp>{SeenKind::deref, {move_.partner, seen.version}, seen.stamp});
        }

        void publish(const Stamp& stamp) { beacons_[move_.ship()].publish(stamp); }

        [[nodiscard]] const Event& event() const { return move_.event; }

    private:
        std::vector<Beacon<Stamp>>& beacons_;
        const Move& move_;
    };

    Courses& courses_;
    std::vector<Beacon<Stamp>> beacons_;
};

}  // namespace reckon::bench
