// Goal: replay and checker give the verdict that the definitions give, on every small case.
// Method: every assignment of versions to derefs × every order and shape of the log, for 2 ships of
// 2 orders and 3 ships of 1, a seeded sample for 3 of 2, against a brute force that shares no code.

#include <algorithm>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <map>
#include <set>

#include "core/check/judge.hpp"
#include "core/replay/replay.hpp"
#include "tests/catch.hpp"
#include "tests/model/brute_force.hpp"
#include "tests/model/small_runs.hpp"

namespace reckon::model {
namespace {

using Random = boost::random::mt19937;

std::size_t below(Random& random, std::size_t bound) {
    return boost::random::uniform_int_distribution<std::size_t>{0, bound - 1}(random);
}

/// What was met, so that a test can demand that it met everything.
struct Tally {
    std::size_t logs = 0;
    std::array<std::array<std::size_t, 2>, 6> by_check{};  // fails, holds
    std::size_t not_serializable = 0;
    std::vector<std::string> wrong;
};

std::vector<Event> events_of(const History& run) {
    std::vector<Event> events;
    for (const ShipHistory& ship : run.ships) {
        events.insert(events.end(), ship.events.begin(), ship.events.end());
    }
    return events;
}

NamedReads reads_for(const History& run, const std::pmr::vector<Event>& events) {
    NamedReads named;
    for (const Event& event : events) {
        named.append(run.ships[event.dot.ship].reads_of(event.dot.version));
    }
    return named;
}

/// The run with its global states told by the order of publishes; none if not all were observed.
std::optional<History> by_publishes(const History& run) {
    if (run.observed.size() != run.event_count()) return std::nullopt;
    History told = run;
    told.observed.clear();
    Cut last(run.ships.size());
    for (const Cut& cut : run.observed) {
        for (ShipId ship = 0; ship < cut.size(); ++ship) {
            if (cut[ship] != last[ship]) told.publishes.push_back(ship);
        }
        last = cut;
    }
    return told;
}

class Comparison {
public:
    Comparison(const Scenario& scenario, const History& run, Tally& tally)
        : scenario_{scenario}, run_{run}, tally_{tally} {}

    void compare(const Log& log, const char* shape) {
        const Expected expected = judge_by_definition(scenario_, run_, log);
        const Verdict verdict = judge(scenario_, run_, log, replay(scenario_, log));
        ++tally_.logs;
        for (const Check check : all_checks) {
            const bool holds = verdict[check].outcome == Outcome::holds;
            ++tally_.by_check[static_cast<std::size_t>(check)][expected[check] ? 1 : 0];
            const bool explained = holds || !verdict[check].witness.empty();
            if (holds != expected[check] || !explained) note(log, shape, word(check));
        }
        const bool serializable = verdict.serializable.outcome == Outcome::holds;
        if (!expected.serializable) ++tally_.not_serializable;
        if (serializable != expected.serializable ||
            serializable == !verdict.serializable.cycle.empty()) {
            note(log, shape, "serializable");
        }
        const auto implies = [&](Check stronger, Check weaker) {
            const bool broken = verdict[stronger].outcome == Outcome::holds &&
                                verdict[weaker].outcome != Outcome::holds;
            if (broken) note(log, shape, "implication");
        };
        implies(Check::view, Check::history);
        implies(Check::history, Check::final);
        if (const auto published = by_publishes(run_)) {
            const Verdict same = judge(scenario_, *published, log, replay(scenario_, log));
            for (const Check check : all_checks) {
                if (same[check].outcome != verdict[check].outcome) note(log, shape, "publishes");
            }
        }
    }

private:
    void note(const Log& log, const char* shape, std::string_view what) {
        std::string text{shape};
        text += " ";
        text += what;
        for (const Event& event : log.events) {
            text += " " + scenario_.ships[event.dot.ship].name + std::to_string(event.dot.version);
            text += "(" + reckon::text(scenario_, event.order) + ";";
            for (const Dot read : run_.ships[event.dot.ship].reads_of(event.dot.version)) {
                text += " " + std::to_string(read.version);
            }
            text += ")";
        }
        tally_.wrong.push_back(text);
    }

