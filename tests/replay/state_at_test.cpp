// Goal: the state at a cut is what a replay goes through there, from whatever state it is begun; a
// cut is refused exactly if it is not closed under what the log says comes before.
// Method: small logs drawn by chance, in each of the orders that a log can have; all cuts of each,
// against a replay of the whole and the definition of a consistent cut.

#include <algorithm>
#include <numeric>

#include "core/replay/replay.hpp"
#include "core/replay/state_at.hpp"
#include "tests/catch.hpp"
#include "tests/replay/random_logs.hpp"

namespace reckon {
namespace {

enum class Kind : std::uint8_t { dependencies, clocks, sequence, naming_sequence, stamps };

constexpr Kind kinds[] = {Kind::dependencies, Kind::clocks, Kind::sequence, Kind::naming_sequence,
                          Kind::stamps};

/// A drawn log made one of another order. The stamps put ships together at random, so that hails
/// may come before what sent them.
DrawnLog drawn_log(Random& random, Kind kind) {
    DrawnLog drawn = draw_log(random, 3, 1 + below(random, 9), kind == Kind::clocks);
    if (kind == Kind::dependencies || kind == Kind::clocks) return drawn;
    const Log was = std::move(drawn.log);
    Log now;
    if (kind == Kind::stamps) {
        now.events = was.events;
        std::vector<std::uint64_t> last(3);
        ByStamp by;
        for (const Event& event : now.events) {
            by.stamps.push_back(last[event.dot.ship] += 1 + below(random, 5));
        }
        now.order = std::move(by);
    } else {
        now.order = InSequence{};
        if (kind == Kind::naming_sequence) now.named_reads.emplace();
        for (const std::uint32_t entry : replay_order(drawn.scenario, was)) {
            now.events.push_back(was.events[entry]);
            if (now.named_reads) now.named_reads->append(was.named_reads->of(entry));
        }
    }
    return {std::move(drawn.scenario), std::move(now)};
}

/// What each event is to come after, but for its ship's own, from the replay alone.
std::vector<std::vector<std::vector<Dot>>> edges_of(const DrawnLog& drawn, const Replay& replay) {
    std::vector<std::vector<std::vector<Dot>>> edges(drawn.scenario.ships.size());
    for (ShipId ship = 0; ship < edges.size(); ++ship) {
        edges[ship].resize(replay.states[ship].size());
        std::size_t next = 0;
        for (Version v = 1; v < replay.states[ship].size(); ++v) {
            const auto event = std::ranges::find(drawn.log.events, Dot{ship, v}, &Event::dot);
            for (const ShipId other : derefs(drawn.scenario.orders[event->order])) {
                edges[ship][v].push_back({other, replay.reads[ship][next++]});
            }
            if (event->cause.is_hail()) edges[ship][v].push_back(event->cause.sender());
        }
    }
    return edges;
}

/// Every cut of a small log.
std::vector<Cut> all_cuts(const Replay& replay) {
    std::vector<Cut> cuts{Cut(replay.states.size())};
    for (ShipId ship = 0; ship < replay.states.size(); ++ship) {
        const std::vector<Cut> shorter = std::exchange(cuts, {});
        for (Cut cut : shorter) {
            for (cut[ship] = 0; cut[ship] < replay.states[ship].size(); ++cut[ship]) {
                cuts.push_back(cut);
            }
        }
    }
    return cuts;
}

bool below_or_at(const Cut& a, const Cut& b) {
    return std::ranges::equal(a, b, std::ranges::less_equal{});
}

std::uint64_t events_in(const Cut& cut) {
    return std::accumulate(cut.begin(), cut.end(), std::uint64_t{0});
}

GlobalState by_replay(const Replay& replay, const Cut& cut) {
    GlobalState state{cut, {}};
    for (ShipId ship = 0; ship < cut.size(); ++ship) {
        state.states.push_back(replay.states[ship][cut[ship]]);
    }
    return state;
}

}  // namespace

TEST_CASE("all cuts of small logs") {
    Random random{7};
    std::uint64_t refused = 0;
    std::uint64_t from_snapshots = 0;
    std::uint64_t gone_back = 0;
    for (int round = 0; round < 600; ++round) {
        const DrawnLog drawn = drawn_log(random, kinds[round % 5]);
        const auto replayed = replay(drawn.scenario, drawn.log);
        REQUIRE(replayed);
        const auto log = DotIndex::of(drawn.scenario, drawn.log);
        REQUIRE(log);
        const auto edges = edges_of(drawn, *replayed);
        const auto is_consistent = [&](const Cut& cut) {
            for (ShipId ship = 0; ship < cut.size(); ++ship) {
                for (Version v = 1; v <= cut[ship]; ++v) {
                    for (const Dot dot : edges[ship][v]) {
                        if (dot.version > cut[dot.ship]) return false;
                    }
                }
            }
            return true;
        };
        std::vector<Cut> consistent;
        for (const Cut& cut : all_cuts(*replayed)) {
            const auto reached = state_at(drawn.scenario, *log, cut, initial_state(drawn.scenario));
            REQUIRE(reached.has_value() == is_consistent(cut));
            if (!reached) {
                ++refused;
                continue;
            }
            REQUIRE(reached->state == by_replay(*replayed, cut));
            REQUIRE(reached->applied == events_in(cut));
            consistent.push_back(cut);
        }
        for (const Cut& start : consistent) {
            for (const Cut& cut : consistent) {
                if (!below_or_at(start, cut)) continue;
                const auto reached =
                    state_at(drawn.scenario, *log, cut, by_replay(*replayed, start));
                REQUIRE(reached);
                REQUIRE(reached->state == by_replay(*replayed, cut));
                const std::uint64_t between = events_in(cut) - events_in(start);
                REQUIRE(reached->applied >= between);
                REQUIRE(reached->applied <= events_in(cut));
                ++from_snapshots;
                gone_back += reached->applied > between ? 1 : 0;
            }
        }
        for (ShipId ship = 0; ship < log->ship_count(); ++ship) {
            for (Version v = 0; v <= log->last(ship); ++v) {
                const Dot dots[] = {{ship, v}};
                const auto least = smallest_cut_with(drawn.scenario, *log, dots);
                REQUIRE(least);
                REQUIRE(is_consistent(*least));
                REQUIRE((*least)[ship] >= v);
                for (const Cut& cut : consistent) {
                    if (cut[ship] >= v) REQUIRE(below_or_at(*least, cut));
                }
            }
        }
    }
    // What is tried has to happen.
    CHECK(refused > 1000);
    CHECK(from_snapshots > 1000);
    CHECK(gone_back > 100);
}

TEST_CASE("the first entries of a log are a cut of a total order only") {
    Random random{3};
    for (int round = 0; round < 50; ++round) {
        const DrawnLog drawn = drawn_log(random, Kind::stamps);
        const auto sequence = sequence_of(drawn.log);
        Cut by_hand(drawn.scenario.ships.size());
        for (std::uint64_t count = 0; count <= sequence.size(); ++count) {
            REQUIRE(cut_after(drawn.scenario, drawn.log, count) == by_hand);
            if (count < sequence.size()) ++by_hand[drawn.log.events[sequence[count]].dot.ship];
        }
        const auto beyond = cut_after(drawn.scenario, drawn.log, sequence.size() + 1);
        REQUIRE_FALSE(beyond);
        const DrawnLog partial = drawn_log(random, Kind::clocks);
        REQUIRE_FALSE(cut_after(partial.scenario, partial.log, 0));
    }
}

TEST_CASE("the edge that a cut breaks has words") {
    Scenario scenario;
    OrderTable table{scenario.orders};
    const OrderId follow = table.add({.kind = OrderKind::follow, .ships = {1, 0}});
    const OrderId arrive = table.add({});
    for (const char* name : {"Emma", "Berta"}) {
        scenario.ships.push_back({.name = name, .initial = {.at = 0}});
    }
    Log log;
    log.order = InSequence{};
    log.events = {{{1, 1}, arrive, Cause::plan(0)},
                  {{0, 1}, follow, Cause::plan(0)},
                  {{1, 2}, arrive, Cause::hail({0, 1})},
                  {{0, 2}, arrive, Cause::hail({1, 9})}};
    const auto index = DotIndex::of(scenario, log);
    REQUIRE(index);
    const auto refusal = [&](const Cut& cut) {
        const auto reached = state_at(scenario, *index, cut, initial_state(scenario));
        return reached ? "none" : reached.error().value;
    };
    CHECK(refusal({1, 0}) == "Emma@1 read Berta@1, which the cut lacks");
    CHECK(refusal({0, 2}) == "Berta@2 was hailed by Emma@1, which the cut lacks");
    CHECK(refusal({1, 2}) == "none");
    CHECK(refusal({2, 2}) == "Emma@2 was hailed by Berta@9, which the cut lacks");
    CHECK(refusal({3, 0}) == "Emma@3");
    CHECK(refusal({1}) == "versions of 1 ships");
    const Dot dots[] = {{0, 2}};
    CHECK_FALSE(smallest_cut_with(scenario, *index, dots));
}

}  // namespace reckon
