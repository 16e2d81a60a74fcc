#pragma once
/// What stands first in a recording: by which the run was made, and its scenario.

#include "core/log/entry.hpp"
#include "core/log/recorded_run.hpp"
#include "core/recording/block_writer.hpp"

namespace reckon {

/// How much of a list is put into one block.
inline constexpr std::size_t block_bytes = 1U << 20;

/// Errors  A scenario that is longer than a file of one may be, of kind bound.
[[nodiscard]] std::optional<Error> write_setting(BlockWriter& blocks, const RunOrigin& origin,
                                                 const Scenario& scenario);

void write_shape(BlockWriter& blocks, LogShape shape, bool has_truth);

}  // namespace reckon
