#pragma once
/// Memory with a bound, so that a run which is too large is refused instead of killed.

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <memory_resource>
#include <new>

#include "core/log/huge_pages.hpp"
#include "core/run/lane.hpp"

namespace reckon {

/// More was asked for than the budget has.
struct OverBudget : std::bad_alloc {
    [[nodiscard]] const char* what() const noexcept override { return "over the memory budget"; }
};

/// Threads  Any number.
/// Shape    What two ships were given lies on no cache line together; and larger parts do not all
///          begin at the same place of a page, for then a worker that goes from ship to ship, each
///          as far along as the other, would have few sets of its cache for all. The system is
///          asked to back what is as large as a huge page by huge pages, unless that is not wanted;
///          it may not.
/// Errors   Throws OverBudget.
class MemoryBudget : public std::pmr::memory_resource {
public:
    explicit MemoryBudget(std::uint64_t bytes, bool huge_pages = true)
        : left_{bytes}, huge_pages_{huge_pages} {}

private:
    /// How a request is carried out; the same for taking and for giving back.
    struct Block {
        std::size_t bytes;
        std::size_t alignment;
        bool shifted;  ///< It begins up to a page later than what was taken for it.

        Block(std::size_t asked, std::size_t aligned)
            : bytes{(asked + cache_line - 1) / cache_line * cache_line},
              alignment{std::max(aligned, cache_line)},
              shifted{bytes >= small_page_bytes && alignment == cache_line} {
            if (shifted) bytes += small_page_bytes;
        }
    };

    void* do_allocate(std::size_t bytes, std::size_t alignment) override {
        const Block block{bytes, alignment};
        std::uint64_t left = left_.load(std::memory_order_relaxed);
        do {
            if (block.bytes > left) throw OverBudget{};
        } while (!left_.compare_exchange_weak(left, left - block.bytes));
        auto* memory = static_cast<std::byte*>(allocate_or_give_back(block));
        if (huge_pages_ && block.bytes >= huge_page_bytes) ask_for_huge_pages(memory, block.bytes);
        if (!block.shifted) return memory;
        // How far stands before it, on a line that is nobody's.
        const std::size_t lines = 1 + blocks_.fetch_add(1) % (small_page_bytes / cache_line);
        memory += lines * cache_line;
        std::memcpy(memory - sizeof lines, &lines, sizeof lines);
        return memory;
    }

    void* allocate_or_give_back(const Block& block) {
        try {
            return heap_->allocate(block.bytes, block.alignment);
        } catch (const std::bad_alloc&) {
            left_.fetch_add(block.bytes);
            throw;
        }
    }

    void do_deallocate(void* memory, std::size_t bytes, std::size_t alignment) override {
        const Block block{bytes, alignment};
        auto* first = static_cast<std::byte*>(memory);
        if (block.shifted) {
            std::size_t lines = 0;
            std::memcpy(&lines, first - sizeof lines, sizeof lines);
            first -= lines * cache_line;
        }
        heap_->deallocate(first, block.bytes, block.alignment);
        left_.fetch_add(block.bytes);
    }

    [[nodiscard]] bool do_is_equal(const memory_resource& other) const noexcept override {
        return this == &other;
    }

    std::pmr::memory_resource* heap_ = std::pmr::new_delete_resource();
    std::atomic<std::uint64_t> left_;
    std::atomic<std::size_t> blocks_{0};  // That were shifted.
    bool huge_pages_;
};

}  // namespace reckon
