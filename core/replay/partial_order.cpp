#include "core/replay/partial_order.hpp"

namespace reckon {

void count_reads(const Scenario& scenario, const Log& log, const ShipEntries& entries,
                 Rows<Version>& reads) {
    const auto& clocks = std::get<ByClock>(log.order);
    std::vector<Version> clock(entries.ship_count());  // Of one ship, as it goes along.
    for (ShipId ship = 0; ship < entries.ship_count(); ++ship) {
        Version* next = reads[ship].data();
        for (Version k = 0; k < entries.count(ship); ++k) {
            const std::uint32_t entry = entries.entry(ship, k);
            for (const Dot change : clocks.changes_of(entry)) clock[change.ship] = change.version;
            clock[ship] = k + 1;
            for (const ShipId other : derefs(scenario.orders[log.events[entry].order])) {
                *next++ = clock[other];
            }
        }
        for (Version k = 0; k < entries.count(ship); ++k) {
            for (const Dot change : clocks.changes_of(entries.entry(ship, k))) {
                clock[change.ship] = 0;
            }
        }
        clock[ship] = 0;
    }
}

}  // namespace reckon
