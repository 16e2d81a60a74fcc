#pragma once
/// The memory of one controlled run, given back whole before the next.

#include <cstddef>
#include <memory_resource>
#include <vector>

namespace reckon {

/// Threads  One.
/// Cost     Two pointers an allocation. What a run takes beyond the buffer comes from the heap, and
///          makes the buffer larger for the next: so runs of one kind soon allocate nothing.
class RunMemory : public std::pmr::memory_resource {
public:
    /// Everything taken so far is gone.
    void release() {
        if (beyond_ > 0) buffer_.resize(2 * (buffer_.size() + beyond_));
        used_ = 0;
        beyond_ = 0;
    }

private:
    void* do_allocate(std::size_t bytes, std::size_t alignment) override {
        const auto base = reinterpret_cast<std::uintptr_t>(buffer_.data());
        const std::size_t start = (base + used_ + alignment - 1) / alignment * alignment - base;
        if (start + bytes > buffer_.size()) {
            beyond_ += bytes + alignment;
            return heap_->allocate(bytes, alignment);
        }
        used_ = start + bytes;
        return buffer_.data() + start;
    }

    void do_deallocate(void* memory, std::size_t bytes, std::size_t alignment) override {
        const auto* at = static_cast<const std::byte*>(memory);
        const bool ours = at >= buffer_.data() && at < buffer_.data() + buffer_.size();
        if (!ours) heap_->deallocate(memory, bytes, alignment);
    }

    [[nodiscard]] bool do_is_equal(const memory_resource& other) const noexcept override {
        return this == &other;
    }

    std::pmr::memory_resource* heap_ = std::pmr::new_delete_resource();
    std::vector<std::byte> buffer_ = std::vector<std::byte>(std::size_t{16} * 1024);
    std::size_t used_ = 0;
    std::size_t beyond_ = 0;
};

}  // namespace reckon
