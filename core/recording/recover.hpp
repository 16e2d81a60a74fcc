#pragma once
/// From a torn or damaged recording to a whole one.

#include "core/recording/kept_cut.hpp"
#include "core/recording/output.hpp"

namespace reckon {

/// Versions of a ship that were there, and are not kept.
struct DroppedVersions {
    ShipId ship;
    Version first;
    Version last;
};

/// What can be kept of a recording, and what cannot.
struct Recovery {
    IntactBlocks intact;
    KeptCut kept;
    std::uint64_t log_dropped = 0;       ///< Entries.
    std::uint64_t truth_dropped = 0;     ///< Likewise.
    std::uint64_t observed_kept = 0;     ///< Global states.
    std::uint64_t observed_dropped = 0;  ///< Likewise.
    std::uint64_t effects_dropped = 0;
    std::vector<DroppedVersions> versions;  ///< By ship.
    std::uint64_t log_alone =
        0;  ///< Entries that would be kept without the truth, if that costs any.

    [[nodiscard]] bool whole() const { return intact.whole; }

    /// Whether a sync had promised more than is kept: then the file was damaged, not only torn.
    [[nodiscard]] bool synced_is_missing() const {
        return kept.log < intact.log_promised || kept.truth < intact.truth_promised;
    }
    /// Whether the file had been whole once.
    [[nodiscard]] bool damaged() const {
        return !whole() && (intact.finished || synced_is_missing());
    }

    /// What was dropped, in a sentence without its full stop. Empty of a whole file.
    [[nodiscard]] std::string sentence() const;
};

/// Whether the log is kept beside its truth, and as far as that goes, or alone.
enum class TruthKept : bool { no, yes };

/// The longest cut that is closed under all that log and truth name, of what is intact: of a log
/// in sequence, up to the first block that is missing; of any other, the entries that follow one
/// another without a gap, and whose causes and named versions are kept. Log and truth are cut
/// alike, and observed states and effects beyond are dropped.
///
/// Shape   Refers to the file's bytes, which outlive it.
/// Errors  As find_intact and kept_cut.
/// Cost    As find_intact and kept_cut; memory for the setting, and not for the run.
[[nodiscard]] Result<Recovery> look_over(std::span<const std::byte> file,
                                         TruthKept truth = TruthKept::yes);

/// Writes what is kept, as a recording that says of itself that it was recovered.
[[nodiscard]] std::optional<Error> write_recovered(Output& output, const Recovery& recovery);

}  // namespace reckon
