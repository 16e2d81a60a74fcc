#include "core/world/state_cells.hpp"

#include "core/world/json_node.hpp"
#include "core/world/port.hpp"

namespace reckon {
namespace {

constexpr std::int64_t exact_max = std::int64_t{1} << 53;

StateCell port_cell(PortId port) {
    if (port == nowhere) return {};
    return ports()[port].name;
}

PortId parse_port(const JsonNode& node) {
    if (node.json().is_null()) return nowhere;
    const auto port = find_port(node.string("the name of a port, or null"));
    if (!port) node.reject("the name of a port, or null");
    return *port;
}

}  // namespace

std::array<StateCell, state_columns.size()> cells_of(const State& state) {
    return {port_cell(state.at), port_cell(state.bound), std::int64_t{state.refused}, state.cargo,
            static_cast<std::int64_t>(state.miles)};
}

State parse_state(const JsonNode& object) {
    object.object({"at", "bound", "refused", "cargo", "miles"});
    State state;
    state.at = parse_port(object["at"]);
    state.bound = parse_port(object["bound"]);
    if ((state.at == nowhere) == (state.bound == nowhere)) {
        object.reject("a ship in port or bound for one");
    }
    state.refused = static_cast<std::uint32_t>(object["refused"].integer(0, UINT32_MAX));
    state.cargo = object["cargo"].signed_integer(exact_max);
    state.miles = object["miles"].integer(0, static_cast<std::uint64_t>(exact_max));
    return state;
}

}  // namespace reckon
