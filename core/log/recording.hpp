#pragma once
/// A run and what was kept of it: all that replaying, judging and pricing need.

#include <memory>
#include <optional>
#include <string_view>

#include "core/log/effect.hpp"
#include "core/log/history.hpp"
#include "core/log/log.hpp"

namespace reckon {

/// What a run cost.
///
/// Units  Wall time from the start of the first worker to the end of the last, threads ready.
struct Cost {
    std::uint64_t elapsed_ns = 0;
    std::uint64_t finish_ns = 0;  ///< The strategy's work after the ships have stopped.
    std::uint64_t events = 0;
    std::uint64_t log_bytes = 0;

    [[nodiscard]] double ns_per_event() const { return per_event(elapsed_ns); }
    [[nodiscard]] double finish_ns_per_event() const { return per_event(finish_ns); }
    [[nodiscard]] double bytes_per_event() const { return per_event(log_bytes); }

private:
    [[nodiscard]] double per_event(std::uint64_t total) const {
        return events == 0 ? 0 : static_cast<double>(total) / static_cast<double>(events);
    }
};

/// How often the observer tried to get an atomic snapshot, and how often it got one.
struct Snapshots {
    std::uint64_t tried = 0;
    std::uint64_t got = 0;
};

struct Recording {
    std::shared_ptr<std::pmr::memory_resource> memory;  ///< In which the log lives.
    Log log;
    std::optional<History> history;  ///< None if it was switched off.
    std::vector<Effect> effects;     ///< What the gateway did, if there was one: ship by ship.
    Cost cost;
    Snapshots snapshots;
};

}  // namespace reckon
