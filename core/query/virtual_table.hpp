#pragma once
/// A Relation as SQLite sees it: an eponymous virtual table that can only be read.

#include <sqlite3.h>

#include <unordered_map>

#include "core/query/deadline.hpp"
#include "core/query/relation.hpp"

namespace reckon {

using ShipsByName = std::unordered_map<std::string_view, ShipId>;

/// What a table needs as long as the database is open.
struct VirtualTable {
    const Relation* table = nullptr;
    const ShipsByName* ships = nullptr;
    Deadline* deadline = nullptr;
};

/// Makes the table known under its name, and has SQLite declare it to itself, which an authorizer
/// that lets nothing but reading pass would refuse later. `given` outlives the database.
///
/// What SQL asks of a key column goes to the table, with =, <, <=, > and >=; SQLite looks at the
/// rows again. Past the deadline its rows end in SQLITE_INTERRUPT.
///
/// Errors  Those of SQLite, as its code.
/// Source  sqlite.org/vtab.html
[[nodiscard]] int declare(sqlite3* database, VirtualTable& given);

}  // namespace reckon
