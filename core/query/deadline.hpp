#pragma once
/// When a query has to be over.

#include <chrono>

namespace reckon {

/// Threads  One.
class Deadline {
public:
    explicit Deadline(std::chrono::seconds from_now)
        : end_{std::chrono::steady_clock::now() + from_now} {}

    [[nodiscard]] bool passed() const { return std::chrono::steady_clock::now() >= end_; }

    /// The same, asked so often that the clock is looked at now and then only.
    [[nodiscard]] bool passed_now_and_then() { return ++asked_ % 64 == 0 && passed(); }

private:
    std::chrono::steady_clock::time_point end_;
    unsigned asked_ = 0;
};

}  // namespace reckon
