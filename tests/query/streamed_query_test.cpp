// Goal: a question to a log that is read as it comes has the answer that it has in memory, or is
//       refused.
// Method: recordings of logs of every order, asked both ways; keys, joins and ends of walks; what
//         only a whole run can tell; a window that is too small.

#include "core/query/streamed_events.hpp"

#include "serializers/list.hpp"
#include "tests/catch.hpp"
#include "tests/query/asked.hpp"
#include "tests/stream/loose_log.hpp"
#include "tests/stream/stored.hpp"

namespace reckon {
namespace {

Result<Answer> ask(const EventSource& events, std::string_view sql) {
    const auto relations = relations_of(events, {});
    AnswerResult result;
    if (auto error = query(relations, events.scenario(), sql, {}, result)) {
        return fail(std::move(*error));
    }
    return std::move(result.rows);
}

/// Of a log that is in order.
const char* const by_entry[] = {
    "SELECT entry, ship, version, told, stamp FROM events",
    "SELECT * FROM states",
    "SELECT * FROM reads",
    "SELECT ship, version FROM events WHERE entry = 17",
    "SELECT entry, version FROM states WHERE entry BETWEEN 3 AND 30 AND ship = 'Berta'",
    "SELECT count(*), sum(overwritten) FROM reads WHERE entry > 20",
};

const char* const by_dot[] = {
    "SELECT count(*), sum(tons), sum(was_refused) FROM events",
    "SELECT ship, version, kind, cause, cause_ship, cause_version, source, cause_index "
    "FROM events ORDER BY ship, version",
    "SELECT ship, version, port, bound, cargo, miles FROM states ORDER BY ship, version",
    "SELECT ship, version, read_ship, read_version, k, overwritten FROM reads "
    "ORDER BY ship, version, k",
    "SELECT ship, orders, cargo FROM ships ORDER BY id",
    "SELECT kind FROM events WHERE ship = 'Berta' AND version = 5",
    "SELECT kind FROM events WHERE ship = 'Berta' AND version > 1000",
    "SELECT kind FROM events WHERE ship = 'Nobody'",
    "SELECT cargo FROM states WHERE ship = 'Emma' AND version = 0",
    "SELECT count(*) FROM events WHERE version < 3",
    "SELECT count(*) FROM reads WHERE read_ship = 'Emma' AND read_version = 2",
    "SELECT e.ship, e.version, s.cargo FROM events e JOIN states s USING (ship, version) "
    "WHERE e.version = 4 ORDER BY 1",
    "SELECT ship, sh.port, max(s.miles) FROM states s JOIN ships sh USING (ship) "
    "GROUP BY ship ORDER BY ship",
};

}  // namespace

TEST_CASE("a log that is read as it comes answers as one in memory") {
    for (const char* name : {"mutex", "deps-strict", "lamport", "timestamp", "deps", "vector"}) {
        const StoredFile file;
        steer_into(file, *find_strategy(name), small_scenario("mixed", 4, 15, 3), 3);
        const RecordedRun run = file.read();
        const auto whole = ReplayedEvents::of(run.scenario, run.log);
        // A log without a reading of all versions may not be replayable; these are.
        REQUIRE(whole);
        StoredRun stored = file.open();
        const auto streamed = StreamedEvents::of(stored, {});
        REQUIRE(streamed);
        const auto compare = [&](const char* sql) {
            INFO(name << ": " << sql);
            const auto expected = ask(**whole, sql);
            const auto answer = ask(**streamed, sql);
            REQUIRE(expected);
            INFO((answer ? "" : answer.error().message()));
            REQUIRE(answer);
            CHECK(*answer == *expected);
        };
        for (const char* sql : by_dot) compare(sql);
        if (run.log.is_partial()) continue;
        for (const char* sql : by_entry) compare(sql);
    }
}

TEST_CASE("what only a whole run can tell is refused, or null") {
    const StoredFile file;
    steer_into(file, *find_strategy("mutex"), small_scenario("mixed", 4, 15, 3), 3);
    StoredRun stored = file.open();
    const auto events = StreamedEvents::of(stored, {});
    REQUIRE(events);
    for (const char* table : {"hails", "cuts"}) {
        const auto answer = ask(**events, fmt::format("SELECT count(*) FROM {}", table));
        REQUIRE_FALSE(answer);
        CHECK(answer.error().value == fmt::format("the table {} can be had of a run in memory "
                                                  "only, and this one is read as it comes",
                                                  table));
    }
    const auto chains =
        ask(**events, "SELECT DISTINCT chain, chain_ship, chain_version FROM events");
    REQUIRE(chains);
    CHECK(*chains == Answer{{"null", "null", "null"}});
}

TEST_CASE("a log that passes its window, or cannot be replayed, is not asked") {
    const StoredFile file;
    steer_into(file, *find_strategy("deps"), small_scenario("convoy", 3, 100, 1), 1);
    const RecordedRun run = file.read();
    std::vector<LooseEntry> entries = loose(run.log);
    for (LooseEntry& entry : entries) {
        for (Dot& dot : entry.dots) dot.version = 0;
    }
    file.write(
        {.origin = run.origin, .scenario = run.scenario, .log = put_together(run.log, entries)});
    StoredRun far = file.open();
    const auto narrow = StreamedEvents::of(far, {.bytes = 0});
    REQUIRE_FALSE(narrow);
    CHECK(narrow.error().kind == Error::Kind::bound);
    CHECK(StreamedEvents::of(far, {}));
    entries.erase(entries.begin());
    file.write(
        {.origin = run.origin, .scenario = run.scenario, .log = put_together(run.log, entries)});
    StoredRun torn = file.open();
    const auto refused = StreamedEvents::of(torn, {});
    REQUIRE_FALSE(refused);
}

}  // namespace reckon
