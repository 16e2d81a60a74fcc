#pragma once
/// States and orders as named fields, for tables, JSON and SQL: the world alone looks into them.

#include <cstdint>
#include <span>
#include <string_view>
#include <variant>

#include "core/world/order.hpp"

namespace reckon {

/// Nothing, a whole number, or a text that is never moved.
using FieldValue = std::variant<std::monostate, std::int64_t, std::string_view>;

/// Shape  A number is below 2^53: see Limits.
template <class Of>
struct Field {
    std::string_view name;
    std::string_view summary;
    bool is_number;
    FieldValue (*value)(const Of&);
};

/// port, bound, cargo, miles, refused.
[[nodiscard]] std::span<const Field<State>> state_fields();

/// kind, destination, tons.
[[nodiscard]] std::span<const Field<Order>> order_fields();

/// Whether the order that led from one state to the other made no sense when it came.
[[nodiscard]] inline bool was_refused(const State& before, const State& after) {
    return after.refused != before.refused;
}

}  // namespace reckon
