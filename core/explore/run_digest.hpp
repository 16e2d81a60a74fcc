#pragma once
/// What distinguishes one controlled run from another, in 128 bits each.

#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/control/controlled_runner.hpp"

namespace reckon {

struct Digest {
    std::uint64_t low = 0;
    std::uint64_t high = 0;

    friend auto operator<=>(const Digest&, const Digest&) = default;

    /// 32 hexadecimal digits, the same on every machine.
    [[nodiscard]] std::string text() const;

    struct Hash {
        std::size_t operator()(const Digest& digest) const { return digest.low; }
    };
};

/// Threads  One.
/// Shape    Runs with equal digests are taken for equal: that any two of a million distinct runs
///          share one has a chance below 10^-26.
/// Cost     Linear in the run; no allocation after the first runs.
/// Source   XXH3, by libxxhash.
class RunDigester {
public:
    /// Who read which version, what caused what.
    [[nodiscard]] Digest outcome(const History& history);

    /// All of the log, in its order.
    [[nodiscard]] Digest log(const Log& log);

    /// All that a verdict depends on: both, and the order of publishes, which is left out where
    /// strict is not judged.
    [[nodiscard]] Digest verdict(const History& history, const Log& log,
                                 std::span<const ShipId> publishes);

    /// Every visible operation.
    [[nodiscard]] Digest operations(std::span<const Made> made);

private:
    void put(std::uint64_t number) { words_.push_back(number); }
    void put(Dot dot) { put((std::uint64_t{dot.ship} << 32U) | dot.version); }
    void put(const Event& event);
    void put(const History& history);
    void put(const Log& log);
    [[nodiscard]] Digest close();

    std::vector<std::uint64_t> words_;
};

}  // namespace reckon
