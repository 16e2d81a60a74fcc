#pragma once
/// The events of a run counted through.

#include <vector>

#include "core/log/history.hpp"

namespace reckon {

/// An event by its number: all of the first ship, then all of the next.
using EventNumber = std::uint32_t;

class EventNumbers {
public:
    explicit EventNumbers(const History& run);

    [[nodiscard]] EventNumber count() const { return first_.back(); }
    [[nodiscard]] EventNumber of(Dot dot) const { return first_[dot.ship] + dot.version - 1; }
    [[nodiscard]] Dot dot(EventNumber event) const;

private:
    std::vector<EventNumber> first_;  // Of each ship, and one beyond the last.
};

}  // namespace reckon
