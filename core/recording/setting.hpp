#pragma once
/// What stands first in a recording, as it is read: by which the run was made, and its scenario.

#include "core/log/recorded_run.hpp"
#include "core/recording/block_scan.hpp"
#include "core/recording/entry_reader.hpp"

namespace reckon {

/// All that one must know of a recording to read its entries.
struct Setting {
    RunOrigin origin;
    Scenario scenario;
    LogShape shape;
    bool has_truth = false;
    std::vector<std::uint64_t> plan_lengths;  ///< By ship.

    [[nodiscard]] EntryBounds log_bounds() const {
        return {entry_shape(shape), scenario.ship_count(), scenario.orders.size()};
    }
    [[nodiscard]] EntryBounds truth_bounds() const {
        return {truth_shape, scenario.ship_count(), scenario.orders.size()};
    }
};

/// What is kept of plans, and of what sources issue.
enum class PlansKept : std::uint8_t {
    whole,
    each_order_once,  ///< Of a ship's plan or a source: enough to say what kinds of orders there
                      ///< are.
};

/// Takes the blocks up to and with the shape. Without plans and issues the scenario is one in which
/// nobody was told anything, but for its table of orders.
///
/// Errors  What is wrong with the blocks; a scenario that cannot be. The place is a block.
/// Cost    In memory what the scenario takes: 4 bytes an order of a plan, if that is kept whole.
[[nodiscard]] Result<Setting> read_setting(BlockSource& blocks, PlansKept kept = PlansKept::whole);

}  // namespace reckon
