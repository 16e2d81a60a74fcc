#include "core/query/relations.hpp"

#include <fmt/format.h>

#include "core/world/port.hpp"

namespace reckon {
namespace {

/// Rows that can be counted through, one by one or all.
template <class Row, class At>
class CountedWalk final : public RowWalk<Row> {
public:
    CountedWalk(std::int64_t next, std::int64_t end, At at) : next_{next}, end_{end}, at_{at} {}

    bool next() override {
        if (next_ >= end_) return false;
        row_ = at_(static_cast<std::size_t>(next_++));
        return true;
    }
    [[nodiscard]] const Row& row() const override { return row_; }

private:
    std::int64_t next_;
    std::int64_t end_;
    At at_;
    Row row_{};
};

/// Of `count` rows those at the places in an interval.
template <class Row, class At>
std::unique_ptr<RowWalk<Row>> counted(const Interval& places, std::size_t count, At at) {
    const auto end = static_cast<std::int64_t>(count);
    return std::make_unique<CountedWalk<Row, At>>(std::max<std::int64_t>(places.low, 0),
                                                  places.high < end ? places.high + 1 : end, at);
}

struct CutRow {
    std::size_t n;
    ShipId ship;
    Version version;
};

std::unique_ptr<Relation> cuts_table(const Scenario& scenario, std::span<const Cut> observed) {
    const std::size_t ships = std::max<std::size_t>(scenario.ships.size(), 1);
    return std::make_unique<RelationOf<CutRow>>(RelationParts<CutRow>{
        "cuts",
        "Global states observed in the run: a version for each ship; see states",
        {{{"n", "INTEGER", Key::number, "which, in the order in which they happened, from 1"},
          [](const CutRow& row) { return whole(row.n); }},
         {{"ship", "TEXT", Key::ship, "each ship"},
          [&scenario](const CutRow& row) { return name_of(scenario, row.ship); }},
         {{"version", "INTEGER", Key::none, "how far it was"},
          [](const CutRow& row) { return whole(row.version); }}},
        [observed, ships](std::span<const Interval> asked) {
            return (asked[0].is_one() ? 1.0 : static_cast<double>(observed.size())) *
                   (asked[1].is_one() ? 1.0 : static_cast<double>(ships));
        },
        [observed, ships](std::span<const Interval> asked) {
            const bool of_one = asked[1].is_one();
            const std::size_t each = of_one ? 1 : ships;
            const auto first = of_one ? static_cast<ShipId>(asked[1].low) : 0;
            Interval places;  // A row a ship for each cut, or one.
            const auto last = static_cast<std::int64_t>(observed.size());
            const auto width = static_cast<std::int64_t>(each);
            places.low = (std::clamp<std::int64_t>(asked[0].low, 1, last + 1) - 1) * width;
            places.high = std::clamp<std::int64_t>(asked[0].high, 0, last) * width - 1;
            return counted<CutRow>(places, observed.size() * each,
                                   [observed, each, first](std::size_t place) {
                                       const std::size_t n = place / each;
                                       const auto ship = first + static_cast<ShipId>(place % each);
                                       return CutRow{n + 1, ship, observed[n][ship]};
                                   });
        },
        [ships](const CutRow& row) {
            return static_cast<std::int64_t>(row.n * ships + row.ship);
        }});
}

std::unique_ptr<Relation> ships_table(const EventSource& source) {
    const Scenario& scenario = source.scenario();
    std::vector<ColumnOf<ShipId>> columns{
        {{"ship", "TEXT", Key::ship, "its name, no other's"},
         [&scenario](ShipId ship) { return name_of(scenario, ship); }},
        {{"id", "INTEGER", Key::none, "its index in the scenario"},
         [](ShipId ship) { return whole(ship); }},
        {{"orders", "INTEGER", Key::none, "how many its plan has"},
         [&source](ShipId ship) { return whole(source.planned(ship)); }}};
    add_fields(columns, state_fields(),
               [&scenario](ShipId ship) { return &scenario.ships[ship].initial; });
    const double count = scenario.ship_count();
    return std::make_unique<RelationOf<ShipId>>(RelationParts<ShipId>{
        "ships", "The fleet, as it is before its first order", std::move(columns),
        [count](std::span<const Interval> asked) { return asked[0].is_one() ? 1 : count; },
        [&scenario](std::span<const Interval> asked) {
            return counted<ShipId>(asked[0], scenario.ships.size(),
                                   [](std::size_t place) { return static_cast<ShipId>(place); });
        },
        [](ShipId ship) { return std::int64_t{ship}; }});
}

std::unique_ptr<Relation> ports_table() {
    const auto text = [](std::string_view name, std::string_view summary,
                         std::string_view Port::*part) {
        return ColumnOf<PortId>{{name, "TEXT", Key::none, summary},
                                [part](PortId port) { return RowValue{ports()[port].*part}; }};
    };
    const auto degrees = [](std::string_view name, std::string_view summary, double Port::*part) {
        return ColumnOf<PortId>{{name, "REAL", Key::none, summary},
                                [part](PortId port) { return RowValue{ports()[port].*part}; }};
    };
    return std::make_unique<RelationOf<PortId>>(RelationParts<PortId>{
        "ports",
        "All ports there are",
        {text("port", "its name, as states have it", &Port::name),
         {{"id", "INTEGER", Key::number, "its index in the table of ports"},
          [](PortId port) { return whole(port); }},
         text("country", "in which country", &Port::country),
         text("locode", "its UN/LOCODE", &Port::locode),
         degrees("latitude", "in degrees, north is positive", &Port::latitude),
         degrees("longitude", "in degrees, east is positive", &Port::longitude)},
        [](std::span<const Interval> asked) {
            return asked[1].is_one() ? 1.0 : double{port_count};
        },
        [](std::span<const Interval> asked) {
            return counted<PortId>(asked[1], port_count,
                                   [](std::size_t place) { return static_cast<PortId>(place); });
        },
        [](PortId port) { return std::int64_t{port}; }});
}

/// A table that is there, and whose rows cannot be had.
class OutOfReach final : public Relation {
public:
    explicit OutOfReach(std::unique_ptr<Relation> table)
        : table_{std::move(table)},
          refusal_{fmt::format("the table {} can be had of a run in memory only, and this one is "
                               "read as it comes",
                               table_->name())} {}

