#include "core/query/query.hpp"

#include <fmt/format.h>

#include <array>

#include "core/query/virtual_table.hpp"

namespace reckon {
namespace {

/// What a SELECT may do; all else is refused.
int allow_reading(void*, int action, const char*, const char* name, const char*, const char*) {
    switch (action) {
        case SQLITE_SELECT:
        case SQLITE_READ:
        case SQLITE_RECURSIVE: return SQLITE_OK;
        case SQLITE_FUNCTION: {
            constexpr std::array<std::string_view, 2> reach_out{"load_extension", "fts3_tokenizer"};
            const bool refused = std::ranges::find(reach_out, name) != reach_out.end();
            return refused ? SQLITE_DENY : SQLITE_OK;
        }
        default: return SQLITE_DENY;
    }
}

int is_late(void* deadline) {
    return static_cast<Deadline*>(deadline)->passed() ? 1 : 0;
}

struct Close {
    void operator()(sqlite3* database) const { sqlite3_close(database); }
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

using Database = std::unique_ptr<sqlite3, Close>;
using Statement = std::unique_ptr<sqlite3_stmt, Close>;

/// What is sorted goes to a file of SQLite's own when it takes more than this: 64 MiB.
constexpr const char* settings = "PRAGMA temp_store = FILE; PRAGMA cache_size = -65536";

constexpr std::string_view one_select = "one SELECT; `reckon query --schema` lists the tables";

QueryValue value_of(sqlite3_stmt* row, int column) {
    const auto bytes = [&](const void* begin) {
        const auto length = static_cast<std::size_t>(sqlite3_column_bytes(row, column));
        return std::span{static_cast<const std::byte*>(begin), begin == nullptr ? 0 : length};
    };
    switch (sqlite3_column_type(row, column)) {
        case SQLITE_INTEGER: return std::int64_t{sqlite3_column_int64(row, column)};
        case SQLITE_FLOAT: return sqlite3_column_double(row, column);
        case SQLITE_TEXT: {
            const auto text = bytes(sqlite3_column_text(row, column));
            return std::string_view{reinterpret_cast<const char*>(text.data()), text.size()};
        }
        case SQLITE_BLOB: return Blob{bytes(sqlite3_column_blob(row, column))};
        default: return std::monostate{};
    }
}

class Querying {
public:
    Querying(std::span<const std::unique_ptr<Relation>> tables, const Scenario& scenario,
             const QueryBounds& bounds)
        : bounds_{bounds}, deadline_{bounds.time} {
        for (ShipId ship = 0; ship < scenario.ship_count(); ++ship) {
            ships_.emplace(scenario.ships[ship].name, ship);
        }
        for (const auto& table : tables) given_.push_back({table.get(), &ships_, &deadline_});
    }

