#pragma once
/// Snapshots within a recording: where a replay can begin in the middle.

#include <filesystem>

#include "core/recording/block_writer.hpp"
#include "core/stream/stream_replay.hpp"

namespace reckon {

/// Replays the log of a recording, and adds a snapshot after every so many entries to its file, in
/// place. How many it added: none to a log by stamp, whose file is in another order than its
/// replay, to one that cannot be replayed within the window, and to a file that has some.
///
/// Shape   A snapshot that is longer than a block may be is left out.
/// Errors  As StoredRun; what cannot be written.
/// Cost    A replay, and in memory all snapshots. Who is killed meanwhile leaves a torn file, of
///         which all but snapshots can be recovered.
[[nodiscard]] Result<std::size_t> add_snapshots(const std::filesystem::path& file,
                                                std::uint64_t every);

/// How many entries lie between two snapshots, if nobody says otherwise: so many that snapshots
/// stay small beside the log.
[[nodiscard]] std::uint64_t usual_distance(ShipId ships);

void put_snapshot(BlockDraft& draft, const Snapshot& snapshot);

/// None of a payload that is no snapshot of so many ships.
[[nodiscard]] std::optional<Snapshot> take_snapshot(std::span<const std::byte> payload,
                                                    ShipId ships, bool by_clock);

}  // namespace reckon
