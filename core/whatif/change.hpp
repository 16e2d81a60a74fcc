#pragma once
/// One change of the past.

#include <array>
#include <string_view>

#include "core/log/event.hpp"

namespace reckon {

enum class ChangeKind : std::uint8_t { drop, insert, replace };

[[nodiscard]] constexpr std::string_view word(ChangeKind kind) {
    constexpr std::array<std::string_view, 3> words{"drop", "insert", "replace"};
    return words[static_cast<std::size_t>(kind)];
}

/// Shape  `at` is an event of the log. To insert, the new event comes just before it and takes its
///        dot; one version beyond the ship's last is its end. `order` is in the scenario's table,
///        and is one that the ship may be given: it names others. To drop, there is none.
struct Change {
    ChangeKind kind = ChangeKind::drop;
    Dot at;
    OrderId order = no_order;
};

}  // namespace reckon
