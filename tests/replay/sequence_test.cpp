// Goal: a log by stamp has the order that its definition says, whatever the stamps.
// Method: logs drawn by chance, stamps close together and far apart, against a plain sort.

#include <algorithm>
#include <numeric>
#include <tuple>

#include "tests/catch.hpp"
#include "tests/replay/random_logs.hpp"

namespace reckon {
namespace {

std::vector<std::uint32_t> sequence_by_definition(const Log& log) {
    const auto& stamps = std::get<ByStamp>(log.order).stamps;
    std::vector<std::uint32_t> sequence(log.events.size());
    std::iota(sequence.begin(), sequence.end(), 0U);
    std::ranges::sort(sequence, {}, [&](std::uint32_t i) {
        return std::tuple{stamps[i], log.events[i].dot, i};
    });
    return sequence;
}

}  // namespace

TEST_CASE("by stamp, ties by dot, then as recorded") {
    Random random{1};
    const std::uint64_t bases[] = {0, 1, 1'700'000'000'000, ~std::uint64_t{0} - 2000};
    const std::uint32_t spreads[] = {1, 2, 10, 150, 1000};
    for (const std::uint64_t base : bases) {
        for (const std::uint32_t spread : spreads) {
            for (int i = 0; i < 40; ++i) {
                Log log;
                ByStamp stamped;
                const std::uint32_t count = below(random, 120);
                for (std::uint32_t e = 0; e < count; ++e) {
                    log.events.push_back({{below(random, 4), below(random, 6)}, 0, {}});
                    stamped.stamps.push_back(base + below(random, spread));
                }
                // As lanes are joined, or in any order, with versions twice.
                if (i % 2 == 0) std::ranges::stable_sort(log.events, {}, &Event::dot);
                log.order = std::move(stamped);
                REQUIRE(sequence_of(log) == sequence_by_definition(log));
            }
        }
    }
}

TEST_CASE("stamps as far apart as can be") {
    Log log;
    log.events = {{{0, 1}, 0, {}}, {{1, 1}, 0, {}}, {{2, 1}, 0, {}}};
    log.order = ByStamp{{~std::uint64_t{0}, 0, 7}};
    CHECK(sequence_of(log) == std::vector<std::uint32_t>{1, 2, 0});
}

}  // namespace reckon
