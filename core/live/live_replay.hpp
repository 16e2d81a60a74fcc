#pragma once
/// Folds the log of a recording into projections, block by block as they come.

#include <memory>

#include "core/live/projection.hpp"
#include "core/recording/setting.hpp"
#include "core/recording/tally.hpp"
#include "core/stream/stream_replay.hpp"

namespace reckon {

/// Threads  One.
/// Order    The blocks of one recording, in the order of the file.
/// Shape    A log in sequence, by dependency or by clock is replayed as it stands, for each entry
///          follows all that it names. So is a log by stamp that names its reads. Of another by
///          stamp a ship's states are told up to its first deref.
/// Errors   take(): entries that are none. stopped(): what stops a replay, as StreamReplay has it;
///          stamps of a ship that fall, of kind bound. Nothing is seen after either.
/// Cost     As StreamReplay, and the projections'.
class LiveReplay {
public:
    LiveReplay(Setting setting, const Window& window);
    LiveReplay(const LiveReplay&) = delete;
    LiveReplay& operator=(const LiveReplay&) = delete;

    void add(const ProjectionRecord& record);

    /// What is wrong with the block, if anything. Of other types than the log's, no more is done.
    [[nodiscard]] std::optional<Error> take(const Block& block, Arrival arrived);

    [[nodiscard]] const std::optional<Error>& stopped() const {
        return replay_.error() ? replay_.error() : falls_;
    }
    [[nodiscard]] const Setting& setting() const { return setting_; }
    [[nodiscard]] std::uint64_t events() const { return replay_.applied(); }
    /// Of how many ships the states are told.
    [[nodiscard]] std::size_t told() const { return told_count_; }

    /// A projection and what it is called, in the order in which they were added.
    struct Shown {
        const ProjectionRecord* record;
        std::unique_ptr<LiveProjection> projection;
    };
    [[nodiscard]] std::span<const Shown> shown() const { return shown_; }

private:
    void see(const Entry& entry, Arrival arrived);
    [[nodiscard]] bool stamps_rise(const Entry& entry);

    Setting setting_;
    Tally tally_;
    StreamReplay replay_;
    bool sorted_later_;  // What a deref returns is known only then.
    std::vector<bool> told_;
    std::size_t told_count_;
    std::vector<std::uint64_t> stamps_;  // Of a log by stamp: the last of each ship.
    std::optional<Error> falls_;
    std::vector<Shown> shown_;
};

}  // namespace reckon
