// Goal: the tables say what the log and its replay do, and rows asked for by key are those that a
// look at all rows finds.
// Method: logs drawn by chance in several orders; each table against the replay, event by event;
// each question with keys against the same question with unary plusses, which hide keys from the
// planner.

#include <algorithm>

#include "tests/catch.hpp"
#include "tests/query/asked.hpp"
#include "tests/replay/random_logs.hpp"

namespace reckon {
namespace {

/// A log that names reads; where `total`, as a sequence in an order that it allows.
DrawnLog drawn_log(Random& random, std::uint32_t events, bool total) {
    DrawnLog drawn = draw_log(random, 4, events, false);
    if (!total) return drawn;
    const Log was = std::move(drawn.log);
    Log now;
    now.order = InSequence{};
    now.named_reads.emplace();
    for (const std::uint32_t entry : replay_order(drawn.scenario, was)) {
        now.events.push_back(was.events[entry]);
        now.named_reads->append(was.named_reads->of(entry));
    }
    return {std::move(drawn.scenario), std::move(now)};
}

std::string name(const Scenario& scenario, ShipId ship) {
    return scenario.ships[ship].name;
}

std::string text(std::uint64_t number) {
    return fmt::format("{}", number);
}

Answer sorted(Answer answer) {
    std::ranges::sort(answer);
    return answer;
}

/// What a comparison may be with, number or ship.
std::string drawn_value(Random& random, const Column& column) {
    if (column.key == Key::ship) {
        return below(random, 8) == 0 ? "'Nobody'" : fmt::format("'S{}'", below(random, 4));
    }
    switch (below(random, 12)) {
        case 0: return "NULL";
        case 1: return "-9223372036854775808";
        case 2: return "9e99";
        case 3: return fmt::format("{}.5", below(random, 9));
        case 4: return fmt::format("'{}'", below(random, 9));
        case 5: return "'x'";
        default: return text(below(random, 12));
    }
}

}  // namespace

TEST_CASE("rows asked for by key are those that are there") {
    Random random{11};
    constexpr std::string_view signs[] = {"=", "=", "<", "<=", ">", ">="};
    std::uint64_t found = 0;
    for (int round = 0; round < 40; ++round) {
        const DrawnLog drawn = drawn_log(random, 1 + below(random, 40), round % 2 == 0);
        const Cut some{0, 0, 0, 0};
        const std::vector<Cut> observed(below(random, 3), some);
        const Asked asked{drawn.scenario, drawn.log, observed};
        for (const auto& relation : asked.relations()) {
            for (int i = 0; i < 25; ++i) {
                std::string keyed;
                std::string looked_at;
                for (std::size_t c = 0; c < relation->column_count(); ++c) {
                    const Column& column = relation->column(c);
                    if (column.key == Key::none || below(random, 3) == 0) continue;
                    const auto sign = signs[below(random, std::size(signs))];
                    const std::string value = drawn_value(random, column);
                    const char* joined = keyed.empty() ? "WHERE" : " AND";
                    keyed += fmt::format("{} {} {} {}", joined, column.name, sign, value);
                    // A cast keeps the comparison's affinity, which a plus alone would take away.
                    looked_at += fmt::format("{} CAST({} AS {}) {} {}", joined, column.name,
                                             column.type, sign, value);
                }
                const auto ask = [&](const std::string& where) {
                    return asked.ask(fmt::format("SELECT * FROM {} {}", relation->name(), where));
                };
                const auto by_key = ask(keyed);
                const auto by_look = ask(looked_at);
                INFO(relation->name() << " " << keyed);
                REQUIRE(by_key);
                REQUIRE(by_look);
                REQUIRE(sorted(*by_key) == sorted(*by_look));
                found += by_key->size();
            }
        }
    }
    CHECK(found > 10'000);
}

TEST_CASE("events, states, reads and hails are those of the replay") {
    Random random{5};
    for (int round = 0; round < 60; ++round) {
        const bool total = round % 2 == 0;
        const DrawnLog drawn = drawn_log(random, 60, total);
        const Scenario& scenario = drawn.scenario;
        const Asked asked{scenario, drawn.log};
        const auto replayed = replay(scenario, drawn.log);
        REQUIRE(replayed);
        Answer events;
        Answer states;
        Answer reads;
        Answer hails;
        std::vector<Version> done(scenario.ships.size());
        for (ShipId ship = 0; ship < scenario.ships.size(); ++ship) {
            const State& state = replayed->states[ship][0];
            states.push_back({"0", name(scenario, ship), "0", text(state.miles)});
        }
        std::uint64_t place = 0;
        for (const std::uint32_t entry : replay_order(scenario, drawn.log)) {
            const Event& event = drawn.log.events[entry];
            const std::string at = text(++place);
            const std::string ship = name(scenario, event.dot.ship);
            const std::string version = text(event.dot.version);
            const State& state = replayed->states[event.dot.ship][event.dot.version];
            events.push_back({at, ship, version, reckon::text(scenario, event.order)});
            states.push_back({at, ship, version, text(state.miles)});
            for (const Dot read : drawn.log.named_reads->of(entry)) {
                const bool newer = done[read.ship] > read.version;
                reads.push_back({at, ship, version, name(scenario, read.ship), text(read.version),
                                 total ? text(newer ? 1 : 0) : "null"});
            }
            ++done[event.dot.ship];
            const Order& order = scenario.orders[event.order];
            if (order.sent == no_order) continue;
            const auto brought =
                std::ranges::find(drawn.log.events, Cause::hail(event.dot), &Event::cause);
            const bool answered = brought != drawn.log.events.end();
            hails.push_back({ship, version, name(scenario, order.ships[0]),
                             answered ? text(brought->dot.version) : "null"});
        }
        CHECK(asked.ask("SELECT entry, ship, version, told FROM events") == events);
        CHECK(asked.ask("SELECT entry, ship, version, miles FROM states") == states);
        CHECK(asked.ask("SELECT entry, ship, version, read_ship, read_version, overwritten "
                        "FROM reads") == reads);
        const auto sent =
            asked.ask("SELECT sender, sender_version, ship, version FROM hails WHERE sent");
        REQUIRE(sent);
        CHECK(sorted(*sent) == sorted(hails));
    }
}

TEST_CASE("the longest chain is a path, and none is longer") {
    Random random{9};
    for (int round = 0; round < 40; ++round) {
        const DrawnLog drawn = drawn_log(random, 80, round % 2 == 0);
        const Asked asked{drawn.scenario, drawn.log};
        std::vector<std::vector<std::uint32_t>> lengths(4, {0});
        std::uint32_t longest = 0;
        for (const std::uint32_t entry : replay_order(drawn.scenario, drawn.log)) {
            const Event& event = drawn.log.events[entry];
            std::uint32_t before = lengths[event.dot.ship].back();
            const auto after = [&](Dot dot) {
                before = std::max(before, lengths[dot.ship][dot.version]);
            };
            for (const Dot read : drawn.log.named_reads->of(entry)) after(read);
            if (event.cause.is_hail()) after(event.cause.sender());
            lengths[event.dot.ship].push_back(before + 1);
            longest = std::max(longest, before + 1);
        }
        CHECK(asked.ask("SELECT max(chain) FROM events") == Answer{{text(longest)}});
        const auto walked = asked.ask(
            "WITH RECURSIVE walk(ship, version, chain, s, v) AS ("
            "  SELECT * FROM (SELECT ship, version, chain, chain_ship, chain_version FROM events"
            "                 ORDER BY chain DESC LIMIT 1)"
            "  UNION ALL SELECT e.ship, e.version, e.chain, e.chain_ship, e.chain_version"
            "  FROM walk JOIN events e ON e.ship = walk.s AND e.version = walk.v) "
            "SELECT count(*), count(DISTINCT chain), min(chain) FROM walk");
        CHECK(walked == Answer{{text(longest), text(longest), "1"}});
    }
}

TEST_CASE("two that each read the version before the other's are found") {
    Scenario scenario;
    OrderTable table{scenario.orders};
    const OrderId second = table.add({.kind = OrderKind::follow, .ships = {1, 0}});
    const OrderId first = table.add({.kind = OrderKind::follow, .ships = {0, 0}});
    for (const char* ship : {"Emma", "Berta"}) {
        scenario.ships.push_back({.name = ship, .initial = {.at = 0}});
    }
    Log log;
    log.order = ByDependency{};
    log.events = {{{0, 1}, second, Cause::plan(0)}, {{1, 1}, first, Cause::plan(0)}};
    log.named_reads.emplace();
    const Dot berta[] = {{1, 0}};
    const Dot emma[] = {{0, 0}};
    log.named_reads->append(berta);
    log.named_reads->append(emma);
    const Asked asked{scenario, log};
    CHECK(asked.ask("SELECT a.ship, a.version, b.ship, b.version FROM reads a JOIN reads b "
                    "ON b.ship = a.read_ship AND b.version = a.read_version + 1 "
                    "WHERE b.read_ship = a.ship AND b.read_version = a.version - 1 "
                    "AND a.ship < b.ship") == Answer{{"Berta", "1", "Emma", "1"}});
}

TEST_CASE("a hail is found by a sender that the log lacks") {
    Random random{6};
    DrawnLog drawn = drawn_log(random, 60, true);
    const auto hailed = std::ranges::find_if(
        drawn.log.events, [](const Event& event) { return event.cause.is_hail(); });
    REQUIRE(hailed != drawn.log.events.end());
    const ShipId sender = hailed->cause.sender().ship;
    hailed->cause = Cause::hail({sender, 1000});
    const Asked asked{drawn.scenario, drawn.log};
    const std::string ship = name(drawn.scenario, sender);
    const auto by_key = asked.ask(fmt::format("SELECT * FROM hails WHERE sender = '{}'", ship));
    const auto by_look = asked.ask(fmt::format("SELECT * FROM hails WHERE +sender = '{}'", ship));
    REQUIRE(by_key);
    REQUIRE(by_look);
    CHECK(sorted(*by_key) == sorted(*by_look));
    CHECK(asked.ask(fmt::format("SELECT version, sent FROM hails WHERE sender = '{}' "
                                "AND sender_version = 1000",
                                ship)) == Answer{{text(hailed->dot.version), "0"}});
}

TEST_CASE("stamps beyond what SQLite counts to keep their order") {
    Random random{7};
    DrawnLog drawn = drawn_log(random, 6, true);
    constexpr std::uint64_t beyond = 1ULL << 63;
    ByStamp order;
    order.stamps = {9, 10, beyond - 1, beyond, beyond + 1, 10'000'000'000'000'000'000ULL};
    REQUIRE(drawn.log.events.size() == order.stamps.size());
    drawn.log.order = std::move(order);
    const Asked asked{drawn.scenario, drawn.log};
    const Answer in_order{{"9"},
                          {"10"},
                          {"9223372036854775807"},
                          {"09223372036854775808"},
                          {"09223372036854775809"},
                          {"10000000000000000000"}};
    CHECK(asked.ask("SELECT stamp FROM events ORDER BY stamp") == in_order);
    CHECK(asked.ask("SELECT count(*) FROM events a JOIN events b ON a.stamp < b.stamp") ==
          Answer{{"15"}});
    CHECK(asked.ask("SELECT max(stamp) FROM events") == Answer{{"10000000000000000000"}});
    CHECK(asked.ask("SELECT count(*) FROM events WHERE stamp > 10") == Answer{{"4"}});
    CHECK(asked.ask("SELECT count(*) FROM events WHERE stamp = '09223372036854775808'") ==
          Answer{{"1"}});
}

TEST_CASE("observed cuts, ships and ports") {
    Random random{2};
    const DrawnLog drawn = drawn_log(random, 30, true);
    const std::vector<Cut> observed{{1, 0, 2, 0}, {1, 3, 2, 1}};
    const Asked asked{drawn.scenario, drawn.log, observed};
    CHECK(asked.ask("SELECT n, version FROM cuts WHERE ship = 'S1'") ==
          Answer{{"1", "0"}, {"2", "3"}});
    CHECK(asked.ask("SELECT ship, version FROM cuts WHERE n = 2 AND version > 1") ==
          Answer{{"S1", "3"}, {"S2", "2"}});
    CHECK(asked.ask("SELECT count(*), max(id) FROM ships") == Answer{{"4", "3"}});
    CHECK(asked.ask("SELECT locode FROM ports WHERE port = 'Oslo'") == Answer{{"NOOSL"}});
}

}  // namespace reckon
