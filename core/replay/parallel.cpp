#include "core/replay/parallel.hpp"

#include <tbb/global_control.h>
#include <tbb/task_arena.h>
#include <tbb/task_group.h>

#include <algorithm>

namespace reckon {
namespace {

/// A task carries one ship on as far as it can. Where the ship must wait for a version of another,
/// it is put on a list there and the task ends; who applies that version starts it again.
///
/// Whoever has a ship owns it: a task, or the list that it is on, and then whoever takes the list.
/// What one task did to a ship the next one sees by the ship's `done`. A task begins with a load
/// and ends with an increment, so that it sees what was before all tasks, and is seen when all are
/// over: all that passes between threads passes by atomics here, whatever the scheduler does.
class Carriers {
public:
    Carriers(const PartialOrder& order, ShipsAtWork& ships)
        : order_{order},
          entries_{order.entries()},
          ships_{ships},
          links_(entries_.ship_count()),
          waiting_(entries_.size()) {}

    /// Carries all ships on. Whether they have arrived.
    [[nodiscard]] bool carry_all() {
        begun_.store(true, std::memory_order_release);
        // Of many ships each has few events, perhaps too few for a task.
        const ShipId count = entries_.ship_count();
        const ShipId ships_a_task = std::max(1U, count / 256);
        for (ShipId first = 0; first < count; first += ships_a_task) {
            tasks_.run([this, first, end = std::min(count, first + ships_a_task)] {
                for (ShipId id = first; id < end; ++id) carry(id);
            });
        }
        tasks_.wait();
        bool all = true;
        for (ShipId id = 0; id < entries_.ship_count(); ++id) {
            static_cast<void>(links_[id].tasks_left.load(std::memory_order_acquire));
            all = all && ships_.done(id) == entries_.count(id);
        }
        return all;
    }

private:
    void start(ShipId id) {
        tasks_.run([this, id] { carry(id); });
    }

    /// Carries the ship on until it waits or has arrived.
    void carry(ShipId id) {
        static_cast<void>(begun_.load(std::memory_order_acquire));
        carry_on(id);
        links_[id].tasks_left.fetch_add(1, std::memory_order_release);
    }

    void carry_on(ShipId id) {
        Version done = ships_.done(id);
        Version settled = done;
        links_[id].carried.store(true, std::memory_order_relaxed);
        while (done < entries_.count(id) && !stopped_.load(std::memory_order_relaxed)) {
            const auto awaited = order_.missing(id, done, links_[id].passed,
                                                [&](ShipId other) { return ships_.done(other); });
            if (awaited) {
                if (comes_soon(*awaited)) continue;
                settle(id, settled, done);
                settled = done;
                links_[id].carried.store(false, std::memory_order_relaxed);
                if (left_to_wait(id, *awaited)) return;
                links_[id].carried.store(true, std::memory_order_relaxed);
                continue;
            }
            if (!ships_.apply_entry(entries_.entry(id, done), order_.reads())) {
                stopped_.store(true, std::memory_order_relaxed);
                return;
            }
            ++done;
            links_[id].passed = 0;
            wake({id, done});
            if (done - settled < settle_every) continue;
            settle(id, settled, done);
            settled = done;
        }
        settle(id, settled, done);
        links_[id].carried.store(false, std::memory_order_relaxed);
    }

    struct alignas(64) Link {
        std::atomic<ShipId> next{0};  // Of those that wait for the same version.
        std::size_t passed = 0;       // Of what its next event waits for: its carrier's.
        std::atomic<bool> carried{false};
        std::atomic<std::uint32_t> tasks_left{0};  // How often a task has left the ship.
    };

    // Lists hold ships counted from 1, so that memory full of zeros is empty lists.
    static constexpr ShipId nobody = 0;
    static constexpr Version settle_every = 64;

    [[nodiscard]] std::atomic<ShipId>& waiting_for(Dot dot) { return waiting_[entries_.slot(dot)]; }

    /// Waits a moment for a ship that somebody carries at the same time: to be put on a list and
    /// taken up again costs more than a few orders do.
    [[nodiscard]] bool comes_soon(Dot dot) const {
        constexpr int moment = 200;
        constexpr Version near = 16;
        if (dot.version - ships_.done(dot.ship) > near) return false;
        for (int i = 0; i < moment; ++i) {
            if (!links_[dot.ship].carried.load(std::memory_order_relaxed)) return false;
            if (ships_.done(dot.ship) >= dot.version) return true;
        }
        return false;
    }

    /// Puts the ship on the list of those that wait for a version. False if it has it back, because
    /// the version came in between.
    [[nodiscard]] bool left_to_wait(ShipId id, Dot dot) {
        if (dot.version > entries_.count(dot.ship)) return true;  // It never comes.
        auto& list = waiting_for(dot);
        ShipId first = list.load();
        do links_[id].next.store(first, std::memory_order_relaxed);
        while (!list.compare_exchange_weak(first, id + 1));
        // From here on the ship is the list's.
        if (ships_[dot.ship].done.load() < dot.version) return true;
        return !start_all(list, id);
    }

    /// Starts the ships on a list again. True if `mine` was one of them; that one is not started.
    bool start_all(std::atomic<ShipId>& list, ShipId mine) {
        bool found = false;
        for (ShipId ship = list.exchange(nobody); ship != nobody;) {
            const ShipId id = ship - 1;
            ship = links_[id].next.load(std::memory_order_relaxed);
            if (id == mine) {
                found = true;
            } else {
                start(id);
            }
        }
        return found;
    }

    void wake(Dot dot) {
        auto& list = waiting_for(dot);
        if (list.load(std::memory_order_relaxed) != nobody) start_all(list, no_ship);
    }

    /// A list may be found empty although a ship is just being put on it that did not yet see the
    /// version applied. After an exchange, one of the two sees the other. So it is looked at again,
    /// and the exchange is paid for once in many events.
    void settle(ShipId id, Version settled, Version done) {
        ships_[id].done.exchange(done);
        while (settled < done) {
            ++settled;
            auto& list = waiting_for({id, settled});
            if (list.load() != nobody) start_all(list, no_ship);
        }
    }

    const PartialOrder& order_;
    const ShipEntries& entries_;
    ShipsAtWork& ships_;
    std::vector<Link> links_;
    std::vector<std::atomic<ShipId>> waiting_;  // By slot: the first that waits for it.
    std::atomic<bool> begun_{false};
    std::atomic<bool> stopped_{false};
    tbb::task_group tasks_;
};

}  // namespace

bool apply_in_parallel(const PartialOrder& order, ShipsAtWork& ships, std::uint32_t threads) {
    const auto count = static_cast<int>(std::min(threads, ReplayOptions::threads_max));
    const tbb::global_control limit{tbb::global_control::max_allowed_parallelism,
                                    static_cast<std::size_t>(count)};
    Carriers carriers{order, ships};
    return tbb::task_arena{count}.execute([&] { return carriers.carry_all(); });
}

}  // namespace reckon
