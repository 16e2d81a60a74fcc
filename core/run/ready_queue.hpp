#pragma once
/// The ships that have orders to carry out, first come, first served.

#include <atomic>
#include <bit>
#include <optional>
#include <vector>

#include "core/run/lane.hpp"
#include "core/world/ids.hpp"

namespace reckon {

/// A bounded queue for many producers and many consumers.
///
/// Threads  Any number on either side.
/// Order    First in, first out. What a producer did before push is visible after the pop.
/// Shape    Each ship stands in it at most once, so room for all ships is enough and push never
///          fails. pop may return nothing while a push that started earlier is under way.
/// Cost     One compare-and-swap and one store each; no allocation. Boost.Lockfree's queue would
///          serve, but reads nodes that another thread is reusing, which ThreadSanitizer rightly
///          reports.
/// Source   Dmitry Vyukov, "Bounded MPMC queue".
class ReadyQueue {
public:
    explicit ReadyQueue(std::size_t ships) : slots_(std::bit_ceil(ships + 1)) {
        for (std::size_t i = 0; i < slots_.size(); ++i) {
            slots_[i].turn.store(i, std::memory_order_relaxed);
        }
    }

    void push(ShipId ship) {
        std::uint64_t position = tail_.load(std::memory_order_relaxed);
        for (;;) {
            Slot& slot = slots_[position & (slots_.size() - 1)];
            if (slot.turn.load(std::memory_order_acquire) == position &&
                tail_.compare_exchange_weak(position, position + 1)) {
                slot.ship = ship;
                // Sequentially consistent, as the load in pop: a worker that goes to sleep and a
                // push that finds no sleeper must not miss each other.
                slot.turn.store(position + 1);
                return;
            }
            position = tail_.load(std::memory_order_relaxed);
        }
    }

    std::optional<ShipId> pop() {
        std::uint64_t position = head_.load(std::memory_order_relaxed);
        for (;;) {
            Slot& slot = slots_[position & (slots_.size() - 1)];
            const std::uint64_t turn = slot.turn.load();
            if (turn == position + 1) {
                if (head_.compare_exchange_weak(position, position + 1)) {
                    const ShipId ship = slot.ship;
                    slot.turn.store(position + slots_.size(), std::memory_order_release);
                    return ship;
                }
            } else if (turn <= position) {
                return std::nullopt;
            } else {
                position = head_.load(std::memory_order_relaxed);
            }
        }
    }

private:
    struct Slot {
        std::atomic<std::uint64_t> turn;
        ShipId ship = 0;
    };

    std::vector<Slot> slots_;
    alignas(cache_line) std::atomic<std::uint64_t> tail_{0};
    alignas(cache_line) std::atomic<std::uint64_t> head_{0};
};

}  // namespace reckon
