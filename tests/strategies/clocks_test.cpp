// Goal: `vector-delta` and `tree` record the very clocks that `vector` does, whatever they save.
// Method: the same schedules under all three, on fleets in which clocks are long and on some in
// which changes pile up; the logs are compared entry by entry.

#include "core/control/strategy_record.hpp"
#include "core/explore/pct.hpp"
#include "core/explore/sampler.hpp"
#include "core/world/preset.hpp"
#include "serializers/list.hpp"
#include "tests/catch.hpp"

namespace reckon {
namespace {

struct Fleet {
    std::string_view preset;
    std::uint32_t ships;
    std::uint32_t orders;
};

// The last are for clocks that are written whole, and for lanes of several chunks.
constexpr std::array fleets{
    Fleet{"solo", 3, 5},        Fleet{"hail", 5, 20},         Fleet{"convoy", 2, 30},
    Fleet{"rendezvous", 7, 20}, Fleet{"storm", 9, 30},        Fleet{"mixed", 12, 30},
    Fleet{"convoy", 40, 60},    Fleet{"rendezvous", 20, 300},
};

void same_clocks(const Log& a, const Log& b) {
    CHECK(a.events == b.events);
    const auto& left = std::get<ByClock>(a.order);
    const auto& right = std::get<ByClock>(b.order);
    CHECK(left.ends == right.ends);
    CHECK(left.changes == right.changes);
}

}  // namespace

TEST_CASE("clocks recorded by their changes are the clocks recorded whole") {
    std::uint64_t learned = 0;  // Entries of others, so that this cannot hold for want of any.
    for (const Fleet& fleet : fleets) {
        Knobs knobs = find_preset(fleet.preset)->knobs();
        knobs.ships = fleet.ships;
        knobs.orders = fleet.orders;
        const Scenario scenario = *generate(knobs);
        const Bounds bounds = *bounds_of(scenario);
        const auto whole = find_strategy("vector")->controlled(scenario, bounds);
        for (const std::string_view name : {"vector-delta", "tree"}) {
            INFO(name << " on " << fleet.preset << " of " << fleet.ships);
            const auto saving = find_strategy(name)->controlled(scenario, bounds);
            for (std::uint64_t index = 0; index < 6; ++index) {
                RandomWalk random;
                Pct pct{10};
                Sampler& sampler = index % 2 == 0 ? static_cast<Sampler&>(random) : pct;
                sampler.begin(7, index, 4 * bounds.total_events);
                const ControlledRecording& expected = whole->run(sampler, {});
                sampler.begin(7, index, 4 * bounds.total_events);
                const ControlledRecording& found = saving->run(sampler, {});
                REQUIRE(expected.end == RunEnd::complete);
                same_clocks(expected.log, found.log);
                learned += std::get<ByClock>(found.log.order).changes.size();
            }
        }
    }
    CHECK(learned > 100'000);
}

}  // namespace reckon
