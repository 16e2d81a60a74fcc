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

    [[nodiscard]] EntryBounds log_bounds() const {
        return {entry_shape(shape), scenario.ship_count(), scenario.orders.size()};
    }
    [[nodiscard]] EntryBounds truth_bounds() const {
        return {truth_shape, scenario.ship_count(), scenario.orders.size()};
    }
};

/// Takes the blocks up to and with the shape. Without plans and issues the scenario is one in which
/// nobody was told anything, but for its table of orders.
///
/// Errors  What is wrong with the blocks; a scenario that cannot be. The place is a block.
[[nodiscard]] Result<Setting> read_setting(BlockSource& blocks);

}  // namespace reckon
