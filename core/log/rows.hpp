#pragma once
/// A row of values for each ship, all rows in one piece of memory.

#include <cstdint>
#include <new>
#include <span>
#include <type_traits>
#include <vector>

#include "core/log/huge_pages.hpp"
#include "core/world/ids.hpp"

namespace reckon {

/// Takes memory and writes nothing to it: what is written once shall be touched once. For much
/// memory the system is asked for huge pages.
template <class T>
struct UnwrittenMemory {
    using value_type = T;

    UnwrittenMemory() = default;
    template <class U>
    UnwrittenMemory(const UnwrittenMemory<U>&) {}

    [[nodiscard]] T* allocate(std::size_t count) {
        const std::size_t bytes = count * sizeof(T);
        if (bytes < much) return static_cast<T*>(::operator new(bytes));
        void* memory = ::operator new(bytes, huge_page);
        ask_for_huge_pages(memory, bytes);
        return static_cast<T*>(memory);
    }

    void deallocate(T* memory, std::size_t count) {
        if (count * sizeof(T) < much) return ::operator delete(memory);
        ::operator delete(memory, huge_page);
    }

    template <class U>
    void construct(U*) const {
        static_assert(std::is_trivially_copyable_v<U> && std::is_trivially_destructible_v<U>);
    }

    friend bool operator==(const UnwrittenMemory&, const UnwrittenMemory&) { return true; }

private:
    static constexpr std::align_val_t huge_page{huge_page_bytes};
    static constexpr std::size_t much = 8U << 20;
};

/// Cost  Two allocations, whatever the number of ships; none where the memory of an earlier shape
///       is enough.
template <class T>
class Rows {
public:
    /// A row of lengths[ship] + more values for each ship; what they are is for the caller to
    /// write.
    void shape(std::span<const std::uint32_t> lengths, std::uint32_t more = 0) {
        first_.resize(lengths.size() + 1);
        std::uint64_t total = 0;
        for (std::size_t ship = 0; ship < lengths.size(); ++ship) {
            first_[ship] = total;
            total += std::uint64_t{lengths[ship]} + more;
        }
        first_.back() = total;
        values_.clear();  // Nothing need be moved if more memory must be found.
        values_.resize(total);
    }

    /// How many rows there are.
    [[nodiscard]] std::size_t size() const { return first_.empty() ? 0 : first_.size() - 1; }

    [[nodiscard]] std::span<T> operator[](ShipId ship) {
        return {values_.data() + first_[ship], values_.data() + first_[ship + 1]};
    }
    [[nodiscard]] std::span<const T> operator[](ShipId ship) const {
        return {values_.data() + first_[ship], values_.data() + first_[ship + 1]};
    }

private:
    std::vector<std::uint64_t> first_;  // Where each row begins, and where the last one ends.
    std::vector<T, UnwrittenMemory<T>> values_;
};

}  // namespace reckon
