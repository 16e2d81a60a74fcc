#pragma once
/// The entries of a stored log in the order in which they are replayed.

#include <memory>

#include "core/stream/ship_runs.hpp"

namespace reckon {

/// Threads  One.
/// Order    A log in sequence: as it stands. By stamp: by stamp, ties by dot. A partial order: as
///          it stands in the file, where each entry follows all that it names; of one where it does
///          not, StreamReplay says so.
/// Errors   A log by stamp of which a ship's stamps fall, before its first entry. If a later event
///          of the ship has the lesser stamp, no replay can be: of kind input. Else its entries do
///          not stand in the order in which they were recorded: of kind bound, for only a sort of
///          the whole log can tell.
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
    void push(ShipId ship);
    void begin_by_stamp();

    StoredRun& run_;
    EntryShape shape_;
    std::size_t block_ = 0;
    Payload payload_;
    std::span<const std::byte> left_;
    std::unique_ptr<ShipRuns> runs_;  // Of a log by stamp.
    std::vector<Head> heap_;          // The least first: the next of each ship.
    std::optional<ShipId> given_;     // Whose entry was handed out last: its next is not yet in.
    std::optional<Error> error_;
};

}  // namespace reckon
