#include "core/replay/as_replayed.hpp"

#include "core/replay/survey.hpp"

namespace reckon {

History as_replayed(const Scenario& scenario, const Log& log, const Replay& replay) {
    const ShipEntries entries{log, Survey{scenario, log}, ShipEntries::By::version};
    History history;
    history.ships.resize(scenario.ships.size());
    for (ShipId id = 0; id < scenario.ship_count(); ++id) {
        ShipHistory& ship = history.ships[id];
        ship.states.push_back(replay.states[id][0]);
        const Version* next = replay.reads[id].data();
        for (Version version = 1; version <= entries.count(id); ++version) {
            const Event& event = log.events[entries.entry(id, version - 1)];
            std::array<Dot, derefs_max> read;
            std::size_t count = 0;
            for (const ShipId other : derefs(scenario.orders[event.order])) {
                read[count++] = {other, *next++};
            }
            ship.append(event, replay.states[id][version], std::span{read}.first(count));
        }
    }
    return history;
}

}  // namespace reckon
