#pragma once
/// Logs that are partial orders, drawn by chance, and what can be wrong with them.

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/uniform_int_distribution.hpp>

#include "core/log/cut.hpp"
#include "core/log/log.hpp"
#include "core/world/scenario.hpp"

namespace reckon {

using Random = boost::random::mt19937;

inline std::uint32_t below(Random& random, std::size_t bound) {
    return boost::random::uniform_int_distribution<std::uint32_t>{
        0, static_cast<std::uint32_t>(bound - 1)}(random);
}

struct DrawnLog {
    Scenario scenario;
    Log log;
};

/// Ships and orders of every kind; derefs return one of the last few versions; a hail is answered
/// by some later event, or by none. The log names reads, or has clocks, and stands ship by ship or
/// in another order.
[[nodiscard]] DrawnLog draw_log(Random& random, std::uint32_t ships, std::uint32_t events,
                                bool by_clock);

/// The whole clock of each entry; of a log by clock.
[[nodiscard]] std::vector<Cut> clocks_of(const DrawnLog& drawn);

/// Breaks the log in one of several ways: an event under another version or ship, a version that
/// never comes or that closes a circle, a ship, an order or a cause that there is not.
void damage(Random& random, DrawnLog& drawn);

}  // namespace reckon
