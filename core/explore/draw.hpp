#pragma once
/// Chance for policies: seeded in a few instructions, the same with every compiler.

#include <xxhash.h>

#include <boost/random/taus88.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <cstdint>

namespace reckon {

/// Threads  One.
/// Cost     A schedule is often a handful of operations, so to seed must cost no more than to draw.
/// Source   L'Ecuyer 1996 (taus88), by Boost.Random.
class Draw {
public:
    /// The index-th of the independent draws of a seed.
    Draw(std::uint64_t seed, std::uint64_t index)
        : random_{static_cast<std::uint32_t>(XXH3_64bits_withSeed(&index, sizeof index, seed))} {}

    /// From 0 to bound - 1.
    [[nodiscard]] std::uint64_t below(std::uint64_t bound) {
        return boost::random::uniform_int_distribution<std::uint64_t>{0, bound - 1}(random_);
    }

    /// What the clock shows next: it stands or ticks, as likely the one as the other; one that may
    /// step back does so at every fourth reading.
    [[nodiscard]] std::int64_t clock(std::int64_t last_ms, bool may_step_back) {
        const std::uint64_t quarter = below(4);
        if (may_step_back && quarter == 3) return last_ms - 1;
        return last_ms + (quarter % 2 == 0 ? 0 : 1);
    }

private:
    boost::random::taus88 random_;
};

}  // namespace reckon
