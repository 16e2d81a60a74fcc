// Goal: failures that hang on one moment are shown on the strategies' own code, every time.
// Method: a Sync whose atomic loads call the test back, so that other ships sail between two derefs
// of one step; one thread, no chance.

#include "core/check/judge.hpp"
#include "core/replay/replay.hpp"
#include "core/run/fleet.hpp"
#include "core/run/sync.hpp"
#include "serializers/deps.hpp"
#include "serializers/vector.hpp"
#include "tests/catch.hpp"

namespace reckon {
namespace {

struct HookedSync : RealSync {
    /// Called before each load of an atomic.
    static inline std::function<void()> before_load = [] {};

    template <class T>
    class Atomic {
    public:
        Atomic(T value) : value_{value} {}

        T load(std::memory_order order = std::memory_order_seq_cst) const {
            before_load();
            return value_.load(order);
        }

        void store(T value, std::memory_order order = std::memory_order_seq_cst) {
            value_.store(value, order);
        }

    private:
        std::atomic<T> value_;
    };

    template <class T>
    using Published = Atomic<T>;
};

/// Anna meets Berta and Clara. Berta loads, Clara follows Berta and departs.
Scenario three_ships() {
    Scenario scenario{.name = "three"};
    OrderTable table{scenario.orders};
    scenario.ships = {{"Anna", {.at = 0, .cargo = 1}, {}},
                      {"Berta", {.at = 1, .cargo = 1}, {}},
                      {"Clara", {.at = 2, .cargo = 5}, {}}};
    scenario.ships[0].plan = {table.add({.kind = OrderKind::rendezvous, .ships = {1, 2}})};
    scenario.ships[1].plan = {table.add({.kind = OrderKind::load, .tons = 9})};
    scenario.ships[2].plan = {table.add({.kind = OrderKind::follow, .ships = {1, 0}}),
                              table.add({.kind = OrderKind::depart, .port = 7})};
    return scenario;
}

/// Anna derefs Berta; then Berta and Clara do all they have to; then Anna derefs Clara.
template <template <class> class S>
Verdict others_sail_between_two_derefs() {
    const Scenario scenario = three_ships();
    const Bounds bounds = *bounds_of(scenario);
    S<HookedSync> strategy{Roster{bounds.events, bounds.derefs}};
    Fleet<HookedSync, S<HookedSync>> fleet{scenario, bounds, strategy, {}};
    const auto nobody = [](ShipId) {};
    int loads = 0;
    HookedSync::before_load = [&] {
        if (++loads != 2) return;
        fleet.sail(1, nobody);
        while (fleet.sail(2, nobody)) {
        }
    };
    fleet.sail(0, nobody);
    HookedSync::before_load = [] {};
    const History history = fleet.history();
    const Log log = std::move(strategy).finish();
    return judge(scenario, history, log, replay(scenario, log));
}

}  // namespace

TEST_CASE("a vector clock knows of more than an event with two derefs read") {
    const Verdict verdict = others_sail_between_two_derefs<VectorClock>();
    CHECK(
        verdict[Check::view].witness ==
        "Anna's 1st order (rendezvous Berta Clara) read Berta at version 0 in the run, at version "
        "1 in the replay: its clock knows of more than it read");
    CHECK(verdict[Check::final].outcome == Outcome::fails);
    CHECK(verdict[Check::causal].outcome == Outcome::holds);
    CHECK(grade_of(verdict) == Grade::causal);
}

TEST_CASE("the versions read are enough where the clock is not") {
    const Verdict verdict = others_sail_between_two_derefs<Deps>();
    CHECK(grade_of(verdict) >= Grade::faithful);
    CHECK(verdict.serializable.outcome == Outcome::fails);
}

}  // namespace reckon
