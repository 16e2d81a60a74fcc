#pragma once
/// Runs to be recorded, and what two of them differ in.

#include <string>
#include <string_view>
#include <vector>

#include "core/recording/recording_file.hpp"
#include "core/world/preset.hpp"

namespace reckon {

/// A free run of this scenario. The log is a copy in ordinary memory.
[[nodiscard]] RecordedRun sailed(std::string_view strategy, Scenario scenario);

/// A small scenario of this preset.
[[nodiscard]] Scenario small(std::string_view preset, std::uint32_t sources,
                             std::uint32_t orders = 12);

/// The same scenario, its table of orders backwards, with each order twice and one that nobody has.
[[nodiscard]] Scenario with_another_table(const Scenario& scenario);

[[nodiscard]] RunToWrite to_write(const RecordedRun& run);

/// The bytes of its file. Of a run that cannot be encoded: none.
[[nodiscard]] std::vector<std::byte> file_of(const RecordedRun& run);

/// The first part in which they differ, in words; empty if they are equal.
[[nodiscard]] std::string difference(const RecordedRun& a, const RecordedRun& b);

}  // namespace reckon
