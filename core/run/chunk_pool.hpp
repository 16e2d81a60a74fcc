#pragma once
/// Memory in chunks of one size, for records whose number no bound tells well.

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstring>
#include <list>
#include <memory_resource>
#include <mutex>

#include "core/run/lane.hpp"

namespace reckon {

/// Threads  take: any number.
/// Shape    A chunk stands at a multiple of its size, so that a record knows its chunk. All are
///          given back together with the pool.
/// Errors   take throws what the memory resource throws.
/// Cost     One fetch-and-add a chunk. When a slab of them has been used up, the next is taken and
///          touched by the one who finds that out; the first, of `stock` chunks, by the
///          constructor.
class ChunkPool {
public:
    ChunkPool(std::size_t chunk_bytes, std::size_t stock, std::pmr::memory_resource* memory)
        : chunk_bytes_{std::bit_ceil(chunk_bytes)}, memory_{memory}, slabs_{memory} {
        current_.store(grow(std::max<std::size_t>(stock, 1)));
    }

    ChunkPool(const ChunkPool&) = delete;
    ChunkPool& operator=(const ChunkPool&) = delete;

    ~ChunkPool() {
        for (const Slab& slab : slabs_) {
            memory_->deallocate(slab.first, slab.count * chunk_bytes_, chunk_bytes_);
        }
    }

    [[nodiscard]] std::size_t chunk_bytes() const { return chunk_bytes_; }

    /// A chunk that nobody has.
    [[nodiscard]] void* take() {
        for (;;) {
            Slab& slab = *current_.load(std::memory_order_acquire);
            const std::size_t number = slab.taken.fetch_add(1, std::memory_order_relaxed);
            if (number < slab.count) return slab.first + number * chunk_bytes_;
            replace(slab);
        }
    }

private:
    struct Slab {
        std::byte* first = nullptr;
        std::size_t count = 0;
        alignas(cache_line) std::atomic<std::size_t> taken{0};
    };

    /// Once for each slab, whoever comes first.
    void replace(const Slab& empty) {
        const std::scoped_lock guard{growing_};
        if (current_.load(std::memory_order_relaxed) != &empty) return;
        const std::size_t most = std::max<std::size_t>(1, slab_bytes_max / chunk_bytes_);
        current_.store(grow(std::min(2 * empty.count, most)), std::memory_order_release);
    }

    Slab* grow(std::size_t chunks) {
        Slab& slab = slabs_.emplace_back();
        const std::size_t bytes = chunks * chunk_bytes_;
        try {
            slab.first = static_cast<std::byte*>(memory_->allocate(bytes, chunk_bytes_));
        } catch (...) {
            slabs_.pop_back();
            throw;
        }
        slab.count = chunks;
        std::memset(slab.first, 0, bytes);
        return &slab;
    }

    static constexpr std::size_t slab_bytes_max = std::size_t{4} << 20U;

    const std::size_t chunk_bytes_;
    std::pmr::memory_resource* memory_;
    std::mutex growing_;  // Guards slabs_.
    std::pmr::list<Slab> slabs_;
    alignas(cache_line) std::atomic<Slab*> current_{nullptr};
};

}  // namespace reckon
