// Goal: the events on cycles are those of which the dependency graph says so, and components too.
// Method: histories drawn by chance, of any reads and causes, against the graph's transitive
// closure; every kind of edge must have been what closed some cycle.

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/uniform_int_distribution.hpp>

#include "core/check/divergence.hpp"
#include "core/check/events_on_cycles.hpp"
#include "core/check/serializability.hpp"
#include "tests/catch.hpp"
#include "tests/model/brute_force.hpp"

namespace reckon::model {
namespace {

using Random = boost::random::mt19937;

std::uint32_t below(Random& random, std::size_t bound) {
    return boost::random::uniform_int_distribution<std::uint32_t>{
        0, static_cast<std::uint32_t>(bound - 1)}(random);
}

/// Reads keep near the diagonal, so that there are several components and not one.
History draw_history(Random& random, std::uint32_t ships, std::uint32_t events) {
    History run;
    run.ships.resize(ships);
    for (ShipId id = 0; id < ships; ++id) {
        for (Version v = 1; v <= events; ++v) {
            const auto near = [&] {
                const std::uint32_t moved = v + below(random, 4);
                return std::min<Version>(events, moved < 2 ? 0 : moved - 2);
            };
            Event event{{id, v}, 0, Cause::plan(v)};
            std::vector<Dot> reads;
            const ShipId other = (id + 1 + below(random, ships - 1)) % ships;
            switch (below(random, 5)) {
                case 0: reads.push_back({other, near()}); break;
                case 1:
                    reads.push_back({other, near()});
                    reads.push_back({(id + 1) % ships, near()});
                    break;
                case 2: event.cause = Cause::hail({other, std::max<Version>(1, near())}); break;
                default: break;
            }
            run.ships[id].append(event, {}, reads);
        }
        run.ships[id].states.emplace_back();
    }
    return run;
}

/// Without the edges of one kind.
Relation depends(const History& run, std::optional<EdgeKind> without) {
    const Numbering number{run};
    Relation relation{number.count()};
    const auto add = [&](EdgeKind kind, Dot from, Dot to) {
        if (kind != without) relation.add(number.of(from), number.of(to));
    };
    for (const ShipHistory& ship : run.ships) {
        for (const Event& event : ship.events) {
            const Dot dot = event.dot;
            if (dot.version > 1) add(EdgeKind::program, {dot.ship, dot.version - 1}, dot);
            if (event.cause.is_hail()) add(EdgeKind::message, event.cause.sender(), dot);
            for (const Dot read : ship.reads_of(dot.version)) {
                if (read.version > 0) add(EdgeKind::wr, read, dot);
                if (read.version < run.ships[read.ship].last()) {
                    add(EdgeKind::rw, dot, {read.ship, read.version + 1});
                }
            }
        }
    }
    relation.close();
    return relation;
}

}  // namespace

TEST_CASE("events on cycles, by component") {
    Random random{1};
    std::array<std::size_t, 4> closed_by{};
    std::size_t acyclic = 0;
    std::size_t several = 0;
    for (int i = 0; i < 1500; ++i) {
        const History run = draw_history(random, 2 + below(random, 3), 1 + below(random, 10));
        const Relation all = depends(run, std::nullopt);
        const auto found = events_on_cycles(run);
        std::vector<std::size_t> expected;
        for (std::size_t event = 0; event < run.event_count(); ++event) {
            if (all(event, event)) expected.push_back(event);
        }
        REQUIRE(std::ranges::equal(found, expected, {}, &EventOnCycle::event));
        std::size_t components = 0;
        for (const EventOnCycle& a : found) {
            components = std::max<std::size_t>(components, a.component + std::size_t{1});
            for (const EventOnCycle& b : found) {
                const bool same = all(a.event, b.event) && all(b.event, a.event);
                REQUIRE(same == (a.component == b.component));
            }
        }
        acyclic += found.empty() ? 1 : 0;
        several += components > 1 ? 1 : 0;
        if (found.empty()) continue;
        for (const EdgeKind kind :
             {EdgeKind::program, EdgeKind::message, EdgeKind::wr, EdgeKind::rw}) {
            if (!depends(run, kind).cyclic()) ++closed_by[static_cast<std::size_t>(kind)];
        }
    }
    CHECK(acyclic > 50);
    CHECK(several > 50);
    for (const std::size_t count : closed_by) CHECK(count > 10);
}

}  // namespace reckon::model
