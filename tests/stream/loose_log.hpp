#pragma once
/// A log taken apart, so that a test can make a wrong one of it.

#include <boost/random/mersenne_twister.hpp>

#include "core/log/log.hpp"
#include "core/world/scenario.hpp"

namespace reckon {

struct LooseEntry {
    Event event;
    std::uint64_t stamp = 0;
    std::vector<Dot> dots;  ///< The reads named, or what changed in the clock.
};

[[nodiscard]] std::vector<LooseEntry> loose(const Log& log);

/// With the order and the parts that this log has.
[[nodiscard]] Log put_together(const Log& like, const std::vector<LooseEntry>& entries);

/// Makes one thing wrong: drops, doubles or exchanges events, changes a version read or counted, a
/// cause, an order, a stamp. What it was, in words. The log has entries.
std::string spoil(boost::random::mt19937& random, const Scenario& scenario,
                  std::vector<LooseEntry>& entries);

}  // namespace reckon
