#include "core/world/state_bytes.hpp"

#include "core/world/port.hpp"

namespace reckon {

void put_state(ByteWriter& out, const State& state) {
    out.put(state.at);
    out.put(state.bound);
    out.put(state.refused);
    out.put(static_cast<std::uint64_t>(state.cargo));
    out.put(state.miles);
}

std::optional<State> take_state(ByteReader& in) {
    State state;
    state.at = in.take<PortId>();
    state.bound = in.take<PortId>();
    state.refused = in.take<std::uint32_t>();
    state.cargo = static_cast<std::int64_t>(in.take<std::uint64_t>());
    state.miles = in.take<std::uint64_t>();
    const bool one_place = (state.at == nowhere) != (state.bound == nowhere);
    if (in.ran_out() || !one_place || state.heading() >= port_count || state.cargo < 0) {
        return std::nullopt;
    }
    return state;
}

}  // namespace reckon
