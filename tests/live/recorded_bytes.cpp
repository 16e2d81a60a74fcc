#include "tests/live/recorded_bytes.hpp"

#include <cassert>

#include "core/control/strategy_record.hpp"
#include "core/world/preset.hpp"
#include "serializers/list.hpp"
#include "tests/copy_of_log.hpp"

namespace reckon {
namespace {}  // namespace

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
