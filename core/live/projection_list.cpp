#include "core/live/projection_list.hpp"

#include <algorithm>
#include <array>

#include "core/live/projections/event_rates.hpp"
#include "core/live/projections/refused_orders.hpp"
#include "core/live/projections/ships_in_port.hpp"
#include "core/live/projections/tons_at_sea.hpp"
#include "core/live/projections/total_events.hpp"

namespace reckon {
namespace {

constexpr std::array list{
    record_of<TotalEvents>(), record_of<RefusedOrders>(), record_of<TonsAtSea>(),
    record_of<ShipsInPort>(), record_of<EventRates>(),
};

}  // namespace

std::span<const ProjectionRecord> projection_list() {
    return list;
}

const ProjectionRecord* find_projection(std::string_view name) {
    const auto* found = std::ranges::find(list, name, &ProjectionRecord::name);
    return found == list.end() ? nullptr : found;
}

}  // namespace reckon
