// Goal: reduction misses nothing that any strategy could do, not only those of the list.
// Method: random little programs over locks, atomics, a queue, a ring of one and both clocks, as a
// strategy whose operations' results are compared: all that every schedule can show is shown with
// reduction. What depends on what is not asked here, so that a dependence left out shows.

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <set>

#include "core/control/controlled_run.hpp"
#include "core/explore/exhaustive.hpp"
#include "core/explore/reduced.hpp"
#include "tests/catch.hpp"
#include "tests/explore/menus.hpp"

namespace reckon {
namespace {

using Random = boost::random::mt19937;

std::uint32_t below(Random& random, std::uint32_t bound) {
    return boost::random::uniform_int_distribution<std::uint32_t>{0, bound - 1}(random);
}

/// One operation; `with` picks among its objects and values.
struct Deed {
    enum Kind : std::uint8_t { lock, load, store, add, swap, push, poll, offer, tick, step_back };
    static constexpr std::uint32_t kinds = 10;
    Kind kind;
    std::uint32_t with;
};

/// What a ship does before it decides, before it publishes, and after.
using Program = std::array<std::vector<Deed>, 3>;
using Seen = std::vector<std::int64_t>;

/// By ship. A strategy is made by its type alone, so what it is told and tells stands here.
std::vector<Program> programs;
std::vector<Seen> seen;  // By ship; then the drain's, and what was left in the end.

template <class Sync>
class Interpreter {
public:
    using Stamp = NoStamp;
    static constexpr std::string_view name = "interpreter";
    static constexpr std::string_view summary = "runs random programs";
    static constexpr Claims claims = always(Fidelity::nothing);

    explicit Interpreter(const Roster& roster) { seen.assign(roster.ship_count() + 2, {}); }

    template <class Step>
    void run(ShipId ship, Step&& step) {
        const Program& program = programs[ship];
        for (const Deed& deed : program[0]) execute(ship, deed);
        step.decide(ignore_seen);
        for (const Deed& deed : program[1]) execute(ship, deed);
        step.publish({});
        for (const Deed& deed : program[2]) execute(ship, deed);
        if (held_[ship]) locks_[*held_[ship]].unlock();
        held_[ship].reset();
    }

    Log finish() && {
        Seen& left = seen.back();
        left = {first_.load(), second_.load()};
        for (std::int64_t item = 0; queue_.pop(item);) left.push_back(item);
        for (std::int64_t item = 0; ring_.pop(item);) left.push_back(item);
        return {};
    }

protected:
    void execute(ShipId ship, const Deed& deed) {
        auto& atomic = deed.with % 2 == 0 ? first_ : second_;
        const std::int64_t value = 10 * ship + deed.with % 3;
        Seen& told = seen[ship];
        std::int64_t item = value % 3;
        switch (deed.kind) {
            case Deed::lock: return lock(ship, deed.with % 2);
            case Deed::load: return told.push_back(atomic.load());
            case Deed::store: return atomic.store(value);
            case Deed::add: return told.push_back(atomic.fetch_add(1));
            case Deed::swap: told.push_back(atomic.compare_exchange_weak(item, item + 1)); break;
            case Deed::push: return queue_.push(value);
            case Deed::poll: told.push_back(queue_.pop(item) ? item : -1); break;
            case Deed::offer: return told.push_back(ring_.try_push(value));
            case Deed::tick: return told.push_back(clock_.now_ms());
            case Deed::step_back: return told.push_back(stepping_clock_.now_ms());
        }
    }

    /// One lock at a time would never wait in a circle: a second is taken before the first is
    /// given back.
    void lock(ShipId ship, std::uint32_t which) {
        if (held_[ship] == which) return;
        locks_[which].lock();
        order_[which].push_back(ship);
        seen[ship].insert(seen[ship].end(), order_[which].begin(), order_[which].end());
        if (held_[ship]) locks_[*held_[ship]].unlock();
        held_[ship] = which;
    }

