#pragma once
/// The door of sync.hpp under the control of a scheduler: the same members, each operation visible.
///
/// Memory is sequentially consistent here, whatever order is asked for. A push, a pop, a send or a
/// receive is one operation, whatever goes on inside the real thing. A strategy's drain, which in a
/// free run is called again and again, waits at an empty queue, as a ship at an empty mailbox,
/// until there is something or the run is over. Others find nothing there, as in a free run.

#include <atomic>
#include <cassert>
#include <memory_resource>
#include <utility>
#include <vector>

#include "core/control/scheduler.hpp"

namespace reckon {

class ControlledSync {
    /// What all shared objects are: a number, and operations that the scheduler sees.
    template <ObjectFamily family>
    class Object {
    public:
        void visible(OperationKind kind) const { scheduler_.visible({kind, id_}); }

        void visible_when(OperationKind kind, bool (*ready)(const void*),
                          const void* subject) const {
            scheduler_.visible({kind, id_, ready, subject});
        }

        template <class Items>
        void visible_pop(OperationKind waiting, const Items& items) const {
            if (!scheduler_.runs_consumer()) return visible(OperationKind::poll);
            visible_when(waiting, &Items::has_items, &items);
        }

        [[nodiscard]] Scheduler& scheduler() const { return scheduler_; }

    private:
        Scheduler& scheduler_ = Scheduler::current();
        ObjectId id_ = scheduler_.new_object(family);
    };

    /// First in, first out; made for few items and many runs.
    template <class T>
    class Line {
    public:
        void reserve(std::size_t capacity) { items_.reserve(capacity); }

        void put(const T& item) { items_.push_back(item); }

        /// Once visible: the first item, or false if no more will come.
        bool take(T& item) {
            if (empty()) return false;
            item = items_[taken_++];
            return true;
        }

        [[nodiscard]] bool empty() const { return taken_ == items_.size(); }
        [[nodiscard]] std::size_t size() const { return items_.size() - taken_; }

        static bool has_items(const void* line) { return !static_cast<const Line*>(line)->empty(); }

    private:
        std::pmr::vector<T> items_{Scheduler::current().memory()};
        std::size_t taken_ = 0;
    };

    using Shared = Object<ObjectFamily::shared>;

public:
    template <class T>
    class Atomic {
    public:
        Atomic(T value) : value_{value} {}

        T load(std::memory_order = std::memory_order_seq_cst) const {
            object_.visible(OperationKind::load);
            return value_;
        }

        void store(T value, std::memory_order = std::memory_order_seq_cst) {
            object_.visible(OperationKind::store);
            value_ = value;
        }

        T fetch_add(T amount, std::memory_order = std::memory_order_seq_cst) {
            object_.visible(OperationKind::exchange);
            return std::exchange(value_, value_ + amount);
        }

        /// Never fails without a reason.
        bool compare_exchange_weak(T& expected, T desired) {
            object_.visible(OperationKind::exchange);
            if (value_ != expected) {
                expected = value_;
                return false;
            }
            value_ = desired;
            return true;
        }

    private:
        T value_;
        Shared object_;
    };

    template <class T>
    class Published {
    public:
        Published(T value) : value_{value} {}

        T load(std::memory_order = std::memory_order_seq_cst) const {
            object_.visible(OperationKind::deref);
            return value_;
        }

        void store(T value, std::memory_order = std::memory_order_seq_cst) {
            object_.visible(OperationKind::publish);
            value_ = value;
        }

    private:
        T value_;
        Object<ObjectFamily::published> object_;
    };

    class Mutex {
    public:
        void lock() {
            object_.visible_when(
                OperationKind::lock,
                [](const void* self) { return !static_cast<const Mutex*>(self)->held_; }, this);
            held_ = true;
        }

        void unlock() {
            object_.visible(OperationKind::unlock);
            held_ = false;
        }

    private:
        bool held_ = false;
        Shared object_;
    };

    using BriefMutex = Mutex;

    template <class T>
    class Queue {
    public:
        explicit Queue(std::size_t reserve) { line_.reserve(reserve); }

        void push(const T& item) {
            object_.visible(OperationKind::push);
            line_.put(item);
        }

        bool pop(T& item) {
            object_.visible_pop(OperationKind::pop, line_);
            return line_.take(item);
        }

    private:
        Line<T> line_;
        Shared object_;
    };

    template <class T>
    class Ring {
    public:
        explicit Ring(std::size_t capacity) : capacity_{capacity} {}

        [[nodiscard]] bool try_push(const T& item) {
            object_.visible(OperationKind::offer);
            if (line_.size() == capacity_) return false;
            line_.put(item);
            return true;
        }

        bool pop(T& item) {
            object_.visible_pop(OperationKind::take, line_);
            return line_.take(item);
        }

    private:
        std::size_t capacity_;
        Line<T> line_;
        Shared object_;
    };

    template <class T>
    class Mailbox {
    public:
        void reserve(std::size_t capacity, std::pmr::memory_resource*) {
            expected_ = capacity;
            line_.reserve(capacity);
        }

        void send(const T& letter) {
            object_.visible(OperationKind::send);
            assert(sent_ < expected_ && "the scenario's bounds count every letter");
            ++sent_;
            line_.put(letter);
        }

        bool receive(T& letter) {
            if (received_ == expected_) return false;
            object_.visible_when(OperationKind::receive, &Line<T>::has_items, &line_);
            if (!line_.take(letter)) return false;
            ++received_;
            return true;
        }

    private:
        std::size_t expected_ = 0;
        std::size_t sent_ = 0;
        std::size_t received_ = 0;
        Line<T> line_;
        Object<ObjectFamily::mailbox> object_;
    };

    class Clock {
    public:
        [[nodiscard]] std::int64_t now_ms() const { return read(false); }

    protected:
        [[nodiscard]] std::int64_t read(bool may_step_back) const {
            object_.visible(may_step_back ? OperationKind::read_stepping_clock
                                          : OperationKind::read_clock);
            return object_.scheduler().read_clock(may_step_back);
        }

    private:
        Shared object_;
    };

    class SteppingClock : public Clock {
    public:
        [[nodiscard]] std::int64_t now_ms() const { return read(true); }
    };

    static void step_begins(std::uint32_t step) { Scheduler::current().step_begins(step); }

    /// Work takes no time here: it is no operation.
    static void work(std::uint32_t) {}
};

}  // namespace reckon
