#pragma once
/// Room for a known number of records, written by one thread at a time: what "its own lane" means.

#include <cassert>
#include <memory>
#include <memory_resource>
#include <vector>

namespace reckon {

inline constexpr std::size_t cache_line = 64;

/// Threads  One writer at a time; read once the writers have stopped.
/// Cost     An append is a store and an increment. All memory is taken and touched by reserve, so
///          that no allocation and no page fault falls into a run; lanes share no cache line of
///          bookkeeping.
template <class T>
class alignas(cache_line) Lane {
public:
    void reserve(std::size_t capacity, std::pmr::memory_resource* memory) {
        // Made anew, for an assignment would keep the old memory resource.
        std::destroy_at(&slots_);
        std::construct_at(&slots_, capacity, memory);
        size_ = 0;
    }

    T& append(const T& record) {
        assert(size_ < slots_.size() && "the scenario's bounds count every record");
        return slots_[size_++] = record;
    }

    /// Room for `count` records side by side, zero so far.
    T* extend(std::size_t count) {
        assert(size_ + count <= slots_.size() && "the scenario's bounds count every record");
        size_ += count;
        return slots_.data() + size_ - count;
    }

    /// Drops all records but the first `count`.
    void truncate(std::size_t count) {
        assert(count <= size_);
        size_ = count;
    }

    /// All records, moved out.
    [[nodiscard]] std::pmr::vector<T> take() && {
        slots_.resize(size_);
        return std::move(slots_);
    }

    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] const T* begin() const { return slots_.data(); }
    [[nodiscard]] const T* end() const { return slots_.data() + size_; }
    [[nodiscard]] const T& operator[](std::size_t i) const { return slots_[i]; }

private:
    std::pmr::vector<T> slots_;
    std::size_t size_ = 0;
};

/// All lanes of all ships, one ship after another.
template <class Ships, class T>
std::pmr::vector<T> joined(const Ships& ships, Lane<T> Ships::value_type::*lane,
                           std::pmr::memory_resource* memory) {
    std::pmr::vector<T> all{memory};
    std::size_t total = 0;
    for (const auto& ship : ships) total += (ship.*lane).size();
    all.reserve(total);
    for (const auto& ship : ships) {
        all.insert(all.end(), (ship.*lane).begin(), (ship.*lane).end());
    }
    return all;
}

}  // namespace reckon
