#pragma once
/// spdlog's asynchronous logger: the record's bytes as the message, to a sink that only counts. Its
/// own thread consumes beside the producers, who wait while its queue of 8192 is full, as it has it
/// by default.

#include <spdlog/async.h>
#include <spdlog/sinks/base_sink.h>

#include <atomic>
#include <memory>
#include <thread>

#include "bench/peers/peer.hpp"

namespace reckon::bench {

template <class Record>
class SpdlogAsync {
public:
    static constexpr std::string_view name = "spdlog-async";
    static constexpr std::uint32_t one_in = 16;

    SpdlogAsync(std::uint32_t producers, std::size_t each) : total_{producers * each} {}

    void push(std::uint32_t, const Record& record) {
        logger_->log(spdlog::level::info, {reinterpret_cast<const char*>(&record), sizeof record});
    }

    std::size_t drain() {
        while (sink_->taken.load() < total_) std::this_thread::yield();
        return sink_->taken.exchange(0);
    }

private:
    struct Counting final : spdlog::sinks::base_sink<spdlog::details::null_mutex> {
        std::atomic<std::size_t> taken{0};

        void sink_it_(const spdlog::details::log_msg&) override {
            taken.fetch_add(1, std::memory_order_relaxed);
        }
        void flush_() override {}
    };

    std::shared_ptr<spdlog::details::thread_pool> pool_ =
        std::make_shared<spdlog::details::thread_pool>(spdlog::details::default_async_q_size, 1);
    std::shared_ptr<Counting> sink_ = std::make_shared<Counting>();
    // Shared because the logger hands itself to its thread with each message.
    std::shared_ptr<spdlog::async_logger> logger_ = std::make_shared<spdlog::async_logger>(
        "reckon", sink_, pool_, spdlog::async_overflow_policy::block);
    std::size_t total_;
};

}  // namespace reckon::bench
