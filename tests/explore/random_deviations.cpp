#include "tests/explore/random_deviations.hpp"

#include <cstdlib>
#include <set>
#include <utility>

namespace reckon {

Deviations random_deviations(std::mt19937_64& chance, const TaskCounts& counts) {
    const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(chance() % n); };
    constexpr std::uint32_t most = UINT32_MAX;
    const auto steps = [&] { return below(4) == 0 ? most - below(3) : 1 + below(5); };
    const auto ms = [&] {
        const std::int64_t some = static_cast<std::int64_t>(below(9)) - 4;
        return below(5) > 0 ? some : (some < 0 ? -clock_max_ms : clock_max_ms);
    };
    Deviations drawn;
    std::set<std::pair<TaskId, std::uint32_t>> switches;
    std::set<std::pair<TaskId, std::uint32_t>> readings;
    std::set<TaskId> stops;
    for (std::uint32_t i = below(12); i > 0; --i) {
        Switch item{below(counts.total()), steps(), below(counts.total())};
        if (below(6) == 0) item = {.next = item.next};
        if (switches.emplace(item.after, item.steps).second) drawn.switches.push_back(item);
    }
    for (std::uint32_t i = below(12); i > 0; --i) {
        const ClockReading item{below(counts.total()), steps(), ms()};
        if (readings.emplace(item.task, item.step).second) drawn.clock.push_back(item);
    }
    for (std::uint32_t i = below(4); i > 0; --i) {
        const Stop item{below(counts.total()), below(2) == 0 ? 0 : steps()};
        if (stops.insert(item.task).second) drawn.stops.push_back(item);
    }
    if (below(2) == 0) drawn.clock_start_ms = std::abs(ms());
    return drawn;
}

}  // namespace reckon
