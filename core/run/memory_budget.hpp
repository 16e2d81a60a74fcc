#pragma once
/// Memory with a bound, so that a run which is too large is refused instead of killed.

#include <cstdint>
#include <memory_resource>
#include <new>

namespace reckon {

/// More was asked for than the budget has.
struct OverBudget : std::bad_alloc {
    [[nodiscard]] const char* what() const noexcept override { return "over the memory budget"; }
};

/// Threads  One at a time: fleets and strategies take all memory before the first ship sails, and
///          make logs after the last has stopped.
/// Errors   Throws OverBudget.
class MemoryBudget : public std::pmr::memory_resource {
public:
    explicit MemoryBudget(std::uint64_t bytes) : left_{bytes} {}

private:
    void* do_allocate(std::size_t bytes, std::size_t alignment) override {
        if (bytes > left_) throw OverBudget{};
        left_ -= bytes;
        return heap_->allocate(bytes, alignment);
    }

    void do_deallocate(void* memory, std::size_t bytes, std::size_t alignment) override {
        left_ += bytes;
        heap_->deallocate(memory, bytes, alignment);
    }

    [[nodiscard]] bool do_is_equal(const memory_resource& other) const noexcept override {
        return this == &other;
    }

    std::pmr::memory_resource* heap_ = std::pmr::new_delete_resource();
    std::uint64_t left_;
};

}  // namespace reckon
