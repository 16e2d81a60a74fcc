#pragma once
/// Room for a known number of records, written by one thread at a time: what "its own lane" means.

#include <algorithm>
#include <atomic>
#include <cassert>
#include <cstddef>
#include <functional>
#include <iterator>
#include <memory>
#include <memory_resource>
#include <type_traits>
#include <vector>

namespace reckon {

inline constexpr std::size_t cache_line = 64;

/// Threads  One writer at a time. Others may read what they learned of in a way that orders them
///          after the append: records never move. Any thread may follow a lane: size and end count
///          only what has been written.
/// Cost     An append is a store and an increment. All memory is taken and touched by reserve, so
///          that no allocation and no page fault falls into a run; lanes share no cache line of
///          bookkeeping. An append asks for the memory that is written some visits of the ship
///          later, which by then would be out of the cache.
template <class T>
class alignas(cache_line) Lane {
public:
    Lane() = default;
    Lane(const Lane&) = delete;
    Lane& operator=(const Lane&) = delete;

    void reserve(std::size_t capacity, std::pmr::memory_resource* memory) {
        // Made anew, for an assignment would keep the old memory resource.
        std::destroy_at(&slots_);
        std::construct_at(&slots_, capacity, memory);
        next_.store(slots_.data(), std::memory_order_relaxed);
        end_ = slots_.data() + capacity;
    }

    T& append(const T& record) {
        T* slot = room();
        assert(slot < end_ && "the scenario's bounds count every record");
        *slot = record;
        extend(1);
        return *slot;
    }

    /// Counts `count` records more, side by side; what has not been written there is zero.
    T* extend(std::size_t count) {
        T* first = room();
        T* next = first + count;
        assert(next <= end_ && "the scenario's bounds count every record");
        next_.store(next, std::memory_order_release);
        __builtin_prefetch(reinterpret_cast<const std::byte*>(next) + ahead, 1);
        return first;
    }

    /// Where the next records go, before extend counts them.
    [[nodiscard]] T* room() { return next_.load(std::memory_order_relaxed); }

    /// All records, moved out.
    [[nodiscard]] std::pmr::vector<T> take() && {
        slots_.resize(size());
        return std::move(slots_);
    }

    [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(end() - begin()); }
    [[nodiscard]] const T* begin() const { return slots_.data(); }
    [[nodiscard]] const T* end() const { return next_.load(std::memory_order_acquire); }
    [[nodiscard]] const T& operator[](std::size_t i) const { return slots_[i]; }

private:
    /// What a visit of the usual 64 steps writes, at 32 bytes each. Units: bytes.
    static constexpr std::size_t ahead = 2048;

    std::atomic<T*> next_{nullptr};
    T* end_ = nullptr;  // Of all room.
    std::pmr::vector<T> slots_;
};

/// What `part` takes of each record of all ships' lanes, one ship after another.
template <class Ships, class T, class Part>
auto joined(const Ships& ships, Lane<T> Ships::value_type::*lane, Part part,
            std::pmr::memory_resource* memory) {
    std::size_t total = 0;
    for (const auto& ship : ships) total += (ship.*lane).size();
    std::pmr::vector<std::remove_cvref_t<std::invoke_result_t<Part, const T&>>> all{memory};
    all.reserve(total);
    for (const auto& ship : ships)
        std::ranges::transform(ship.*lane, std::back_inserter(all), part);
    return all;
}

/// The same of whole records.
template <class Ships, class T>
std::pmr::vector<T> joined(const Ships& ships, Lane<T> Ships::value_type::*lane,
                           std::pmr::memory_resource* memory) {
    return joined(ships, lane, std::identity{}, memory);
}

}  // namespace reckon
