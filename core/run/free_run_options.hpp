#pragma once
/// The knobs of a run on real threads.

#include <cstdint>
#include <string_view>

#include "core/log/tap.hpp"

namespace reckon {

class Gateway;

/// How strongly publish and deref are ordered.
enum class Publication : std::uint8_t {
    sequential,  ///< Sequentially consistent.
    release,  ///< Publish releases, deref acquires: two ships may each read the other's old state.
};

[[nodiscard]] constexpr std::string_view word(Publication publication) {
    return publication == Publication::sequential ? "seq_cst" : "release";
}

struct FreeRunOptions {
    std::uint32_t workers = 2;
    std::uint32_t batch = 64;  ///< Steps a ship may make in one visit of a worker.
    Publication publication = Publication::sequential;
    bool keep_history = true;
    std::uint32_t observe_every_us = 0;  ///< Pause between observations; 0 for no observer.

    /// The chance that a thread pauses before an operation that others can see, so that they come
    /// in between; at 0 the run is compiled without.
    double pauses = 0;
    std::uint64_t pause_seed = 1;

    Gateway* gateway = nullptr;  ///< Null: arrivals are nobody's business but the log's.

    /// For versions, mailboxes and lanes together. Units: bytes.
    std::uint64_t memory = 4ULL << 30;
    Follower* follower = nullptr;  ///< Of the run as it goes; none if null.
    bool huge_pages = true;        ///< Asked of the system for what is as large as one.

    static constexpr std::uint32_t workers_max = 256;
    static constexpr std::uint32_t batch_max = 1'000'000;
    static constexpr std::uint32_t observe_max_us = 1'000'000;
};

}  // namespace reckon