    std::optional<Error> open() {
        sqlite3_hard_heap_limit64(static_cast<sqlite3_int64>(QueryBounds::memory));
        sqlite3* opened = nullptr;
        int code = sqlite3_open_v2(":memory:", &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY,
                                   nullptr);
        database_.reset(opened);
        for (VirtualTable& given : given_) {
            if (code == SQLITE_OK) code = declare(opened, given);
        }
        if (code == SQLITE_OK) code = sqlite3_exec(opened, settings, nullptr, nullptr, nullptr);
        if (code != SQLITE_OK) return failure(code);
        constexpr int text_bytes = QueryBounds::text_bytes;
        sqlite3_limit(opened, SQLITE_LIMIT_LENGTH, text_bytes);
        sqlite3_limit(opened, SQLITE_LIMIT_SQL_LENGTH, text_bytes);
        sqlite3_limit(opened, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000);
        sqlite3_limit(opened, SQLITE_LIMIT_ATTACHED, 0);
        sqlite3_db_config(opened, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
        sqlite3_set_authorizer(opened, allow_reading, nullptr);
        sqlite3_progress_handler(opened, 1000, is_late, &deadline_);
        return std::nullopt;
    }

    std::optional<Error> run(std::string_view sql, QueryResult& result) {
        if (sql.size() > QueryBounds::text_bytes) {
            return Error{"SQL", fmt::format("{} bytes", sql.size()),
                         fmt::format("at most {}", QueryBounds::text_bytes)};
        }
        const char* rest = nullptr;
        const auto statement = prepared(sql, &rest);
        if (!statement) return statement.error();
        if (*statement == nullptr) return Error{"SQL", "nothing", std::string{one_select}};
        const auto first = static_cast<std::size_t>(rest - sql.data());
        // A comment may follow, which is no statement.
        const auto second = prepared(sql.substr(first), &rest);
        if (!second || *second != nullptr) {
            return Error{fmt::format("SQL, byte {}", first), "another statement",
                         std::string{one_select}};
        }
        sqlite3_stmt* select = statement->get();
        if (sqlite3_stmt_readonly(select) == 0 || sqlite3_column_count(select) == 0) {
            return Error{"SQL", "a statement that gives no rows", std::string{one_select}};
        }
        return give_rows(select, result);
    }

private:
    Result<Statement> prepared(std::string_view sql, const char** rest) {
        sqlite3_stmt* made = nullptr;
        const int code = sqlite3_prepare_v2(database_.get(), sql.data(),
                                            static_cast<int>(sql.size()), &made, rest);
        Statement statement{made};
        if (code != SQLITE_OK) return fail(failure(code));
        return statement;
    }

    std::optional<Error> give_rows(sqlite3_stmt* select, QueryResult& result) {
        const int count = sqlite3_column_count(select);
        std::vector<std::string> names;
        for (int i = 0; i < count; ++i) {
            const char* name = sqlite3_column_name(select, i);
            names.emplace_back(name == nullptr ? "" : name);
        }
        result.names(std::move(names));
        std::vector<QueryValue> values(static_cast<std::size_t>(count));
        int code = sqlite3_step(select);
        for (; code == SQLITE_ROW; code = sqlite3_step(select)) {
            for (int i = 0; i < count; ++i) {
                values[static_cast<std::size_t>(i)] = value_of(select, i);
            }
            if (auto error = result.row(values)) return error;
        }
        if (code != SQLITE_DONE) return failure(code);
        return std::nullopt;
    }

    Error failure(int code) const {
        using Kind = Error::Kind;
        const int primary = code & 0xff;
        if (primary == SQLITE_INTERRUPT) return out_of_time(bounds_);
        const std::string said =
            database_ == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(database_.get());
        if (primary == SQLITE_NOMEM || primary == SQLITE_FULL || primary == SQLITE_TOOBIG) {
            return {"SQL", said,
                    "a query that takes less memory, or less room in the temporary folder",
                    Kind::bound};
        }
        if (primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN) {
            return {"SQL", said, "a temporary folder that can be written: see TMPDIR", Kind::io};
        }
        const int offset = database_ == nullptr ? -1 : sqlite3_error_offset(database_.get());
        return {offset < 0 ? "SQL" : fmt::format("SQL, byte {}", offset), said,
                std::string{one_select}};
    }

    QueryBounds bounds_;
    Deadline deadline_;
    ShipsByName ships_;
    std::vector<VirtualTable> given_;
    Database database_;
};

}  // namespace

Error out_of_time(const QueryBounds& bounds) {
    return {"--timeout", fmt::format("{} s are over", bounds.time.count()),
            "a query that takes less, or more time", Error::Kind::bound};
}

std::optional<Error> query(std::span<const std::unique_ptr<Relation>> tables,
                           const Scenario& scenario, std::string_view sql,
                           const QueryBounds& bounds, QueryResult& result) {
    Querying session{tables, scenario, bounds};
    if (auto error = session.open()) return error;
    return session.run(sql, result);
}

}  // namespace reckon
