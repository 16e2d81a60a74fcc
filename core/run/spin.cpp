#include <algorithm>
#include <array>

#include "core/run/sync.hpp"

namespace reckon {
namespace {

void spin(std::uint64_t rounds) {
    for (std::uint64_t i = 0; i < rounds; ++i) asm volatile("" : : "r"(i));
}

/// Rounds a nanosecond, as the fastest of several trials: the others were disturbed.
double calibrate() {
    constexpr std::uint64_t rounds = 200'000;
    double best = 0;
    for (int trial = 0; trial < 7; ++trial) {
        const auto start = std::chrono::steady_clock::now();
        spin(rounds);
        const std::chrono::duration<double, std::nano> took =
            std::chrono::steady_clock::now() - start;
        best = std::max(best, static_cast<double>(rounds) / std::max(1.0, took.count()));
    }
    return best;
}

}  // namespace

void spin_for(std::uint32_t ns) {
    static const double rounds_per_ns = calibrate();
    spin(static_cast<std::uint64_t>(rounds_per_ns * ns));
}

}  // namespace reckon
