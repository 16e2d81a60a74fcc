// Goal: a query reads and does nothing else, ends, and says what is wrong with it.
// Method: statements that would write, reach out or never end, each against its error.

#include "tests/catch.hpp"
#include "tests/query/asked.hpp"
#include "tests/replay/random_logs.hpp"

namespace reckon {
namespace {

DrawnLog some_log() {
    Random random{1};
    return draw_log(random, 3, 30, false);
}

}  // namespace

TEST_CASE("what is no SELECT is refused") {
    const DrawnLog drawn = some_log();
    const Asked asked{drawn.scenario, drawn.log};
    for (const char* sql : {"",
                            " ",
                            "-- nothing",
                            ";",
                            "CREATE TABLE t (x)",
                            "INSERT INTO events VALUES (1)",
                            "DELETE FROM events",
                            "UPDATE events SET ship = 'Emma'",
                            "DROP TABLE events",
                            "CREATE VIRTUAL TABLE t USING events",
                            "CREATE TEMP TABLE t AS SELECT 1",
                            "ATTACH 'x.db' AS x",
                            "PRAGMA temp_store",
                            "PRAGMA temp_store = FILE",
                            "SELECT * FROM pragma_table_info('events')",
                            "VACUUM",
                            "VACUUM INTO 'x.db'",
                            "BEGIN",
                            "SELECT load_extension('x')",
                            "SELECT fts3_tokenizer('x')",
                            "REINDEX",
                            "ANALYZE",
                            "SELECT 1; SELECT 2",
                            "SELECT 1; DROP TABLE events",
                            "SELECT 1; nonsense"}) {
        INFO(sql);
        const auto answer = asked.ask(sql);
        REQUIRE_FALSE(answer);
        CHECK(answer.error().kind == Error::Kind::input);
    }
    CHECK(asked.ask("SELECT 1; -- and no more") == Answer{{"1"}});
    CHECK(asked.ask("VALUES (1), (2)") == Answer{{"1"}, {"2"}});
}

TEST_CASE("an error says where SQLite stumbled") {
    const DrawnLog drawn = some_log();
    const Asked asked{drawn.scenario, drawn.log};
    const auto message = [&](std::string_view sql) { return asked.ask(sql).error().message(); };
    CHECK(message("SELECT nosuch FROM events").starts_with("SQL, byte 7: no such column: nosuch"));
    CHECK(message("SELEC 1").starts_with("SQL, byte 0: near \"SELEC\": syntax error"));
    CHECK(message("SELECT 1; SELECT 2").starts_with("SQL, byte 9: another statement"));
    CHECK(message("SELECT abs(-9223372036854775808)").starts_with("SQL: integer overflow"));
}

TEST_CASE("a query that does not end is ended") {
    const DrawnLog drawn = some_log();
    const Asked asked{drawn.scenario, drawn.log};
    for (const char* sql :
         {"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n",
          "SELECT count(*) FROM events a, events b, events c, events d, events e, events f, "
          "events g"}) {
        const auto answer = asked.ask(sql, {.time = std::chrono::seconds{1}});
        REQUIRE_FALSE(answer);
        CHECK(answer.error().kind == Error::Kind::bound);
        CHECK(answer.error().message().starts_with("--timeout: 1 s are over"));
    }
}

TEST_CASE("a value has a bound") {
    const DrawnLog drawn = some_log();
    const Asked asked{drawn.scenario, drawn.log};
    for (const char* sql : {"SELECT zeroblob(1 << 30)", "SELECT hex(zeroblob(1 << 19))"}) {
        const auto answer = asked.ask(sql);
        REQUIRE_FALSE(answer);
        CHECK(answer.error().kind == Error::Kind::bound);
    }
}

}  // namespace reckon
