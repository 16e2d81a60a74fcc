#pragma once
/// A ship's mailbox on real threads: room for all that can ever reach it, so a send never blocks.

#include <atomic>
#include <cassert>
#include <memory_resource>
#include <optional>
#include <vector>

#include "core/run/lane.hpp"

namespace reckon {

/// Threads  send: any number. receive: one at a time.
/// Order    Arrival is the order in which sends take their slot. What a sender did before send is
///          visible to the receiver after receive.
/// Cost     A send is one fetch-add and two stores; a receive is one load.
template <class T>
class Mailbox {
public:
    void reserve(std::size_t capacity, std::pmr::memory_resource* memory) {
        slots_.emplace(capacity, memory);
    }

    void send(const T& letter) {
        const std::uint32_t slot = taken_.fetch_add(1, std::memory_order_relaxed);
        assert(slot < slots_->size() && "the scenario's bounds count every letter");
        (*slots_)[slot].letter = letter;
        (*slots_)[slot].full.store(true, std::memory_order_release);
    }

    /// False if the next letter has not arrived.
    bool receive(T& letter) {
        if (read_ == slots_->size()) return false;
        const Slot& slot = (*slots_)[read_];
        if (!slot.full.load(std::memory_order_acquire)) return false;
        letter = slot.letter;
        ++read_;
        return true;
    }

private:
    struct Slot {
        T letter;
        std::atomic<bool> full{false};
    };

    std::optional<std::pmr::vector<Slot>> slots_;
    alignas(cache_line) std::uint32_t read_ = 0;               // The receiver's.
    alignas(cache_line) std::atomic<std::uint32_t> taken_{0};  // The senders'.
};

}  // namespace reckon
