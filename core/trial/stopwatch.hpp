#pragma once
/// How long something took.

#include <chrono>
#include <cstdint>

namespace reckon {

/// Units  Nanoseconds of wall time since it was made.
class Stopwatch {
public:
    [[nodiscard]] std::uint64_t ns() const {
        const std::chrono::nanoseconds passed = std::chrono::steady_clock::now() - start_;
        return static_cast<std::uint64_t>(passed.count());
    }

private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace reckon
