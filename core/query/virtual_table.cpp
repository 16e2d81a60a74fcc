#include "core/query/virtual_table.hpp"

#include <fmt/format.h>

#include <cmath>
#include <new>
#include <optional>

namespace reckon {
namespace {

struct Connected : sqlite3_vtab {
    VirtualTable* given = nullptr;
};

struct Cursor : sqlite3_vtab_cursor {
    std::unique_ptr<RelationRows> rows;
    bool at_end = true;
};

VirtualTable& given_of(sqlite3_vtab* table) {
    return *static_cast<Connected*>(table)->given;
}

/// No exception may pass through SQLite.
template <class Do>
int guarded(Do&& action) {
    try {
        return action();
    } catch (const std::bad_alloc&) {
        return SQLITE_NOMEM;
    } catch (...) {
        return SQLITE_INTERNAL;
    }
}

int connect(sqlite3* database, void* given, int, const char* const*, sqlite3_vtab** made, char**) {
    return guarded([&] {
        auto& virtual_table = *static_cast<VirtualTable*>(given);
        const Relation& table = *virtual_table.table;
        std::string columns;
        for (std::size_t i = 0; i < table.column_count(); ++i) {
            columns += fmt::format("{}{} {}", i == 0 ? "" : ", ", table.column(i).name,
                                   table.column(i).type);
        }
        const int code = sqlite3_declare_vtab(
            database, fmt::format("CREATE TABLE {} ({})", table.name(), columns).c_str());
        if (code != SQLITE_OK) return code;
        auto connected = std::make_unique<Connected>();
        connected->given = &virtual_table;
        *made = connected.release();
        return SQLITE_OK;
    });
}

int disconnect(sqlite3_vtab* table) {
    delete static_cast<Connected*>(table);
    return SQLITE_OK;
}

/// As idxStr has it: the column's letter, and one of these.
char sign_of(int op) {
    switch (op) {
        case SQLITE_INDEX_CONSTRAINT_EQ: return '=';
        case SQLITE_INDEX_CONSTRAINT_LT:
        case SQLITE_INDEX_CONSTRAINT_LE: return '<';
        case SQLITE_INDEX_CONSTRAINT_GT:
        case SQLITE_INDEX_CONSTRAINT_GE: return '>';
        default: return 0;
    }
}

/// What the table can do with a constraint; 0 if nothing.
char sign_of(const Relation& table, sqlite3_index_info& info, int i) {
    const auto& constraint = info.aConstraint[i];
    if (constraint.usable == 0 || constraint.iColumn < 0) return 0;
    const Key key = table.column(static_cast<std::size_t>(constraint.iColumn)).key;
    const char sign = sign_of(constraint.op);
    if (key == Key::none || (key == Key::ship && sign != '=')) return 0;
    // Names that another collation takes for equal are not found by name.
    const bool exact = std::string_view{sqlite3_vtab_collation(&info, i)} == "BINARY";
    return key != Key::ship || exact ? sign : 0;
}

int best_index(sqlite3_vtab* virtual_table, sqlite3_index_info* info) {
    return guarded([&] {
        const Relation& table = *given_of(virtual_table).table;
        std::vector<Interval> asked(table.column_count());
        std::string plan;
        double narrowed = 1;
        for (int i = 0; i < info->nConstraint; ++i) {
            const char sign = sign_of(table, *info, i);
            if (sign == 0) continue;
            const auto column = static_cast<std::size_t>(info->aConstraint[i].iColumn);
            plan += {static_cast<char>('a' + column), sign};
            info->aConstraintUsage[i].argvIndex = static_cast<int>(plan.size() / 2);
            if (sign == '=') {
                asked[column] = {1, 1};  // Whichever: one is as good as another.
            } else {
                narrowed *= 0.4;
            }
        }
        const double rows = std::max(1.0, table.cost(asked) * narrowed);
        info->estimatedCost = rows + 5;  // To begin costs too.
        info->estimatedRows = static_cast<sqlite3_int64>(rows);
        info->idxStr = sqlite3_mprintf("%s", plan.c_str());
        info->needToFreeIdxStr = 1;
        return info->idxStr == nullptr ? SQLITE_NOMEM : SQLITE_OK;
    });
}

int open_cursor(sqlite3_vtab*, sqlite3_vtab_cursor** made) {
    return guarded([&] {
        *made = std::make_unique<Cursor>().release();
        return SQLITE_OK;
    });
}

int close_cursor(sqlite3_vtab_cursor* cursor) {
    delete static_cast<Cursor*>(cursor);
    return SQLITE_OK;
}

constexpr Interval nothing{1, 0};

Interval ship_named(const ShipsByName& ships, sqlite3_value* value) {
    const auto* name = reinterpret_cast<const char*>(sqlite3_value_text(value));
    if (name == nullptr) return nothing;
    const auto length = static_cast<std::size_t>(sqlite3_value_bytes(value));
    const auto found = ships.find(std::string_view{name, length});
    if (found == ships.end()) return nothing;
    return {found->second, found->second};
}

/// Whole numbers that a comparison may hold for; all of them where SQLite had better look itself.
Interval numbers(char sign, sqlite3_value* value) {
    Interval around;
    switch (sqlite3_value_numeric_type(value)) {
        case SQLITE_NULL: return nothing;
        case SQLITE_INTEGER: around.low = around.high = sqlite3_value_int64(value); break;
        case SQLITE_FLOAT: {
            const double real = sqlite3_value_double(value);
            constexpr double exact = 1e15;
            if (!(std::abs(real) < exact)) return {};
            around = {static_cast<std::int64_t>(std::floor(real)),
                      static_cast<std::int64_t>(std::ceil(real))};
            break;
        }
        default: return {};
    }
    if (sign == '<') around.low = INT64_MIN;
    if (sign == '>') around.high = INT64_MAX;
    return around;
}

int advance(Cursor& cursor) {
    if (given_of(cursor.pVtab).deadline->passed_now_and_then()) return SQLITE_INTERRUPT;
    cursor.at_end = !cursor.rows->next();
    return SQLITE_OK;
}

int filter(sqlite3_vtab_cursor* virtual_cursor, int, const char* plan, int count,
           sqlite3_value** values) {
    return guarded([&] {
        auto& cursor = *static_cast<Cursor*>(virtual_cursor);
        const VirtualTable& given = given_of(cursor.pVtab);
        const Relation& table = *given.table;
        if (const auto refusal = table.refusal(); !refusal.empty()) {
            sqlite3_free(cursor.pVtab->zErrMsg);
            cursor.pVtab->zErrMsg = sqlite3_mprintf("%s", std::string{refusal}.c_str());
            return SQLITE_ERROR;
        }
        std::vector<Interval> wanted(table.column_count());
        bool none = false;
        for (int i = 0; i < count; ++i, plan += 2) {
            const auto column = static_cast<std::size_t>(plan[0] - 'a');
            Interval& interval = wanted[column];
            interval.narrow(table.column(column).key == Key::ship
                                ? ship_named(*given.ships, values[i])
                                : numbers(plan[1], values[i]));
            none = none || interval.empty();
        }
        cursor.at_end = none;
        if (none) return SQLITE_OK;
        cursor.rows = table.rows(wanted);
        return advance(cursor);
    });
}

int next_row(sqlite3_vtab_cursor* cursor) {
    return guarded([&] { return advance(*static_cast<Cursor*>(cursor)); });
}

int at_end(sqlite3_vtab_cursor* cursor) {
    return static_cast<Cursor*>(cursor)->at_end ? 1 : 0;
}

int row_id(sqlite3_vtab_cursor* cursor, sqlite3_int64* id) {
    return guarded([&] {
        *id = static_cast<Cursor*>(cursor)->rows->id();
        return SQLITE_OK;
    });
}

struct Give {
    sqlite3_context* to;

