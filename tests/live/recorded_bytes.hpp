#pragma once
/// Runs, and the bytes of their recordings.

#include <string_view>
#include <vector>

#include "core/recording/recording_file.hpp"

namespace reckon {

/// A free run of a small scenario of this preset, in ordinary memory.
[[nodiscard]] RecordedRun sailed_live(std::string_view strategy, std::string_view preset,
                                      std::uint32_t ships = 3, std::uint32_t orders = 4);

/// `pack` is zstd's level, or 0 for none.
[[nodiscard]] std::vector<std::byte> recorded_bytes(const RecordedRun& run, int pack = 0);

}  // namespace reckon
