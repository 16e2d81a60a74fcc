#pragma once
/// How often something must happen, if it happens by chance.

#include <cmath>
#include <cstdint>

namespace reckon {

/// Whether `met` of `tries` is what a probability makes likely: within four standard deviations of
/// the binomial, which chance leaves once in 16,000.
[[nodiscard]] inline bool is_likely(std::uint64_t met, std::uint64_t tries, double probability) {
    const double mean = static_cast<double>(tries) * probability;
    return std::abs(static_cast<double>(met) - mean) <= 4 * std::sqrt(mean * (1 - probability));
}

}  // namespace reckon
