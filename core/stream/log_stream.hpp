#pragma once
/// The entries of a stored log in the order in which they are replayed.

#include <memory>

#include "core/stream/ship_runs.hpp"

namespace reckon {

/// Threads  One.
/// Order    A log in sequence: as it stands. By stamp: by stamp, ties by dot. A partial order: as
///          it stands in the file, where each entry follows all that it names.
/// Errors   A log by stamp of which a ship's stamps fall: only the whole log can be sorted.
/// Cost     A pass. By stamp: one before it, and a comparison for each doubling of the ships.
class LogStream {
public:
    /// The run outlives it.
    explicit LogStream(StoredRun& run);

    /// Until it is asked for the next one; none at the end, and after an error.
    [[nodiscard]] std::optional<Entry> next();

    [[nodiscard]] const std::optional<Error>& error() const { return error_; }

private:
    struct Head {
        std::uint64_t stamp;
        ShipId ship;
        Entry entry;

        [[nodiscard]] bool after(const Head& other) const {
            return stamp != other.stamp ? stamp > other.stamp : ship > other.ship;
        }
    };

    [[nodiscard]] std::optional<Entry> next_as_it_stands();
    [[nodiscard]] std::optional<Entry> next_by_stamp();
    void push(ShipId ship, std::uint64_t after);

    StoredRun& run_;
    EntryShape shape_;
    std::size_t block_ = 0;
    std::span<const std::byte> left_;
    std::unique_ptr<ShipRuns> runs_;  // Of a log by stamp.
    std::vector<Head> heap_;          // The least first: the next of each ship.
    std::optional<Head> given_;       // The last one handed out: its ship's next one is not yet in.
    std::optional<Error> error_;
};

}  // namespace reckon
