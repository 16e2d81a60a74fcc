#include "tests/live/recorded_bytes.hpp"

#include <cassert>

#include "core/control/strategy_record.hpp"
#include "core/world/preset.hpp"
#include "serializers/list.hpp"

namespace reckon {
namespace {

Log copy_of(const Log& log) {
    Log copy{.events = {log.events.begin(), log.events.end()}, .order = log.order};
    if (log.named_reads) {
        copy.named_reads =
            NamedReads{.ends = {log.named_reads->ends.begin(), log.named_reads->ends.end()},
                       .reads = {log.named_reads->reads.begin(), log.named_reads->reads.end()}};
    }
    return copy;
}

}  // namespace

RecordedRun sailed_live(std::string_view strategy, std::string_view preset, std::uint32_t ships,
                        std::uint32_t orders) {
    Knobs knobs = find_preset(preset)->knobs();
    knobs.ships = ships;
    knobs.orders = orders;
    knobs.sources = 1;
    knobs.source_orders = 2;
    auto scenario = generate(knobs);
    assert(scenario);
    const auto bounds = bounds_of(*scenario);
    assert(bounds);
    const auto recording =
        find_strategy(strategy)->free_run(*scenario, *bounds, {.workers = 2, .batch = 2});
    assert(recording && recording->history);
    return {.origin = {std::string{strategy}, "seq_cst", "reckon run", "0123abc"},
            .scenario = std::move(*scenario),
            .log = copy_of(recording->log),
            .history = *recording->history};
}

std::vector<std::byte> recorded_bytes(const RecordedRun& run, int pack) {
    auto bytes = encode_recording(parts_of(run), {.pack = pack});
    assert(bytes);
    return std::move(*bytes);
}

}  // namespace reckon
