#pragma once
/// A stored log, replayed where it lies.

#include "core/stream/entry_replay.hpp"
#include "core/stream/log_stream.hpp"

namespace reckon {

/// Applies a stored log entry by entry, as replay() does.
///
/// Threads  One.
/// Errors   As EntryReplay, and as LogStream.
/// Cost     As EntryReplay, whatever the length of the log.
class StreamReplay {
public:
    /// The run outlives it.
    StreamReplay(StoredRun& run, const Window& window)
        : stream_{run}, replay_{run.scenario(), run.setting().shape, window} {}

    /// None at the end, and after an error.
    [[nodiscard]] std::optional<ReplayedStep> next() {
        if (replay_.error()) return std::nullopt;
        const auto entry = stream_.next();
        return entry ? replay_.apply(*entry) : std::nullopt;
    }

    [[nodiscard]] const std::optional<Error>& error() const {
        return replay_.error() ? replay_.error() : stream_.error();
    }

    /// Where it has got to.
    [[nodiscard]] const EntryReplay& so_far() const { return replay_; }

private:
    LogStream stream_;
    EntryReplay replay_;
};

}  // namespace reckon
