#pragma once
/// The tables that a recorded run is: events, states, reads, hails, cuts, ships, ports.

#include "core/log/cut.hpp"
#include "core/query/relation.hpp"

namespace reckon {

/// Shape  The source and the cuts outlive the tables. `observed` are the global states that were
///        seen in the run, if it was seen.
///        Of a source that is not whole the tables hails and cuts are refused.
/// Order  A table comes in the order of the replay, unless few of its rows are asked for.
[[nodiscard]] std::vector<std::unique_ptr<Relation>> relations_of(const EventSource& source,
                                                                  std::span<const Cut> observed);

/// Those made of events: events, states, reads, hails.
[[nodiscard]] std::vector<std::unique_ptr<Relation>> event_relations(const EventSource& source);

/// The tables as SQL would declare them, a comment to each column.
[[nodiscard]] std::string schema_text(std::span<const std::unique_ptr<Relation>> tables);

[[nodiscard]] inline RowValue cell_of(const FieldValue& value) {
    return std::visit([](const auto& held) { return RowValue{held}; }, value);
}

[[nodiscard]] inline RowValue name_of(const Scenario& scenario, ShipId ship) {
    if (ship >= scenario.ships.size()) return {};
    return std::string_view{scenario.ships[ship].name};
}

[[nodiscard]] inline RowValue whole(std::uint64_t value) {
    return static_cast<std::int64_t>(value);
}

/// A column for each field, of what part() finds in a row; null where it finds nothing.
template <class Row, class Of, class Part>
void add_fields(std::vector<ColumnOf<Row>>& columns, std::span<const Field<Of>> fields, Part part) {
    for (const Field<Of>& field : fields) {
        columns.push_back(
            {{field.name, field.is_number ? "INTEGER" : "TEXT", Key::none, field.summary},
             [value = field.value, part](const Row& row) -> RowValue {
                 const Of* found = part(row);
                 return found == nullptr ? RowValue{} : cell_of(value(*found));
             }});
    }
}

}  // namespace reckon
