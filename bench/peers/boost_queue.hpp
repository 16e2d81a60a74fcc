#pragma once
/// boost::lockfree::queue, alone, with room for all.

#include <boost/lockfree/queue.hpp>

#include "bench/peers/peer.hpp"

namespace reckon::bench {

template <class Record>
class BoostQueue {
public:
    static constexpr std::string_view name = "boost-queue";

    BoostQueue(std::uint32_t producers, std::size_t each) : queue_{producers * each} {}

    void push(std::uint32_t, const Record& record) { queue_.push(record); }

    std::size_t drain() {
        std::size_t count = 0;
        for (Record record; queue_.pop(record);) ++count;
        return count;
    }

private:
    boost::lockfree::queue<Record> queue_;
};

}  // namespace reckon::bench