    typename Sync::template Ring<std::int64_t> ring_{1};

private:
    std::array<typename Sync::Mutex, 2> locks_;
    std::array<Seen, 2> order_;
    std::array<std::optional<std::uint32_t>, 3> held_;
    typename Sync::template Atomic<std::int64_t> first_{0};
    typename Sync::template Atomic<std::int64_t> second_{0};
    typename Sync::template Queue<std::int64_t> queue_{8};
    typename Sync::Clock clock_;
    typename Sync::SteppingClock stepping_clock_;
};

/// With a consumer of the ring.
template <class Sync>
class Drained : public Interpreter<Sync> {
public:
    using Interpreter<Sync>::Interpreter;

    void drain() {
        for (std::int64_t item = 0; this->ring_.pop(item);) seen[seen.size() - 2].push_back(item);
    }
};

/// All that a schedule can show: what operations returned, who read what, who waits for ever.
Seen shown(const ControlledRecording& run, bool publishes_count) {
    Seen all;
    for (const Seen& one : seen) {
        all.insert(all.end(), one.begin(), one.end());
        all.push_back(-99);
    }
    for (const ShipHistory& ship : run.history.ships) {
        for (const Event& event : ship.events) all.push_back(event.cause.index());
        for (const Dot read : ship.reads) all.push_back(10 * read.ship + read.version);
        all.push_back(-98);
    }
    all.push_back(static_cast<std::int64_t>(run.end));
    for (const Waiting& waiting : run.waiting) all.push_back(waiting.task);
    if (!publishes_count) return all;
    all.insert(all.end(), run.history.publishes.begin(), run.history.publishes.end());
    return all;
}

/// None if there are too many.
std::optional<std::set<Seen>> all_shown(ControlledRunner& runner, Search& search,
                                        const RunLimits& limits, bool publishes_count) {
    std::set<Seen> all;
    std::size_t left = 5'000;
    for (bool more = true; more;) {
        if (left-- == 0) return std::nullopt;
        const ControlledRecording& run = runner.run(search, limits);
        REQUIRE_FALSE(search.diverged());
        if (run.end != RunEnd::stopped) all.insert(shown(run, publishes_count));
        more = search.next(run);
    }
    return all;
}

struct Play {
    Scenario scenario;
    RunLimits limits;
    bool drained;
    bool publishes_count;
};

/// Some kinds of deeds more often than others, so that they meet.
Play draw(Random& random) {
    const std::uint32_t ships = 2 + below(random, 2);
    const std::array favoured{below(random, Deed::kinds), below(random, Deed::kinds)};
    std::vector<std::vector<Dish>> dishes(ships);
    programs.assign(ships, {});
    for (std::uint32_t ship = 0; ship < ships; ++ship) {
        dishes[ship] = {std::array{depart, load, follow, hail}[below(random, 4)]};
        for (std::uint32_t i = 0; i < (ships == 2 ? 3 : 2); ++i) {
            const std::uint32_t kind =
                below(random, 3) > 0 ? favoured[below(random, 2)] : below(random, Deed::kinds);
            programs[ship][below(random, 3)].push_back(
                {static_cast<Deed::Kind>(kind), below(random, 6)});
        }
    }
    Play play{model::serve(dishes), {}, below(random, 2) == 0, below(random, 2) == 0};
    if (below(random, 3) == 0) play.limits.stops = {{below(random, ships), below(random, 5)}};
    return play;
}

}  // namespace

TEST_CASE("what every schedule of a random program can show is shown with reduction") {
    Random random{1};
    std::size_t compared = 0;
    std::size_t varied = 0;
    for (int sample = 0; sample < 400; ++sample) {
        const Play play = draw(random);
        const Bounds bounds = *bounds_of(play.scenario);
        const auto runner =
            play.drained ? controlled_runner<Drained<ControlledSync>>(play.scenario, bounds)
                         : controlled_runner<Interpreter<ControlledSync>>(play.scenario, bounds);
        Exhaustive every;
        const auto all = all_shown(*runner, every, play.limits, play.publishes_count);
        if (!all) continue;
        Reduced classes{play.publishes_count};
        INFO("sample " << sample);
        CHECK(all_shown(*runner, classes, play.limits, play.publishes_count) == all);
        ++compared;
        varied += all->size() > 1 ? 1 : 0;
    }
    CHECK(compared > 150);
    CHECK(varied > 100);
}

}  // namespace reckon
