#include "core/check/event_numbers.hpp"

#include <algorithm>

namespace reckon {

EventNumbers::EventNumbers(const History& run) : first_{0} {
    for (const ShipHistory& ship : run.ships) first_.push_back(first_.back() + ship.last());
}

Dot EventNumbers::dot(EventNumber event) const {
    const auto after = std::ranges::upper_bound(first_, event);
    const auto ship = static_cast<ShipId>(after - first_.begin() - 1);
    return {ship, event - first_[ship] + 1};
}

}  // namespace reckon