    const Scenario& scenario_;
    const History& run_;
    Tally& tally_;
};

/// Every order of the events, or a sample where there are too many: as a sequence, as a sequence
/// with named reads, and as stamps with ties.
void compare_total_orders(const Scenario& scenario, const History& run, Tally& tally,
                          Random& random) {
    constexpr std::size_t sampled_above = 5;
    Comparison comparison{scenario, run, tally};
    std::vector<Event> order = events_of(run);
    std::ranges::sort(order, {}, &Event::dot);
    const auto judge_order = [&] {
        Log log{{order.begin(), order.end()}, InSequence{}, {}};
        comparison.compare(log, "sequence");
        ByStamp stamped;
        for (std::size_t i = 0; i < order.size(); ++i) stamped.stamps.push_back(i / 2);
        log.order = std::move(stamped);
        comparison.compare(log, "stamped");
    };
    if (order.size() <= sampled_above) {
        do judge_order();
        while (std::ranges::next_permutation(order, {}, &Event::dot).found);
        return;
    }
    for (int i = 0; i < 30; ++i) {
        std::swap(order[below(random, order.size())], order[below(random, order.size())]);
        judge_order();
    }
}

/// Dependencies as they were, and with each named version replaced by every other.
void compare_dependencies(const Scenario& scenario, const History& run, Tally& tally) {
    Comparison comparison{scenario, run, tally};
    const auto events = events_of(run);
    Log log{{events.begin(), events.end()}, ByDependency{}, {}};
    log.named_reads = reads_for(run, log.events);
    comparison.compare(log, "dependencies");
    log.order = InSequence{};
    comparison.compare(log, "sequence with reads");
    log.order = ByDependency{};
    for (std::size_t i = 0; i < log.named_reads->reads.size(); ++i) {
        const Dot was = log.named_reads->reads[i];
        for (Version version = 0; version <= run.ships[was.ship].last(); ++version) {
            log.named_reads->reads[i].version = version;
            comparison.compare(log, "wrong dependencies");
        }
        log.named_reads->reads[i] = was;
    }
}

Log clocked(const std::vector<Event>& events, const std::vector<Cut>& clocks) {
    ByClock order;
    std::map<ShipId, Cut> last;
    for (std::size_t i = 0; i < events.size(); ++i) {
        const ShipId ship = events[i].dot.ship;
        order.append(ship, last[ship], clocks[i]);
        last[ship] = clocks[i];
    }
    return {{events.begin(), events.end()}, std::move(order), {}};
}

/// Vector clocks from happens-before, and with entries raised and lowered.
void compare_clocks(const Scenario& scenario, const History& run, Tally& tally, Random& random) {
    Comparison comparison{scenario, run, tally};
    const Numbering number{run};
    const Relation before = happens_before(run);
    const auto events = events_of(run);
    const auto n = static_cast<std::uint32_t>(run.ships.size());
    std::vector<Cut> clocks(events.size(), Cut(n));
    for (std::size_t b = 0; b < events.size(); ++b) {
        for (std::size_t a = 0; a < events.size(); ++a) {
            if (a != b && !before(number.of(events[a].dot), number.of(events[b].dot))) continue;
            Version& entry = clocks[b][events[a].dot.ship];
            entry = std::max(entry, events[a].dot.version);
        }
    }
    const Log log = clocked(events, clocks);
    comparison.compare(log, "clocks");
    for (int i = 0; i < 3; ++i) {
        std::vector<Cut> other = clocks;
        const std::size_t at = below(random, events.size() * n);
        const auto ship = static_cast<ShipId>(at % n);
        if (events[at / n].dot.ship == ship) continue;
        other[at / n][ship] =
            static_cast<Version>(below(random, run.ships[ship].last() + std::size_t{1}));
        const Log damaged = clocked(events, other);
        // What a clock counts, the clocks it counts count too; else it is no order at all.
        Relation order{events.size()};
        for (std::size_t a = 0; a < events.size(); ++a) {
            for (std::size_t b = 0; b < events.size(); ++b) {
                const bool counted = other[b][events[a].dot.ship] >= events[a].dot.version;
                if (a != b && counted) order.add(a, b);
            }
        }
        Relation closed = order;
        closed.close();
        bool transitive = true;
        for (std::size_t a = 0; a < events.size(); ++a) {
            for (std::size_t b = 0; b < events.size(); ++b) {
                transitive = transitive && closed(a, b) == order(a, b);
            }
        }
        if (transitive) comparison.compare(damaged, "damaged clocks");
    }
}

/// Lost, doubled and altered events.
void compare_incomplete(const Scenario& scenario, const History& run, Tally& tally,
                        Random& random) {
    Comparison comparison{scenario, run, tally};
    const auto events = events_of(run);
    const std::size_t at = below(random, events.size());
    const auto offset = static_cast<std::ptrdiff_t>(at);
    for (const Ordering& order : {Ordering{InSequence{}}, Ordering{ByStamp{}}}) {
        const auto logged = [&](auto&& change) {
            Log log{{events.begin(), events.end()}, order, {}};
            change(log.events);
            if (auto* stamped = std::get_if<ByStamp>(&log.order)) {
                stamped->stamps.assign(log.events.size(), 7);
            }
            comparison.compare(log, "damaged");
        };
        logged([&](auto& log) { log.erase(log.begin() + offset); });
        logged([&](auto& log) { log.push_back(log[at]); });
        logged([&](auto& log) { log[at].cause = Cause::source(0, 0); });
        logged([&](auto& log) { log[at].dot.version += 9; });
        logged([&](auto& log) { log.clear(); });
    }
}

void compare_scenario(const Scenario& scenario, Tally& tally, Random& random) {
    each_run(scenario, [&](History& run) {
        compare_total_orders(scenario, run, tally, random);
        compare_dependencies(scenario, run, tally);
        compare_clocks(scenario, run, tally, random);
        compare_incomplete(scenario, run, tally, random);
        // With fewer global states observed, strict asks for less.
        std::vector<Cut> seen = std::move(run.observed);
        run.observed = {seen[seen.size() / 2]};
        compare_total_orders(scenario, run, tally, random);
        run.observed = std::move(seen);
    });
}

void demand(const Tally& tally) {
    INFO(tally.logs << " logs");
    for (std::size_t i = 0; i < std::min<std::size_t>(5, tally.wrong.size()); ++i) {
        FAIL_CHECK(tally.wrong[i]);
    }
    CHECK(tally.wrong.size() == 0);
    for (const auto& [fails, holds] : tally.by_check) {
        CHECK(fails > 0);
        CHECK(holds > 0);
    }
    CHECK(tally.not_serializable > 0);
    CHECK(tally.not_serializable < tally.logs);
}

const std::vector<Dish> pair_menu{{.kind = OrderKind::depart},
                                  {.kind = OrderKind::follow},
                                  {.kind = OrderKind::hail},
                                  {.kind = OrderKind::hail, .sent = OrderKind::follow}};

const std::vector<Dish> trio_menu{{.kind = OrderKind::depart},
                                  {.kind = OrderKind::follow, .first = 1},
                                  {.kind = OrderKind::follow, .first = 2},
                                  {.kind = OrderKind::rendezvous, .first = 1, .second = 2},
                                  {.kind = OrderKind::rendezvous, .first = 2, .second = 1},
                                  {.kind = OrderKind::hail, .first = 1},
                                  {.kind = OrderKind::hail, .first = 2, .sent = OrderKind::follow}};

}  // namespace

TEST_CASE("2 ships of 2 orders: every run, every order of the log") {
    Tally tally;
    Random random{1};
    for (const Dish& a : pair_menu) {
        for (const Dish& b : pair_menu) {
            for (const Dish& c : pair_menu) {
                for (const Dish& d : pair_menu) {
                    const auto hails = std::ranges::count(
                        std::array{a.kind, b.kind, c.kind, d.kind}, OrderKind::hail);
                    if (hails <= 1) compare_scenario(serve({{a, b}, {c, d}}), tally, random);
                }
            }
        }
    }
    demand(tally);
}

TEST_CASE("3 ships of 1 order: every run, every order of the log") {
    Tally tally;
    Random random{2};
    for (const Dish& a : trio_menu) {
        for (const Dish& b : trio_menu) {
            for (const Dish& c : trio_menu) {
                const auto hails =
                    std::ranges::count(std::array{a.kind, b.kind, c.kind}, OrderKind::hail);
                if (hails <= 1) compare_scenario(serve({{a}, {b}, {c}}), tally, random);
            }
        }
    }
    demand(tally);
}

TEST_CASE("3 ships of 2 orders: a sample") {
    Tally tally;
    Random random{3};
    for (int sample = 0; sample < 30; ++sample) {
        std::vector<std::vector<Dish>> dishes(3);
        int derefs = 0;
        int hails = 0;
        for (auto& ship : dishes) {
            while (ship.size() < 2) {
                Dish dish = trio_menu[below(random, trio_menu.size())];
                // A few derefs and one hail only: they multiply the runs and their orders.
                if (dish.kind == OrderKind::rendezvous) derefs += 2;
                if (dish.kind == OrderKind::follow) derefs += 1;
                if (dish.kind == OrderKind::hail) hails += 1;
                if (derefs > 3 || hails > 1) dish = trio_menu[0];
                ship.push_back(dish);
            }
        }
        compare_scenario(serve(dishes), tally, random);
    }
    demand(tally);
}

}  // namespace reckon::model
