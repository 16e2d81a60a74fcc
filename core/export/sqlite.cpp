#include <sqlite3.h>

#include <memory>

#include "core/export/event_text.hpp"
#include "core/export/format.hpp"
#include "core/world/port.hpp"
#include "core/world/state_cells.hpp"
#include "core/world/text_file.hpp"

namespace reckon {
namespace {

constexpr const char* tables = R"(
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE ports (port INTEGER PRIMARY KEY, name TEXT, country TEXT, locode TEXT,
    latitude REAL, longitude REAL);
CREATE TABLE ships (ship INTEGER PRIMARY KEY, name TEXT, events INTEGER);
CREATE TABLE events (ship INTEGER, version INTEGER, order_text TEXT, cause TEXT,
    cause_from INTEGER, cause_index INTEGER, PRIMARY KEY (ship, version)) WITHOUT ROWID;
CREATE TABLE reads (ship INTEGER, version INTEGER, nth INTEGER, read_ship INTEGER,
    read_version INTEGER, PRIMARY KEY (ship, version, nth)) WITHOUT ROWID;
CREATE TABLE states (ship INTEGER, version INTEGER, at TEXT, bound TEXT, refused INTEGER,
    cargo INTEGER, miles INTEGER, PRIMARY KEY (ship, version)) WITHOUT ROWID;
CREATE TABLE hails (from_ship INTEGER, from_version INTEGER, to_ship INTEGER, to_version INTEGER,
    order_text TEXT, PRIMARY KEY (from_ship, from_version)) WITHOUT ROWID;
BEGIN;
)";

/// Errors  Thrown as an Error, so that no row need ask.
class Database {
public:
    explicit Database(const std::filesystem::path& file) : file_{file} {
        sqlite3* opened = nullptr;
        // A name that begins with "file:" would be a URI, and ":memory:" no file.
        const auto path = file.is_relative() ? std::filesystem::path{"."} / file : file;
        const int code = sqlite3_open_v2(path.c_str(), &opened, SQLITE_OPEN_READWRITE, nullptr);
        database_.reset(opened);
        check(code);
    }

    void execute(const char* sql) {
        check(sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr));
    }

    void check(int code) const {
        if (code == SQLITE_OK || code == SQLITE_DONE) return;
        throw Error{file_.string(), sqlite3_errmsg(database_.get()),
                    "a file that can be written, and room for it", Error::Kind::io};
    }

    [[nodiscard]] sqlite3* get() const { return database_.get(); }

private:
    struct Close {
        void operator()(sqlite3* database) const { sqlite3_close(database); }
    };

    std::filesystem::path file_;
    std::unique_ptr<sqlite3, Close> database_;
};

/// Inserts rows into a table.
class Insert {
public:
    Insert(Database& database, const char* sql) : database_{database} {
        sqlite3_stmt* prepared = nullptr;
        database.check(sqlite3_prepare_v2(database.get(), sql, -1, &prepared, nullptr));
        statement_.reset(prepared);
    }

    template <class... Cells>
    void row(const Cells&... cells) {
        column_ = 0;
        (bind(cells), ...);
        end_row();
    }

    void bind(std::int64_t number) {
        database_.check(sqlite3_bind_int64(statement_.get(), ++column_, number));
    }
    void bind(double number) {
        database_.check(sqlite3_bind_double(statement_.get(), ++column_, number));
    }
    /// Valid until the row ends.
    void bind(std::string_view text) {
        database_.check(sqlite3_bind_text64(statement_.get(), ++column_, text.data(), text.size(),
                                            SQLITE_STATIC, SQLITE_UTF8));
    }
    void bind(std::monostate) { database_.check(sqlite3_bind_null(statement_.get(), ++column_)); }
    void bind(const StateCell& cell) {
        std::visit([&](const auto& value) { bind(value); }, cell);
    }

private:
    void end_row() {
        database_.check(sqlite3_step(statement_.get()));
        database_.check(sqlite3_reset(statement_.get()));
    }

    struct Finalize {
        void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    };

    Database& database_;
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
    int column_ = 0;
};

class Tables {
public:
    explicit Tables(const std::filesystem::path& file) : database_{file} {
        database_.execute(tables);
    }

    void fill(const ToldRun& told) {
        fill_ports();
        const History& run = told.events();
        Insert ships{database_, "INSERT INTO ships VALUES (?,?,?)"};
        for (ShipId id = 0; id < run.ships.size(); ++id) {
            ships.row(std::int64_t{id}, std::string_view{told.scenario().ships[id].name},
                      std::int64_t{run.ships[id].last()});
        }
        fill_events(told.scenario(), run);
        fill_states(run);
        database_.execute("COMMIT");
    }

private:
    void fill_ports() {
        Insert insert{database_, "INSERT INTO ports VALUES (?,?,?,?,?,?)"};
        for (std::size_t i = 0; i < ports().size(); ++i) {
            const Port& port = ports()[i];
            insert.row(static_cast<std::int64_t>(i), port.name, port.country, port.locode,
                       port.latitude, port.longitude);
        }
    }

    void fill_events(const Scenario& scenario, const History& run) {
        Insert events{database_, "INSERT INTO events VALUES (?,?,?,?,?,?)"};
        Insert reads{database_, "INSERT INTO reads VALUES (?,?,?,?,?)"};
        // A replay may have what one hail brought twice.
        Insert hails{database_, "INSERT OR IGNORE INTO hails VALUES (?,?,?,?,?)"};
        for (const ShipHistory& ship : run.ships) {
            for (const Event& event : ship.events) {
                const std::int64_t id = event.dot.ship;
                const std::int64_t version = event.dot.version;
                const Cause cause = event.cause;
                const std::string words = text(scenario, event.order);
                const std::int64_t index = cause.index();
                if (cause.is_hail()) {
                    const std::int64_t from = cause.sender().ship;
                    events.row(id, version, std::string_view{words}, std::string_view{"hail"}, from,
                               index);
                    hails.row(from, index, id, version, std::string_view{words});
                } else if (cause.is_source()) {
                    events.row(id, version, std::string_view{words}, std::string_view{"source"},
                               std::int64_t{cause.source_index()}, index);
                } else {
                    events.row(id, version, std::string_view{words},
                               std::string_view{cause.is_plan() ? "plan" : "none"},
                               std::monostate{}, index);
                }
                std::int64_t nth = 0;
                for (const Dot read : ship.reads_of(event.dot.version)) {
                    reads.row(id, version, ++nth, std::int64_t{read.ship},
                              std::int64_t{read.version});
                }
            }
        }
    }

    void fill_states(const History& run) {
        Insert insert{database_, "INSERT INTO states VALUES (?,?,?,?,?,?,?)"};
        for (ShipId id = 0; id < run.ships.size(); ++id) {
            const auto& states = run.ships[id].states;
            for (std::size_t version = 0; version < states.size(); ++version) {
                const auto cells = cells_of(states[version]);
                insert.row(std::int64_t{id}, static_cast<std::int64_t>(version), cells[0], cells[1],
                           cells[2], cells[3], cells[4]);
            }
        }
    }

    Database database_;
};

std::optional<Error> write_file(const ToldRun& told, const std::filesystem::path& file) {
    NewFile out{file};
    if (auto error = out.error()) return error;
    try {
        Tables{out.written()}.fill(told);
    } catch (Error& error) {
        error.place = file.string();
        return std::move(error);
    }
    out.keep();
    return out.error();
}

}  // namespace

extern const ExportFormat sqlite_format{
    .name = "sqlite",
    .summary = "a database with the tables ports, ships, events, reads, states, hails",
    .write_file = write_file};

}  // namespace reckon
