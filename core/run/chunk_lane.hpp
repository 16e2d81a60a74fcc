#pragma once
/// A lane whose length no bound tells well: made of chunks, taken from a pool as they fill.

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <new>
#include <type_traits>

#include "core/run/chunk_pool.hpp"

namespace reckon {

/// Threads  append: one at a time. each: any number, up to a position that they learned of in a way
///          that orders them after the append before it.
/// Shape    A position is the place of the next record; records from one position up to another
///          were appended between them.
/// Cost     An append is a store and an increment, and a chunk now and then.
template <class T>
class ChunkLane {
    static_assert(std::is_trivially_copyable_v<T>);

    struct Chunk {
        alignas(T) alignas(void*) Chunk* next = nullptr;

        T* begin() { return reinterpret_cast<T*>(this + 1); }
        [[nodiscard]] const T* begin() const { return reinterpret_cast<const T*>(this + 1); }
    };

public:
    using Position = const T*;

    ChunkLane() = default;
    explicit ChunkLane(ChunkPool& pool) : pool_{&pool} {}

    /// The position before all records. Takes the first chunk: not after an append.
    Position begin() {
        grow();
        return next_;
    }

    const T* append(const T& record) {
        if (next_ == end_) grow();
        return new (next_++) T{record};
    }

    /// Room for `count` records side by side, not set. A lane that is extended has no positions.
    T* extend(std::size_t count) {
        assert(count <= static_cast<std::size_t>(capacity()));
        if (static_cast<std::size_t>(end_ - next_) < count) grow();
        next_ += count;
        return next_ - count;
    }

    [[nodiscard]] Position position() const { return next_; }

    /// visit(record) for those from one position up to another, in order. Records that it appends
    /// here meanwhile are visited too, if `to` follows position().
    template <class Visit>
    void each(Position from, Position to, Visit&& visit) const {
        Walk walk{*this, from};
        while (const T* record = walk.next(to)) visit(*record);
    }

    /// One record after another.
    class Walk {
    public:
        Walk(const ChunkLane& lane, Position from)
            : from_{from}, chunk_{lane.chunk_of(from)}, end_{chunk_->begin() + lane.capacity()} {}

        /// Null at `to`.
        const T* next(Position to) {
            if (from_ == to) return nullptr;
            if (from_ == end_) {
                const std::ptrdiff_t capacity = end_ - chunk_->begin();
                chunk_ = chunk_->next;
                from_ = chunk_->begin();
                end_ = from_ + capacity;
                if (from_ == to) return nullptr;
            }
            return from_++;
        }

    private:
        Position from_;
        const Chunk* chunk_;
        Position end_;
    };

private:
    /// One record less than would fit: the place behind the last still lies in the chunk.
    [[nodiscard]] std::ptrdiff_t capacity() const {
        return static_cast<std::ptrdiff_t>((pool_->chunk_bytes() - sizeof(Chunk)) / sizeof(T)) - 1;
    }

    [[nodiscard]] Chunk* chunk_of(Position position) const {
        const auto at = reinterpret_cast<std::uintptr_t>(position);
        return reinterpret_cast<Chunk*>(at & ~(std::uintptr_t{pool_->chunk_bytes()} - 1));
    }

    void grow() {
        auto* fresh = new (pool_->take()) Chunk{};
        if (next_ != nullptr) chunk_of(next_)->next = fresh;
        next_ = fresh->begin();
        end_ = next_ + capacity();
    }

    ChunkPool* pool_ = nullptr;
    T* next_ = nullptr;  // Where the next record goes; null before the first chunk.
    T* end_ = nullptr;
};

}  // namespace reckon
