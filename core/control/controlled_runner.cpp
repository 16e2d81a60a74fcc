#include "core/control/controlled_runner.hpp"

namespace reckon {

void observe_all(History& history, std::span<const ShipId> publishes) {
    history.observed.clear();
    history.observed.reserve(publishes.size());
    Cut cut(history.ships.size());
    for (const ShipId ship : publishes) {
        ++cut[ship];
        history.observed.push_back(cut);
    }
}

}  // namespace reckon
