#include "bench/bare_fleet.hpp"

#include <algorithm>
#include <cassert>
#include <random>

namespace reckon::bench {
namespace {

// A course is read from memory; longer than this it would be a load of its own.
constexpr std::uint64_t course_max = 1 << 20;

using Chance = std::minstd_rand;

ShipId neighbour(ShipId ship, const CourseKnobs& knobs, Chance& chance) {
    const ShipId first = ship - ship % knobs.group;
    const ShipId count = std::min(knobs.group, knobs.ships - first);
    const auto other = static_cast<ShipId>(chance() % count);
    return first + other == ship ? first + (other + 1) % count : first + other;
}

/// Of the producer's own ships or of another's.
ShipId ship_of(std::uint32_t producer, const CourseKnobs& knobs, Chance& chance) {
    const std::uint32_t owned = (knobs.ships - producer - 1) / knobs.producers + 1;
    return producer + static_cast<ShipId>(chance() % owned) * knobs.producers;
}

ShipId partner_of(ShipId ship, const CourseKnobs& knobs, Chance& chance) {
    if (knobs.deref_every == 0 || chance() % knobs.deref_every != 0) return no_ship;
    if (knobs.group != 0) return neighbour(ship, knobs, chance);
    const std::uint32_t self = ship % knobs.producers;
    const bool alone = ship + knobs.producers >= knobs.ships && ship < knobs.producers;
    std::uint32_t whose = self;
    if (knobs.producers > 1 && (alone || chance() % knobs.foreign_every == 0)) {
        whose = static_cast<std::uint32_t>(self + 1 + chance() % (knobs.producers - 1));
        whose %= knobs.producers;
    }
    const ShipId partner = ship_of(whose, knobs, chance);
    if (partner != ship) return partner;
    return ship + knobs.producers < knobs.ships ? ship + knobs.producers : whose;
}

}  // namespace

Courses plot(const CourseKnobs& knobs) {
    assert(knobs.ships >= 2 && knobs.ships >= knobs.producers);
    const std::uint64_t each = std::max<std::uint64_t>(1, knobs.events / knobs.producers);
    const std::uint64_t rounds = (each + course_max - 1) / course_max;
    Courses courses{.ships = knobs.ships,
                    .rounds = static_cast<std::uint32_t>(rounds),
                    .events_a_round = std::vector<Version>(knobs.ships)};
    for (std::uint32_t producer = 0; producer < knobs.producers; ++producer) {
        Chance chance{producer + 1};
        auto& moves = courses.moves.emplace_back();
        ShipId ship = producer;
        for (std::uint64_t i = 0; i < each / rounds; ++i) {
            if (i > 0 && i % knobs.batch == 0) ship += knobs.producers;
            if (ship >= knobs.ships) ship = producer;
            const Version before = courses.events_a_round[ship]++;
            moves.push_back(
                {{{ship, before + 1}, ship, Cause::plan(before)}, partner_of(ship, knobs, chance)});
        }
    }
    return courses;
}

Tally::Tally(const Courses& courses) : events(courses.ships), derefs(courses.ships) {
    for (const auto& moves : courses.moves) {
        for (const Move& move : moves) {
            events[move.ship()] += courses.rounds;
            if (move.partner != no_ship) derefs[move.ship()] += courses.rounds;
        }
    }
}

}  // namespace reckon::bench
