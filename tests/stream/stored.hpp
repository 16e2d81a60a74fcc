#pragma once
/// Runs in files, both as they lie there and as they are read whole.

#include <filesystem>

#include "core/control/strategy_record.hpp"
#include "core/recording/recording_file.hpp"
#include "core/stream/stored_run.hpp"

namespace reckon {

/// A file that goes when the test does.
class StoredFile {
public:
    StoredFile();
    ~StoredFile();
    StoredFile(const StoredFile&) = delete;
    StoredFile& operator=(const StoredFile&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

    /// Its run, written anew.
    void write(const RunToWrite& run, int pack = 0) const;

    [[nodiscard]] StoredRun open() const;
    [[nodiscard]] RecordedRun read() const;

private:
    std::filesystem::path path_;
};

/// A small scenario of a preset.
[[nodiscard]] Scenario small_scenario(std::string_view preset, std::uint32_t ships,
                                      std::uint32_t orders, std::uint64_t seed);

/// Writes a free run as it goes.
void sail_into(const StoredFile& file, const StrategyRecord& strategy, const Scenario& scenario,
               int pack = 0);

/// Writes a controlled run on a schedule of this seed, all of its global states observed.
void steer_into(const StoredFile& file, const StrategyRecord& strategy, const Scenario& scenario,
                std::uint64_t seed, int pack = 0);

}  // namespace reckon