    [[nodiscard]] std::string_view name() const override { return table_->name(); }
    [[nodiscard]] std::string_view summary() const override { return table_->summary(); }
    [[nodiscard]] std::size_t column_count() const override { return table_->column_count(); }
    [[nodiscard]] const Column& column(std::size_t index) const override {
        return table_->column(index);
    }
    [[nodiscard]] std::string_view refusal() const override { return refusal_; }
    [[nodiscard]] double cost(std::span<const Interval>) const override { return 1; }
    [[nodiscard]] std::unique_ptr<RelationRows> rows(std::span<const Interval>) const override {
        return nullptr;
    }

private:
    std::unique_ptr<Relation> table_;
    std::string refusal_;
};

}  // namespace

std::vector<std::unique_ptr<Relation>> relations_of(const EventSource& source,
                                                    std::span<const Cut> observed) {
    std::vector<std::unique_ptr<Relation>> tables = event_relations(source);
    tables.push_back(cuts_table(source.scenario(), observed));
    for (auto& table : tables) {
        const bool far_apart = table->name() == "hails" || table->name() == "cuts";
        if (far_apart && !source.whole()) table = std::make_unique<OutOfReach>(std::move(table));
    }
    tables.push_back(ships_table(source));
    tables.push_back(ports_table());
    return tables;
}

std::string schema_text(std::span<const std::unique_ptr<Relation>> tables) {
    std::string out;
    for (const auto& table : tables) {
        out += fmt::format("{}-- {}\nCREATE TABLE {} (\n", out.empty() ? "" : "\n",
                           table->summary(), table->name());
        for (std::size_t i = 0; i < table->column_count(); ++i) {
            const Column& column = table->column(i);
            const std::string_view comma = i + 1 < table->column_count() ? "," : "";
            out += fmt::format("  {:<14} {:<8} -- {}\n", column.name,
                               fmt::format("{}{}", column.type, comma), column.summary);
        }
        out += ");\n";
    }
    return out;
}

}  // namespace reckon
