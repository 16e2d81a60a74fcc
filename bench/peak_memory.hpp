#pragma once
/// How much memory is taken, by an operator new of our own: for programs that link peak_memory.cpp.

#include <cstdint>

namespace reckon::bench {

/// Measures from its construction on; one at a time.
///
/// Units  Bytes as asked for, beyond those that were taken already.
class PeakMemory {
public:
    PeakMemory();
    [[nodiscard]] std::uint64_t bytes() const;

private:
    std::int64_t before_;
};

}  // namespace reckon::bench
