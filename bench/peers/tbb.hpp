#pragma once
/// oneTBB's containers for many threads.

#include <oneapi/tbb/concurrent_queue.h>
#include <oneapi/tbb/concurrent_vector.h>

#include "bench/peers/peer.hpp"

namespace reckon::bench {

template <class Record>
class TbbQueue {
public:
    static constexpr std::string_view name = "tbb-queue";
    static constexpr std::uint32_t one_in = 4;

    TbbQueue(std::uint32_t, std::size_t) {}

    void push(std::uint32_t, const Record& record) { queue_.push(record); }

    std::size_t drain() {
        std::size_t count = 0;
        for (Record record; queue_.try_pop(record);) ++count;
        return count;
    }

private:
    tbb::concurrent_queue<Record> queue_;
};

template <class Record>
class TbbBoundedQueue {
public:
    static constexpr std::string_view name = "tbb-bounded";
    static constexpr std::uint32_t one_in = 4;

    TbbBoundedQueue(std::uint32_t producers, std::size_t each) {
        queue_.set_capacity(static_cast<std::ptrdiff_t>(producers * each));
    }

    void push(std::uint32_t, const Record& record) { queue_.push(record); }

    std::size_t drain() {
        std::size_t count = 0;
        for (Record record; queue_.try_pop(record);) ++count;
        return count;
    }

private:
    tbb::concurrent_bounded_queue<Record> queue_;
};

template <class Record>
class TbbVector {
public:
    static constexpr std::string_view name = "tbb-vector";

    TbbVector(std::uint32_t producers, std::size_t each) { records_.reserve(producers * each); }

    void push(std::uint32_t, const Record& record) { records_.push_back(record); }

    std::size_t drain() {
        const std::size_t count = records_.size();
        records_.clear();
        return count;
    }

private:
    tbb::concurrent_vector<Record> records_;
};

}  // namespace reckon::bench
