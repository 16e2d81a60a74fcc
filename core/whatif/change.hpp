#pragma once
/// One change of the past.

#include "core/log/event.hpp"

namespace reckon {

enum class ChangeKind : std::uint8_t { drop, insert, replace };

/// Shape  `at` is an event of the log. To insert, the new event comes just before it and takes its
///        dot; one version beyond the ship's last is its end. `order` is in the scenario's table,
///        and is one that the ship may be given: it names others. To drop, there is none.
struct Change {
    ChangeKind kind = ChangeKind::drop;
    Dot at;
    OrderId order = no_order;
};

}  // namespace reckon
