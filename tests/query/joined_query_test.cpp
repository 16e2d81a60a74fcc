// Goal: a row is itself however it is come to: OR over keys and outer joins answer over our tables
//       as over SQLite's own.
// Method: logs drawn by chance, in memory, and recorded runs read as they come; all rows copied
//         into tables of a plain SQLite; questions drawn by chance and put to both.

#include <sqlite3.h>

#include <algorithm>

#include "core/query/streamed_events.hpp"
#include "serializers/list.hpp"
#include "tests/catch.hpp"
#include "tests/query/asked.hpp"
#include "tests/replay/random_logs.hpp"
#include "tests/stream/stored.hpp"

namespace reckon {
namespace {

using Tables = std::vector<std::unique_ptr<Relation>>;

Answer sorted(Answer answer) {
    std::ranges::sort(answer);
    return answer;
}

Answer ask(const Tables& tables, const Scenario& scenario, const std::string& sql) {
    AnswerResult result;
    const auto error = query(tables, scenario, sql, {}, result);
    INFO(sql << ": " << (error ? error->message() : ""));
    REQUIRE_FALSE(error);
    return sorted(std::move(result.rows));
}

/// The rows of our tables in tables of SQLite's own.
class Plain {
public:
    Plain(const Tables& tables, const Scenario& scenario) {
        REQUIRE(sqlite3_open(":memory:", &database_) == SQLITE_OK);
        for (const auto& table : tables) {
            if (!table->refusal().empty()) continue;
            std::string declared;
            std::string quoted;
            for (std::size_t i = 0; i < table->column_count(); ++i) {
                const Column& column = table->column(i);
                const std::string_view comma = i == 0 ? "" : ", ";
                declared += fmt::format("{}{} {}", comma, column.name, column.type);
                quoted += fmt::format("{}quote({})", comma, column.name);
            }
            run(fmt::format("CREATE TABLE {} ({})", table->name(), declared));
            const auto rows =
                ask(tables, scenario, fmt::format("SELECT {} FROM {}", quoted, table->name()));
            for (const auto& row : rows) {
                run(fmt::format("INSERT INTO {} VALUES ({})", table->name(), fmt::join(row, ",")));
            }
        }
    }
    ~Plain() { sqlite3_close(database_); }
    Plain(const Plain&) = delete;
    Plain& operator=(const Plain&) = delete;

    Answer run(const std::string& sql) {
        Answer rows;
        const auto take = [](void* into, int count, char** values, char**) {
            auto& row = static_cast<Answer*>(into)->emplace_back();
            for (char** value = values; value < values + count; ++value) {
                row.emplace_back(*value == nullptr ? "null" : *value);
            }
            return 0;
        };
        INFO(sql);
        REQUIRE(sqlite3_exec(database_, sql.c_str(), take, &rows, nullptr) == SQLITE_OK);
        return sorted(std::move(rows));
    }

private:
    sqlite3* database_ = nullptr;
};

/// Questions about these tables, drawn by chance.
class Questions {
public:
    Questions(Random& random, const Tables& tables, const Scenario& scenario)
        : random_{random}, scenario_{scenario} {
        for (const auto& table : tables) {
            if (table->refusal().empty() && table->name() != "ports") {
                tables_.push_back(table.get());
            }
        }
    }

    /// Two or three keys, any of which will do.
    std::string any_of_keys() {
        const Relation& table = drawn_table();
        return fmt::format("SELECT * FROM {} a WHERE {}", table.name(), any_of(table, "a"));
    }

    std::string joined() {
        // RIGHT and FULL are as old as SQLite 3.39.
        constexpr std::string_view joins[] = {"JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN"};
        const std::size_t known = sqlite3_libversion_number() >= 3'039'000 ? 4 : 2;
        const Relation& left = drawn_table();
        const Relation& right = drawn_table();
        const std::string on = below(random_, 2) == 0
                                   ? std::string{"a.ship = b.ship"}
                                   : fmt::format("a.ship = b.ship AND {}", key(right, "b"));
        const std::string or_else =
            below(random_, 2) == 0 ? std::string{} : fmt::format(" OR {}", key(right, "b"));
        const std::string where =
            below(random_, 2) == 0 ? std::string{} : fmt::format(" WHERE {}", any_of(left, "a"));
        return fmt::format("SELECT a.*, b.ship FROM {} a {} {} b ON ({}){}{}", left.name(),
                           joins[below(random_, known)], right.name(), on, or_else, where);
    }

private:
    const Relation& drawn_table() { return *tables_[below(random_, tables_.size())]; }

    std::string any_of(const Relation& table, std::string_view alias) {
        std::string keys = key(table, alias);
        for (auto more = 1 + below(random_, 2); more > 0; --more) {
            const std::string next = key(table, alias);
            const bool both = below(random_, 3) == 0;
            keys += both ? fmt::format(" OR ({} AND {})", next, key(table, alias)) : " OR " + next;
        }
        return fmt::format("({})", keys);
    }

    std::string key(const Relation& table, std::string_view alias) {
        std::vector<const Column*> keys;
        for (std::size_t i = 0; i < table.column_count(); ++i) {
            if (table.column(i).key != Key::none) keys.push_back(&table.column(i));
        }
        const Column& column = *keys[below(random_, keys.size())];
        if (column.key == Key::ship) {
            const ShipSetup& ship = scenario_.ships[below(random_, scenario_.ships.size())];
            return fmt::format("{}.{} = '{}'", alias, column.name, ship.name);
        }
        constexpr std::string_view signs[] = {"=", "=", "=", "<", ">"};
        return fmt::format("{}.{} {} {}", alias, column.name, signs[below(random_, 5)],
                           below(random_, 12));
    }

    Random& random_;
    const Scenario& scenario_;
    std::vector<const Relation*> tables_;
};

/// How many rows were found.
std::size_t put_to_both(Random& random, const Tables& tables, const Scenario& scenario,
                        int questions) {
    Plain plain{tables, scenario};
    Questions drawn{random, tables, scenario};
    std::size_t found = 0;
    for (int i = 0; i < questions; ++i) {
        for (const std::string& sql : {drawn.any_of_keys(), drawn.joined()}) {
            const Answer ours = ask(tables, scenario, sql);
            INFO(sql);
            CHECK(ours == plain.run(sql));
            found += ours.size();
        }
    }
    return found;
}

}  // namespace

TEST_CASE("OR over keys and outer joins answer as over tables of SQLite's own") {
    Random random{3};
    std::size_t found = 0;
    for (int round = 0; round < 12; ++round) {
        const DrawnLog drawn = draw_log(random, 4, 1 + below(random, 40), round % 2 == 0);
        const Cut some{1, 0, 2, 3};
        const std::vector<Cut> observed(below(random, 3), some);
        const Asked asked{drawn.scenario, drawn.log, observed};
        found += put_to_both(random, asked.relations(), drawn.scenario, 40);
    }
    CHECK(found > 10'000);
}

TEST_CASE("so they do of a log that is read as it comes") {
    Random random{4};
    for (const char* name : {"mutex", "deps", "vector"}) {
        const StoredFile file;
        steer_into(file, *find_strategy(name), small_scenario("mixed", 3, 8, 3), 3);
        StoredRun stored = file.open();
        const auto events = StreamedEvents::of(stored, {});
        REQUIRE(events);
        const Tables tables = relations_of(**events, {});
        CHECK(put_to_both(random, tables, (*events)->scenario(), 40) > 1000);
    }
}

}  // namespace reckon
