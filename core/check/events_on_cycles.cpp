#include "core/check/events_on_cycles.hpp"

#include <algorithm>
#include <numeric>
#include <span>
#include <utility>

namespace reckon {
namespace {

constexpr EventNumber no_event = 0xffff'ffffU;
constexpr ShipId nobody = 0xffff'ffffU;

/// Who read a state and so comes before the event that replaced it.
class Readers {
public:
    Readers(const History& run, const EventNumbers& numbers) : end_(numbers.count()) {
        const auto each_read = [&](auto&& visit) {
            for (const ShipHistory& ship : run.ships) {
                for (const Event& event : ship.events) {
                    for (const Dot read : ship.reads_of(event.dot.version)) {
                        if (read.version == run.ships[read.ship].last()) continue;
                        visit(numbers.of({read.ship, read.version + 1}), numbers.of(event.dot));
                    }
                }
            }
        };
        EventNumber total = 0;
        each_read([&](EventNumber replacer, EventNumber) {
            ++end_[replacer];
            ++total;
        });
        std::exclusive_scan(end_.begin(), end_.end(), end_.begin(), 0U);
        readers_.resize(total);
        // Each place moves on to where the next one began.
        each_read(
            [&](EventNumber replacer, EventNumber reader) { readers_[end_[replacer]++] = reader; });
    }

    [[nodiscard]] std::span<const EventNumber> of(EventNumber replacer) const {
        const EventNumber begin = replacer == 0 ? 0 : end_[replacer - 1];
        return std::span{readers_}.subspan(begin, end_[replacer] - begin);
    }

private:
    std::vector<EventNumber> end_;  // By replacing event.
    std::vector<EventNumber> readers_;
};

/// Lets each event go after all that it depends on. Where none can, those that hold each other up
/// go together.
class Departures {
public:
    explicit Departures(const History& run)
        : run_{run},
          numbers_{run},
          readers_{run, numbers_},
          gone_(numbers_.count()),
          waiting_(numbers_.count(), nobody),
          ships_(run.ships.size()) {}

    std::vector<EventOnCycle> on_cycles() {
        for (ShipId ship = 0; ship < ships_.size(); ++ship) ready_.push_back(ship);
        std::ranges::reverse(ready_);
        carry_all();
        for (ShipId ship = 0; ship < ships_.size(); ++ship) {
            while (ships_[ship].gone < run_.ships[ship].last()) {
                if (reached_.empty()) reached_.resize(numbers_.count());
                search(numbers_.of({ship, ships_[ship].gone + 1}));
                carry_all();
            }
        }
        std::ranges::sort(found_, {}, &EventOnCycle::event);
        return std::move(found_);
    }

private:
    struct Ship {
        Version gone = 0;
        std::uint32_t passed = 0;      // Sources of the next event that have gone.
        ShipId next_waiting = nobody;  // Of those that wait for the same event.
    };

    /// The sources of an event in turn, from 0: no_event where there is none of that kind.
    [[nodiscard]] std::uint32_t source_count(Dot dot) const {
        return static_cast<std::uint32_t>(2 + run_.ships[dot.ship].reads_of(dot.version).size() +
                                          readers_.of(numbers_.of(dot)).size());
    }

    [[nodiscard]] EventNumber source(Dot dot, std::uint32_t i) const {
        if (i == 0) return dot.version == 1 ? no_event : numbers_.of(dot) - 1;
        if (i == 1) {
            const Cause cause = run_.event(dot).cause;
            return cause.is_hail() ? numbers_.of(cause.sender()) : no_event;
        }
        const auto reads = run_.ships[dot.ship].reads_of(dot.version);
        if (i - 2 < reads.size()) {
            const Dot read = reads[i - 2];
            return read.version == 0 ? no_event : numbers_.of(read);
        }
        return readers_.of(numbers_.of(dot))[i - 2 - reads.size()];
    }

    /// The first source, from the i-th, that has not gone; moves i there, or to the end.
    [[nodiscard]] EventNumber next_source(Dot dot, std::uint32_t& i) const {
        for (const std::uint32_t count = source_count(dot); i < count; ++i) {
            const EventNumber event = source(dot, i);
            if (event != no_event && !gone_[event]) return event;
        }
        return no_event;
    }

    void carry_all() {
        while (!ready_.empty()) {
            const ShipId id = ready_.back();
            ready_.pop_back();
            Ship& ship = ships_[id];
            while (ship.gone < run_.ships[id].last()) {
                const Dot dot{id, ship.gone + 1};
                const EventNumber awaited = next_source(dot, ship.passed);
                if (awaited != no_event) {
                    ship.next_waiting = std::exchange(waiting_[awaited], id);
                    break;
                }
                let_go(dot);
            }
        }
    }

    void let_go(Dot dot) {
        const EventNumber event = numbers_.of(dot);
        gone_[event] = true;
        ++ships_[dot.ship].gone;
        ships_[dot.ship].passed = 0;
        for (ShipId id = waiting_[event]; id != nobody; id = ships_[id].next_waiting) {
            ready_.push_back(id);
        }
    }

    struct Visit {
        EventNumber event;
        std::uint32_t passed;  // Sources.
        std::uint32_t number;  // In which it was met, from 1.
    };

    /// Lets go all that this event depends on, component by component, and then the event. Each
    /// event is met by one search, for afterwards it has gone.
    void search(EventNumber root) {
        std::vector<Visit> path;
        std::vector<EventNumber> open;  // Met, and its component not complete.
        std::uint32_t met = 0;
        const auto meet = [&](EventNumber event) {
            reached_[event] = ++met;
            open.push_back(event);
            path.push_back({event, 0, met});
        };
        meet(root);
        while (!path.empty()) {
            Visit& visit = path.back();
            const EventNumber event = visit.event;
            const EventNumber next = next_source(numbers_.dot(event), visit.passed);
            if (next != no_event && reached_[next] == 0) {
                meet(next);
                continue;
            }
            if (next != no_event) {
                reached_[event] = std::min(reached_[event], reached_[next]);
                ++visit.passed;
                continue;
            }
            const bool first = reached_[event] == visit.number;
            path.pop_back();
            if (first) close(open, event);
        }
    }

    /// All of `open` from this event on are a component: they go.
    void close(std::vector<EventNumber>& open, EventNumber first) {
        const auto begin = std::find(open.rbegin(), open.rend(), first).base() - 1;
        const std::span members{begin, open.end()};
        std::ranges::sort(members);  // A ship's in their order.
        for (const EventNumber event : members) {
            if (members.size() > 1) found_.push_back({event, components_});
            let_go(numbers_.dot(event));
        }
        components_ += members.size() > 1 ? 1 : 0;
        open.erase(begin, open.end());
    }

    const History& run_;
    const EventNumbers numbers_;
    const Readers readers_;
    std::vector<bool> gone_;
    std::vector<ShipId> waiting_;  // By event: the first ship that waits for it.
    std::vector<Ship> ships_;
    std::vector<ShipId> ready_;
    std::vector<std::uint32_t> reached_;  // By event: the earliest met that it is known to lead to.
    std::vector<EventOnCycle> found_;
    std::uint32_t components_ = 0;
};

}  // namespace

std::vector<EventOnCycle> events_on_cycles(const History& run) {
    return Departures{run}.on_cycles();
}

}  // namespace reckon
