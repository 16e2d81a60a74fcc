#pragma once
/// SQL over the tables of a recorded run, read-only, by SQLite.

#include <chrono>

#include "core/query/relations.hpp"

namespace reckon {

/// Bytes that are no text.
struct Blob {
    std::span<const std::byte> bytes;
};

/// Nothing, a number that is no NaN, a text or bytes, both of which live until the next row.
using QueryValue = std::variant<std::monostate, std::int64_t, double, std::string_view, Blob>;

/// Takes the rows of a result as they come.
class QueryResult {
public:
    virtual ~QueryResult() = default;
    virtual void names(std::vector<std::string> columns) = 0;
    /// Errors  A bound: the query ends.
    [[nodiscard]] virtual std::optional<Error> row(std::span<const QueryValue> values) = 0;
};

struct QueryBounds {
    std::chrono::seconds time{60};
    static constexpr std::uint64_t memory = 4ULL << 30;    ///< What SQLite takes for itself.
    static constexpr std::uint32_t text_bytes = 1U << 20;  ///< One value, or the query.
};

/// That a query's time is up.
[[nodiscard]] Error out_of_time(const QueryBounds& bounds);

/// Runs one SELECT over the tables. The time is looked at between steps of SQLite's: a single call
/// of a function, such as trim() of a long text by a long text, is not cut short.
///
/// Threads  One query at a time in a process: the bound of memory is SQLite's, for all of it.
/// Cost     Memory of SQLite's; 64 MiB for what is sorted, and a file without a name beyond that,
///          where SQLite makes its temporary files.
/// Errors   What SQLite says of the text, with the byte it stumbled at; another statement than one
///          SELECT; whatever would write, attach, load or set. Of kind bound: the time is up, or
///          SQLite has no more memory. Rows that came before have come.
[[nodiscard]] std::optional<Error> query(std::span<const std::unique_ptr<Relation>> tables,
                                         const Scenario& scenario, std::string_view sql,
                                         const QueryBounds& bounds, QueryResult& result);

}  // namespace reckon