    void operator()(std::monostate) const { sqlite3_result_null(to); }
    void operator()(std::int64_t value) const { sqlite3_result_int64(to, value); }
    void operator()(double value) const { sqlite3_result_double(to, value); }
    void operator()(std::string_view text) const { give(text, SQLITE_STATIC); }
    void operator()(const std::string& text) const { give(text, SQLITE_TRANSIENT); }

private:
    void give(std::string_view text, sqlite3_destructor_type keep) const {
        sqlite3_result_text64(to, text.data(), text.size(), keep, SQLITE_UTF8);
    }
};

int column(sqlite3_vtab_cursor* cursor, sqlite3_context* to, int index) {
    return guarded([&] {
        const RowValue cell =
            static_cast<Cursor*>(cursor)->rows->cell(static_cast<std::size_t>(index));
        std::visit(Give{to}, cell);
        return SQLITE_OK;
    });
}

/// Without xCreate it is eponymous: there under its name, and never to be created.
const sqlite3_module read_only = [] {
    sqlite3_module module{};
    module.xConnect = connect;
    module.xBestIndex = best_index;
    module.xDisconnect = disconnect;
    module.xOpen = open_cursor;
    module.xClose = close_cursor;
    module.xFilter = filter;
    module.xNext = next_row;
    module.xEof = at_end;
    module.xColumn = column;
    module.xRowid = row_id;
    return module;
}();

}  // namespace

int declare(sqlite3* database, VirtualTable& given) {
    const std::string name{given.table->name()};
    const int code = sqlite3_create_module(database, name.c_str(), &read_only, &given);
    if (code != SQLITE_OK) return code;
    return sqlite3_exec(database, ("SELECT 1 FROM " + name + " LIMIT 0").c_str(), nullptr, nullptr,
                        nullptr);
}

}  // namespace reckon
