#pragma once
/// moodycamel::ConcurrentQueue, a token for each producer, with room for all.

#include <concurrentqueue/concurrentqueue.h>

#include <vector>

#include "bench/peers/peer.hpp"

namespace reckon::bench {

template <class Record>
class Moodycamel {
public:
    static constexpr std::string_view name = "moodycamel";

    Moodycamel(std::uint32_t producers, std::size_t each) : queue_{each, producers, 0} {
        for (std::uint32_t i = 0; i < producers; ++i) tokens_.emplace_back(queue_);
    }

    void push(std::uint32_t producer, const Record& record) {
        queue_.enqueue(tokens_[producer], record);
    }

    std::size_t drain() {
        std::size_t count = 0;
        for (Record record; queue_.try_dequeue(record);) ++count;
        return count;
    }

private:
    moodycamel::ConcurrentQueue<Record> queue_;
    std::vector<moodycamel::ProducerToken> tokens_;  // Written by none once they are made.
};

}  // namespace reckon::bench
