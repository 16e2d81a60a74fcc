#pragma once
/// A log that outlives the run that recorded it.

#include "core/log/log.hpp"

namespace reckon {

/// Into ordinary memory: the run's own is gone with its recording.
[[nodiscard]] inline Log copy_of(const Log& log) {
    Log copy{.events = {log.events.begin(), log.events.end()}, .order = log.order};
    if (log.named_reads) {
        const NamedReads& reads = *log.named_reads;
        copy.named_reads = NamedReads{.ends = {reads.ends.begin(), reads.ends.end()},
                                      .reads = {reads.reads.begin(), reads.reads.end()}};
    }
    return copy;
}

}  // namespace reckon
