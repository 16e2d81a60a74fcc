#pragma once
/// A failure that can be repeated: scenario, strategy, schedule, and what is expected of it.

#include <array>
#include <optional>
#include <string>

#include "core/check/verdict.hpp"
#include "core/log/deviations.hpp"
#include "core/world/scenario.hpp"

namespace reckon {

/// What a case promises, so that one gone stale after a change of code says so.
struct Expectation {
    std::array<Outcome, 6> checks{};  ///< By Check.
    std::string divergence;           ///< The telling witness; empty if no check fails.
    std::uint64_t operations = 0;     ///< Visible operations met.
    std::string operations_hash;      ///< Of all of them, 32 hexadecimal digits.

    friend bool operator==(const Expectation&, const Expectation&) = default;
};

struct Case {
    Scenario scenario;
    std::string strategy;
    bool drain = false;  ///< Whether the strategy has a task of its own, the last.
    Deviations schedule;
    Expectation expect;

    [[nodiscard]] TaskCounts tasks() const {
        return {scenario.ship_count(), static_cast<std::uint32_t>(scenario.sources.size()), drain};
    }
};

}  // namespace reckon
