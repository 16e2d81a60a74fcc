#pragma once
/// What needs no library: the floor, a lock, a list.

#include <atomic>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "bench/peers/peer.hpp"
#include "core/run/lane.hpp"

namespace reckon::bench {

/// The floor: each producer copies into memory of its own; in one place they are only afterwards.
template <class Record>
class Copy {
public:
    static constexpr std::string_view name = "copy";

    Copy(std::uint32_t producers, std::size_t each) : copies_(producers) {
        for (auto& copy : copies_) copy.records.resize(each);
    }

    void push(std::uint32_t producer, const Record& record) {
        auto& copy = copies_[producer];
        copy.records[copy.count++] = record;
    }

    std::size_t drain() {
        std::vector<Record> all;
        for (auto& copy : copies_) {
            all.insert(all.end(), copy.records.begin(),
                       copy.records.begin() + static_cast<std::ptrdiff_t>(copy.count));
            copy.count = 0;
        }
        return all.size();
    }

private:
    struct alignas(cache_line) Own {
        std::vector<Record> records;
        std::size_t count = 0;
    };

    std::vector<Own> copies_;
};

/// A std::mutex around a reserved std::vector.
template <class Record>
class MutexVector {
public:
    static constexpr std::string_view name = "mutex-vector";

    MutexVector(std::uint32_t producers, std::size_t each) { records_.reserve(producers * each); }

    void push(std::uint32_t, const Record& record) {
        const std::scoped_lock guard{mutex_};
        records_.push_back(record);
    }

    std::size_t drain() {
        const std::size_t count = records_.size();
        records_.clear();
        return count;
    }

private:
    std::mutex mutex_;
    std::vector<Record> records_;
};

/// Nodes put onto a list by compare-and-swap, newest first (Treiber 1986).
template <class Record>
class CasList {
public:
    static constexpr std::string_view name = "cas-list";

    CasList(std::uint32_t, std::size_t) {}
    CasList(const CasList&) = delete;
    CasList& operator=(const CasList&) = delete;
    ~CasList() { drain(); }

    void push(std::uint32_t, const Record& record) {
        auto node = std::make_unique<Node>(newest_.load(std::memory_order_relaxed), record);
        while (!newest_.compare_exchange_weak(node->older, node.get())) {
        }
        std::ignore = node.release();  // The list's from now on.
    }

    std::size_t drain() {
        std::size_t count = 0;
        for (Node* node = newest_.exchange(nullptr); node != nullptr; ++count) {
            delete std::exchange(node, node->older);
        }
        return count;
    }

private:
    struct Node {
        Node(Node* before, const Record& pushed) : older{before}, record{pushed} {}

        Node* older;
        Record record;
    };

    alignas(cache_line) std::atomic<Node*> newest_{nullptr};
};

}  // namespace reckon::bench
