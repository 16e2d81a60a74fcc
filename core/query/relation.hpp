#pragma once
/// A table of named columns, known to no database.

#include <cassert>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/query/event_rows.hpp"
#include "core/world/fields.hpp"

namespace reckon {

/// Nothing, a number, a text that outlives the query, or one made for it.
using RowValue = std::variant<std::monostate, std::int64_t, double, std::string_view, std::string>;

/// By what a table can be asked for few of its rows.
enum class Key : std::uint8_t {
    none,
    number,  ///< Whole numbers in an interval.
    ship,    ///< One ship, by its name in SQL and its ShipId here.
};

struct Column {
    std::string_view name;
    /// As SQL has it: INTEGER, REAL or TEXT; empty for numbers and texts that stay what they are.
    std::string_view type;
    Key key = Key::none;
    std::string_view summary;
};

/// Shape  All but next() is of the row that next() came to.
class RelationRows {
public:
    virtual ~RelationRows() = default;
    [[nodiscard]] virtual bool next() = 0;
    [[nodiscard]] virtual RowValue cell(std::size_t column) const = 0;
    /// The row's own number, the same however it is come to: by it SQLite knows a row again.
    [[nodiscard]] virtual std::int64_t id() const = 0;
};

/// Threads  One.
class Relation {
public:
    virtual ~Relation() = default;
    [[nodiscard]] virtual std::string_view name() const = 0;
    [[nodiscard]] virtual std::string_view summary() const = 0;
    [[nodiscard]] virtual std::size_t column_count() const = 0;
    [[nodiscard]] virtual const Column& column(std::size_t index) const = 0;

    /// Why its rows cannot be had, as a sentence; empty if they can.
    [[nodiscard]] virtual std::string_view refusal() const { return {}; }

    /// About how many rows there are for an interval a column.
    [[nodiscard]] virtual double cost(std::span<const Interval> wanted) const = 0;
    /// At least the rows whose keys lie in the intervals; none is empty. Any other may come too.
    /// Only of a table that is not refused.
    [[nodiscard]] virtual std::unique_ptr<RelationRows> rows(
        std::span<const Interval> wanted) const = 0;
};

/// A column, and what it holds of a row.
template <class Row>
struct ColumnOf {
    Column column;
    std::function<RowValue(const Row&)> cell;
};

/// Comes to rows one after the other.
template <class Row>
class RowWalk {
public:
    virtual ~RowWalk() = default;
    [[nodiscard]] virtual bool next() = 0;
    [[nodiscard]] virtual const Row& row() const = 0;
};

/// What a table is made of.
template <class Row>
struct RelationParts {
    std::string_view name;
    std::string_view summary;
    std::vector<ColumnOf<Row>> columns;
    std::function<double(std::span<const Interval>)> cost;
    std::function<std::unique_ptr<RowWalk<Row>>(std::span<const Interval>)> walk;
    std::function<std::int64_t(const Row&)> id;  ///< No other row's.
};

template <class Row>
class RelationOf final : public Relation {
public:
    explicit RelationOf(RelationParts<Row> parts) : parts_{std::move(parts)} {}

    [[nodiscard]] std::string_view name() const override { return parts_.name; }
    [[nodiscard]] std::string_view summary() const override { return parts_.summary; }
    [[nodiscard]] std::size_t column_count() const override { return parts_.columns.size(); }
    [[nodiscard]] const Column& column(std::size_t index) const override {
        return parts_.columns[index].column;
    }
    [[nodiscard]] double cost(std::span<const Interval> wanted) const override {
        return parts_.cost(wanted);
    }
    [[nodiscard]] std::unique_ptr<RelationRows> rows(
        std::span<const Interval> wanted) const override {
        return std::make_unique<Walked>(parts_, parts_.walk(wanted));
    }

private:
    class Walked final : public RelationRows {
    public:
        Walked(const RelationParts<Row>& parts, std::unique_ptr<RowWalk<Row>> walk)
            : parts_{parts}, walk_{std::move(walk)} {}
        bool next() override { return walk_->next(); }
        [[nodiscard]] RowValue cell(std::size_t column) const override {
            return parts_.columns[column].cell(walk_->row());
        }
        [[nodiscard]] std::int64_t id() const override { return parts_.id(walk_->row()); }

    private:
        const RelationParts<Row>& parts_;
        std::unique_ptr<RowWalk<Row>> walk_;
    };

    RelationParts<Row> parts_;
};

}  // namespace reckon
