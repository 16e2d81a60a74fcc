// Goal: an observed global state was current at one moment; only such are kept, each once.
// Method: a fleet of numbers that moves on between two readings as the test says.

#include "core/run/observer.hpp"

#include "tests/catch.hpp"

namespace reckon {
namespace {

/// Two ships, each a version that anyone may set; `moves` says what happens after the n-th reading.
struct Numbers {
    struct Read {
        struct {
            Dot dot;
        } event;
    };

    [[nodiscard]] ShipId ship_count() const { return 2; }

    [[nodiscard]] Read deref(ShipId ship) const {
        const Read read{{{ship, versions[ship]}}};
        if (moving) ++versions[ship];
        return read;
    }

    mutable Cut versions{0, 0};
    bool moving = false;
};

}  // namespace

TEST_CASE("a fleet that moves between any two readings is never seen") {
    Numbers fleet;
    Observer observer{fleet};
    fleet.moving = true;
    for (int i = 0; i < 10; ++i) observer.observe();
    CHECK(observer.snapshots().tried == 10);
    CHECK(observer.snapshots().got == 0);
    CHECK(std::move(observer).observed().empty());
}

TEST_CASE("a state seen twice is kept once; the initial and the final one are not kept") {
    Numbers fleet;
    Observer observer{fleet};
    observer.observe();
    for (const Cut& cut : {Cut{1, 0}, Cut{1, 0}, Cut{1, 2}, Cut{3, 2}}) {
        fleet.versions = cut;
        observer.observe();
    }
    CHECK(observer.snapshots().got == 5);
    CHECK(std::move(observer).observed() == std::vector<Cut>{{1, 0}, {1, 2}});
}

}  // namespace reckon
