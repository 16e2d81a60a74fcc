#include "bench/peak_memory.hpp"

#include <malloc.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::int64_t> taken{0};
std::atomic<std::int64_t> peak{0};

void* counted(void* memory) {
    if (memory == nullptr) throw std::bad_alloc{};
    const auto bytes = static_cast<std::int64_t>(malloc_usable_size(memory));
    const std::int64_t now = taken.fetch_add(bytes, std::memory_order_relaxed) + bytes;
    std::int64_t most = peak.load(std::memory_order_relaxed);
    while (now > most && !peak.compare_exchange_weak(most, now, std::memory_order_relaxed)) {
    }
    return memory;
}

void free_counted(void* memory) {
    if (memory == nullptr) return;
    const auto bytes = static_cast<std::int64_t>(malloc_usable_size(memory));
    taken.fetch_sub(bytes, std::memory_order_relaxed);
    std::free(memory);
}

std::size_t rounded(std::size_t bytes, std::size_t alignment) {
    return (bytes + alignment - 1) / alignment * alignment;
}

}  // namespace

void* operator new(std::size_t bytes) {
    return counted(std::malloc(std::max<std::size_t>(bytes, 1)));
}
void* operator new(std::size_t bytes, std::align_val_t alignment) {
    const auto to = static_cast<std::size_t>(alignment);
    return counted(std::aligned_alloc(to, rounded(std::max<std::size_t>(bytes, 1), to)));
}
void operator delete(void* memory) noexcept {
    free_counted(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    free_counted(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
    free_counted(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
    free_counted(memory);
}

namespace reckon::bench {

PeakMemory::PeakMemory() : before_{taken.load()} {
    peak.store(before_);
}

std::uint64_t PeakMemory::bytes() const {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(0, peak.load() - before_));
}

}  // namespace reckon::bench
