#include "core/replay/dot_index.hpp"

#include "core/replay/refusal.hpp"

namespace reckon {
namespace {

/// As many reads for each entry as its order derefs; which versions is for the caller to say.
NamedReads uncounted(const Scenario& scenario, const Log& log) {
    NamedReads reads;
    reads.ends.reserve(log.events.size());
    std::uint32_t end = 0;
    for (const Event& event : log.events) {
        end += static_cast<std::uint32_t>(derefs(scenario.orders[event.order]).size());
        reads.ends.push_back(end);
    }
    reads.reads.resize(end);
    return reads;
}

/// Each deref returns the version that its ship has got to in the order of the log.
NamedReads current_reads(const Scenario& scenario, const Log& log) {
    NamedReads reads = uncounted(scenario, log);
    std::vector<Version> done(scenario.ships.size());
    for (const std::uint32_t entry : sequence_of(log)) {
        const Event& event = log.events[entry];
        const auto asked = derefs(scenario.orders[event.order]);
        const std::size_t begin = reads.ends[entry] - asked.size();
        for (std::size_t k = 0; k < asked.size(); ++k) {
            reads.reads[begin + k] = {asked[k], done[asked[k]]};
        }
        ++done[event.dot.ship];
    }
    return reads;
}

/// Each deref returns the version that the event's clock counts.
NamedReads clocked_reads(const Scenario& scenario, const Log& log, const Survey& survey,
                         const ShipEntries& entries) {
    NamedReads reads = uncounted(scenario, log);
    Rows<Version> counted;
    counted.shape(survey.reads);
    count_reads(scenario, log, entries, counted);
    for (ShipId ship = 0; ship < entries.ship_count(); ++ship) {
        const Version* next = counted[ship].data();
        for (std::uint32_t k = 0; k < entries.count(ship); ++k) {
            const std::uint32_t entry = entries.entry(ship, k);
            const auto asked = derefs(scenario.orders[log.events[entry].order]);
            const std::size_t begin = reads.ends[entry] - asked.size();
            for (std::size_t i = 0; i < asked.size(); ++i) {
                reads.reads[begin + i] = {asked[i], *next++};
            }
        }
    }
    return reads;
}

}  // namespace

DotIndex::DotIndex(const Scenario& scenario, const Log& log)
    : log_{&log}, entries_{log, Survey{scenario, log}, ShipEntries::By::version} {
    if (log.named_reads) return;
    counted_ = std::holds_alternative<ByClock>(log.order)
                   ? clocked_reads(scenario, log, Survey{scenario, log}, entries_)
                   : current_reads(scenario, log);
}

Result<DotIndex> DotIndex::of(const Scenario& scenario, const Log& log) {
    if (auto error = refusal_of(scenario, log)) return fail(std::move(*error));
    return DotIndex{scenario, log};
}

}  // namespace reckon
