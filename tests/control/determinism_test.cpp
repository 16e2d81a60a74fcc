// Goal: scenario, strategy and schedule determine the log, byte for byte, whatever the machine, the
// compiler or the flags; a strategy for which they do not is told so.
// Method: digests of runs, pinned; runs repeated by another runner and on another thread; a
// strategy that remembers the run before.

#include <thread>

#include "core/explore/exploration.hpp"
#include "core/explore/pct.hpp"
#include "core/explore/run_digest.hpp"
#include "core/world/preset.hpp"
#include "serializers/list.hpp"
#include "tests/catch.hpp"
#include "tests/control/trap_strategies.hpp"
#include "tests/explore/menus.hpp"

namespace reckon {
namespace {

/// Four ships, each with twenty orders of all kinds, and two sources.
Scenario mixed() {
    Knobs knobs = find_preset("mixed")->knobs();
    knobs.ships = 4;
    knobs.orders = 20;
    knobs.source_orders = 20;
    return *generate(knobs);
}

struct Pinned {
    std::string_view strategy;
    std::string_view policy;
    std::string_view outcome;
    std::string_view log;
    std::string_view operations;
};

constexpr std::array pinned{
    Pinned{"none", "random", "aefda0286477ea80bb48bcc58d977b41", "e5189a9599e3f86205ea23ef06e28b2d",
           "2ad9772fb5866c032c6a8508566def7d"},
    Pinned{"none", "pct", "f04eac697b33c95579b41091241a1306", "e5189a9599e3f86205ea23ef06e28b2d",
           "993b9bc73053aed4d32d51f244d97b69"},
    Pinned{"mutex", "random", "4c84e7dcd3a9de5e432ee57e53038e9f",
           "735841c88959db5f627b18e8d3674a95", "b5a99ae8b8d813f004de820d1df210f8"},
    Pinned{"mutex", "pct", "2358b9b7f418036d254c4229199ff328", "aece759a9e0eec75a35f69e91625a506",
           "4adb60e16d18f2ba21263c5a474d296f"},
    Pinned{"mpsc", "random", "dd4b314226d5f97f1e22a3cf51a16864", "145f714da1c51b13f64be08f54140f0e",
           "252086614e4b1bfcca559ea64d944662"},
    Pinned{"mpsc", "pct", "0544c7c1f53896b249345fc871af79a4", "0ec8b9328cd9b4f1116e3d69c91f5f58",
           "84fac7617b35621ec3fec35f6684eada"},
    Pinned{"atom", "random", "55acbc905474a034acce9ba83aaeaf62", "17b4334b2db40ebaf25b672a3713331b",
           "63f86d6db3c375e2c245b6b82dde65cd"},
    Pinned{"atom", "pct", "91ade7e07a1b1b09ed9964c34a88ad5c", "4c18773a86280f4a42f849c39bd46fc0",
           "72330e1528c0ae431c8b5b112a5b0a3f"},
    Pinned{"lamport", "random", "aefda0286477ea80bb48bcc58d977b41",
           "bc383f5e95f80589720fe0ffb82db6c0", "2ad9772fb5866c032c6a8508566def7d"},
    Pinned{"lamport", "pct", "f04eac697b33c95579b41091241a1306", "2dc24c801d9a797042f7c6a2d9bcf20f",
           "993b9bc73053aed4d32d51f244d97b69"},
    Pinned{"vector", "random", "aefda0286477ea80bb48bcc58d977b41",
           "a651a4d5ad5c1a9c314141dcd91b7c9e", "2ad9772fb5866c032c6a8508566def7d"},
    Pinned{"vector", "pct", "f04eac697b33c95579b41091241a1306", "d04e70ccc03b4508c47979bf024437cf",
           "993b9bc73053aed4d32d51f244d97b69"},
    Pinned{"deps", "random", "aefda0286477ea80bb48bcc58d977b41", "f8f40f6cf33f64996df82976c2632fff",
           "2ad9772fb5866c032c6a8508566def7d"},
    Pinned{"deps", "pct", "f04eac697b33c95579b41091241a1306", "6aa8f368f062dfffc3a6495086437707",
           "993b9bc73053aed4d32d51f244d97b69"},
    Pinned{"optimistic", "random", "6ffab2a542e248eb73bb1cebef461b3d",
           "cc58f0eaf12b88ee0ed21e1f9d0ddd8a", "1870f354596e759cd4e551dcfd7d43ca"},
    Pinned{"optimistic", "pct", "220257c3b513b0746616dadbfd291629",
           "f04c50cd416f4b40cdcdadb6244bbe0c", "9363dc05362cd841e6c500382b37fad9"},
    Pinned{"ticket", "random", "dd4b314226d5f97f1e22a3cf51a16864",
           "eb65c9bb04d94ea9674979969015bf7c", "67d3fda29f9d390f235ce45c95760f15"},
    Pinned{"ticket", "pct", "0544c7c1f53896b249345fc871af79a4", "1fda276b136efa25ef5f8f5b074f9506",
           "67671ae56992a4580940a1a44e9410b8"},
    Pinned{"hybrid", "random", "39e623a65bafdf42dc70560ea3992556",
           "d71d3d2c28e8c3470a076bd5ab024958", "f3403f8df6d7c8ca1489b1c7568dcff7"},
    Pinned{"hybrid", "pct", "8aa95261f158063aa5f52a20b162b0d7", "bffa84b6d3d7394dbf502fc266d8fd9e",
           "62bc55a3174c20744f5e2ab1fb85b70e"},
    Pinned{"vector-delta", "random", "aefda0286477ea80bb48bcc58d977b41",
           "a651a4d5ad5c1a9c314141dcd91b7c9e", "2ad9772fb5866c032c6a8508566def7d"},
    Pinned{"vector-delta", "pct", "f04eac697b33c95579b41091241a1306",
           "d04e70ccc03b4508c47979bf024437cf", "993b9bc73053aed4d32d51f244d97b69"},
    Pinned{"tree", "random", "aefda0286477ea80bb48bcc58d977b41", "a651a4d5ad5c1a9c314141dcd91b7c9e",
           "2ad9772fb5866c032c6a8508566def7d"},
    Pinned{"tree", "pct", "f04eac697b33c95579b41091241a1306", "d04e70ccc03b4508c47979bf024437cf",
           "993b9bc73053aed4d32d51f244d97b69"},
    Pinned{"deps-strict", "random", "d6990a3f9d71072d0bdec4685fad481f",
           "6997e25d26ec5c4e600cc2c64ad08af2", "a40d4e5d4bd26127fb961f5342c036ea"},
    Pinned{"deps-strict", "pct", "f94364fb368ed2089bdfdda5d85996d1",
           "0eed1c21d8a45f378d1bc05ae5d2ec7b", "53df430fd7ae9ee13078d3a02263f0a3"},
    Pinned{"timestamp", "random", "39e623a65bafdf42dc70560ea3992556",
           "2b1c65ae224c5dcf04452e0fbf22442c", "f3403f8df6d7c8ca1489b1c7568dcff7"},
    Pinned{"timestamp", "pct", "8aa95261f158063aa5f52a20b162b0d7",
           "4804ac2d80c393c8b3e6921c0efdca70", "62bc55a3174c20744f5e2ab1fb85b70e"},
    Pinned{"late-lock", "random", "756f33647a64ff4d8f41b751393b1c77",
           "41d4f671b53b6d07ca47971d6afbf51d", "dd86e9f5a244e8df7b3adc44326e867a"},
    Pinned{"late-lock", "pct", "91ade7e07a1b1b09ed9964c34a88ad5c",
           "4c18773a86280f4a42f849c39bd46fc0", "31023d92933762ac48c2fa54988d1f90"},
    Pinned{"early-ticket", "random", "b97fbfa77e049b807c5cade57a438af7",
           "ddc054d3b0e3e0f65348adbbded498a2", "4923b01fa24505228a854eeb4ff6eeae"},
    Pinned{"early-ticket", "pct", "315500c5f7d5153d778df99d8cade987",
           "47520215d1b61a35d5828143450ba4dd", "09d67638302646b1fad86c2468fedf80"},
    Pinned{"lossy", "random", "7467a574fd9de4a5cd96598d5b6c98c1",
           "68e178b1a7970189a1c07ef79445d490", "79a0f55a5d59461884316c161f9a5adc"},
    Pinned{"lossy", "pct", "279b4323b0a811aaa4a70a42cb7dacc0", "c449dd6517bc42fc3640f366f8bae1f0",
           "f7289ba62c471ab6399a1f06fe4044cc"},
    Pinned{"stepping-clock", "random", "39e623a65bafdf42dc70560ea3992556",
           "8eaadb9a065d499c9a85ca9806f74d98", "05f72852bdcbc250a49c08ea730f0ff8"},
    Pinned{"stepping-clock", "pct", "8aa95261f158063aa5f52a20b162b0d7",
           "3ab9ff7e8dbcf0d5f0c8f0fbbfb8ec4a", "0f69e7225cd1318cd6b3418f3101b41b"},
};

std::string digests(const ControlledRecording& run) {
    RunDigester digester;
    return digester.outcome(run.history).text() + " " + digester.log(run.log).text() + " " +
           digester.operations(run.made).text();
}

std::string digests(std::string_view strategy, std::string_view policy) {
    const Scenario scenario = mixed();
    const Bounds bounds = *bounds_of(scenario);
    const auto runner = find_strategy(strategy)->controlled(scenario, bounds);
    RandomWalk random;
    Pct pct{5};
    Sampler& sampler = policy == "pct" ? static_cast<Sampler&>(pct) : random;
    sampler.begin(2009, 1, 500);
    return digests(runner->run(sampler, {}));
}

}  // namespace

TEST_CASE("a schedule determines the run on every machine") {
    for (const Pinned& each : pinned) {
        INFO(each.strategy << ", " << each.policy);
        const std::string found = digests(each.strategy, each.policy);
        CHECK(found.substr(0, 32) == each.outcome);
        CHECK(found.substr(33, 32) == each.log);
        CHECK(found.substr(66) == each.operations);
    }
}

TEST_CASE("a schedule determines the run, whoever runs it, where and after what") {
    const Scenario scenario = mixed();
    const Bounds bounds = *bounds_of(scenario);
    for (const StrategyRecord& strategy : strategies()) {
        const auto runner = strategy.controlled(scenario, bounds);
        for (std::uint64_t index = 0; index < 5; ++index) {
            RandomWalk random;
            random.begin(1, index, 0);
            const ControlledRecording& run = runner->run(random, {});
            const std::string first = digests(run);
            const Schedule schedule = run.schedule;
            std::string elsewhere;
            std::thread{[&] {
                const auto other = strategy.controlled(scenario, bounds);
                FollowSchedule cut{schedule};
                (void)other->run(cut, {.operations_max = 30 * index});
                FollowSchedule same{schedule};
                elsewhere = digests(other->run(same, {}));
            }}.join();
            INFO(strategy.name);
            CHECK(elsewhere == first);
            FollowSchedule again{schedule};
            CHECK(digests(runner->run(again, {})) == first);
        }
    }
}

TEST_CASE("a strategy that its schedule does not determine is noticed") {
    const Scenario scenario = model::serve({{follow}, {depart}});
    const StrategyRecord unsteady = trap<Unsteady>();
    for (ExploreOptions options :
         {ExploreOptions{.policy = Policy::random}, ExploreOptions{.policy = Policy::pct},
          ExploreOptions{.policy = Policy::pos}, ExploreOptions{.policy = Policy::exhaustive},
          ExploreOptions{.policy = Policy::exhaustive, .reduce = false},
          ExploreOptions{.policy = Policy::exhaustive, .preemptions = 1}}) {
        options.schedules_max = 1'000;
        options.count_all = true;
        INFO(word(options.policy) << ", reduce " << options.reduce);
        const auto found = explore(unsteady, scenario, *bounds_of(scenario), options);
        REQUIRE_FALSE(found);
        CHECK(found.error().message() ==
              "strategy unsteady: two runs of one schedule differ: expected runs that their "
              "schedule determines");
    }
}

}  // namespace reckon
