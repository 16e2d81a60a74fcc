#pragma once
/// A stored log and its replay, step by step.

#include "core/stream/log_stream.hpp"
#include "core/stream/stream_replay.hpp"

namespace reckon {

/// Threads  One.
/// Errors   Those of LogStream and StreamReplay.
class StoredReplay {
public:
    /// The run outlives it.
    StoredReplay(StoredRun& run, const Window& window)
        : log_{run}, replay_{run.setting(), window} {}

    /// Until it is asked for the next one; none at the end, and after an error.
    [[nodiscard]] std::optional<ReplayedStep> next() {
        const auto entry = log_.next();
        return entry ? replay_.apply(*entry) : std::nullopt;
    }

    [[nodiscard]] const std::optional<Error>& error() const {
        return replay_.error() ? replay_.error() : log_.error();
    }

    /// How far it has come.
    [[nodiscard]] const StreamReplay& reached() const { return replay_; }

private:
    LogStream log_;
    StreamReplay replay_;
};

}  // namespace reckon
