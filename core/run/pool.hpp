#pragma once
/// The worker pool: which worker visits which ship next, and when the whole fleet is done.

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include "core/run/ready_queue.hpp"
#include "core/world/scenario.hpp"

namespace reckon {

/// Threads  work, post, source_done: any number.
/// Order    A ship is visited by one worker at a time; what one visit did, the next one sees.
/// Shape    A ship is idle, or active: in the queue or being visited. A visit is bounded, and a
/// ship
///          with more to do goes to the back of the queue, so none starves.
/// Cost     A visit costs two queue operations and one counter's; a post one counter's. A worker
///          without work spins briefly, then sleeps.
class Pool {
public:
    Pool(const Scenario& scenario, std::uint32_t sources)
        : pending_(scenario.ships.size()), ready_{scenario.ships.size()}, active_{sources} {
        for (ShipId ship = 0; ship < scenario.ship_count(); ++ship) {
            const auto planned = static_cast<std::int64_t>(scenario.ships[ship].plan.size());
            pending_[ship].orders.store(planned, std::memory_order_relaxed);
            if (planned > 0) activate(ship);
        }
        if (active_.load() == 0) done_.store(true);
    }

    /// One more order has been put into the ship's mailbox. Called by a visit or by a source, so
    /// that something is always active while an order is under way.
    void post(ShipId ship) {
        if (pending_[ship].orders.fetch_add(1) == 0) activate(ship);
    }

    /// A source has issued all its orders.
    void source_done() { retire(); }

    /// Lets all workers go home at once, whatever is left.
    void stop() {
        done_.store(true);
        const std::scoped_lock guard{mutex_};
        wakeup_.notify_all();
    }

    /// Visits ships until all are idle and all sources done. visit(ship) carries out some of its
    /// orders and returns how many.
    template <class Visit>
    void work(Visit&& visit) {
        while (const auto ship = take()) {
            const std::int64_t carried_out = visit(*ship);
            if (pending_[*ship].orders.fetch_sub(carried_out) <= carried_out) {
                retire();
                continue;
            }
            // Its next letter is still being written: let the sender get on with it.
            if (carried_out == 0) std::this_thread::yield();
            push(*ship);
        }
    }

private:
    static constexpr int spins = 200;

    /// Orders posted and not yet carried out, the plan included. A visit can be quicker than the
    /// post that announces a letter; the count is then below zero for a moment. Whoever raises it
    /// from 0 activates the ship, whoever takes it to 0 or below retires it: so in any interleaving
    /// a ship with orders is active exactly once.
    struct alignas(cache_line) Pending {
        std::atomic<std::int64_t> orders{0};
    };

    void activate(ShipId ship) {
        active_.fetch_add(1);
        push(ship);
    }

    void push(ShipId ship) {
        ready_.push(ship);
        if (sleepers_.load() > 0) {
            const std::scoped_lock guard{mutex_};
            wakeup_.notify_one();
        }
    }

    std::optional<ShipId> take() {
        for (int i = 0; i < spins; ++i) {
            if (done_.load()) return std::nullopt;
            if (const auto ship = ready_.pop()) return ship;
            std::this_thread::yield();
        }
        std::optional<ShipId> ship;
        std::unique_lock lock{mutex_};
        sleepers_.fetch_add(1);
        wakeup_.wait(lock, [&] { return done_.load() || (ship = ready_.pop()).has_value(); });
        sleepers_.fetch_sub(1);
        return ship;
    }

    void retire() {
        if (active_.fetch_sub(1) == 1) stop();
    }

    std::vector<Pending> pending_;
    ReadyQueue ready_;
    alignas(cache_line) std::atomic<std::int64_t> active_;  // Ships and sources not yet done.
    alignas(cache_line) std::atomic<bool> done_{false};     // Read by every take and push.
    std::atomic<std::int32_t> sleepers_{0};
    std::mutex mutex_;
    std::condition_variable wakeup_;
};

}  // namespace reckon
