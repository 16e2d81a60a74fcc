#pragma once
/// The smallest scenario and schedule that still fail the same check.

#include <functional>

#include "core/explore/reproduce.hpp"

namespace reckon {

struct ShrinkOptions {
    /// The check that is to go on failing; if none, the first that fails.
    std::optional<Check> check;
    bool keep_class = false;  ///< The interaction class stays.
    std::uint64_t attempts_max = 1'000'000;
    double seconds_max = 600;

    /// Called now and then, with the attempts made and the orders that are left.
    std::function<void(std::uint64_t, std::size_t)> progress = [](auto, auto) {};
};

struct Shrunk {
    Case smallest;
    std::uint64_t attempts = 0;
    std::size_t orders_before = 0;
    std::size_t orders_after = 0;
    double seconds = 0;
    bool minimal = false;  ///< Nothing more can be dropped; else a bound ended it.
};

/// Drops ships, orders, sources, derefs, hails, switches and readings of the clock, as long as the
/// same check is the first to fail, or the one asked for fails on a complete log, until none can be
/// dropped without the failure going away. What is left keeps its name. Where few events are left
/// and the schedule at hand no longer fails, others are tried.
///
/// Threads  One.
/// Order    The schedule of what is left is that of the whole, without the operations of what was
///          dropped.
/// Errors   A run in which no check fails, or not the one asked for.
/// Cost     Halves, quarters, … are dropped first (delta debugging): for a failure of a few orders,
///          some runs of each size.
/// Source   Zeller and Hildebrandt 2002, doi:10.1109/32.988498.
[[nodiscard]] Result<Shrunk> shrink(const StrategyRecord& strategy, const Scenario& scenario,
                                    const Deviations& schedule, const ShrinkOptions& options);

}  // namespace reckon
