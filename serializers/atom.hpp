#pragma once

#include <algorithm>
#include <memory>
#include <tuple>
#include <utility>

#include "core/run/lane_tap.hpp"
#include "core/run/strategy.hpp"

namespace reckon {

/// Each event is consed onto one immutable list by compare-and-swap after it was published, as the
/// original's `(swap! events conj event)` does.
///
/// Threads  Any number.
/// Cost     One allocation an event, and a compare-and-swap that is retried when another came
///          first.
/// Source   Clojure's atoms; Treiber 1986.
template <class Sync>
class Atom {
public:
    using Stamp = NoStamp;
    static constexpr std::string_view name = "atom";
    static constexpr std::string_view summary = "compare-and-swap onto an immutable list";
    static constexpr Claims claims = faithful_without_derefs;

    explicit Atom(const Roster& roster) : copied_{roster.memory} {}
    Atom(const Atom&) = delete;
    Atom& operator=(const Atom&) = delete;

    ~Atom() {
        const Node* node = newest_.load();
        while (node != nullptr) delete std::exchange(node, node->older);
    }

    template <class Step>
    void run(ShipId, Step&& step) {
        step.decide(ignore_seen);
        step.publish({});
        auto node = std::make_unique<Node>(newest_.load(), step.event());
        while (!newest_.compare_exchange_weak(node->older, node.get())) {
        }
        std::ignore = node.release();  // The list's from now on.
    }

    [[nodiscard]] auto tap() {
        return made_entries(
            {OrderCode::in_sequence, false}, 1,
            [this](std::uint32_t) {
                copy_news();
                return copied_.size();
            },
            [this](std::uint32_t, std::size_t i, EntryBytes& entries) {
                entries.append(copied_[i], 0, nullptr, {});
            });
    }

    Log finish() && {
        copy_news();
        return {std::move(copied_), InSequence{}, {}};
    }

private:
    struct Node {
        Node(const Node* before, const Event& appended) : older{before}, event{appended} {}

        const Node* older;
        Event event;
    };

    /// What was consed since the last time, oldest first. One thread at a time.
    void copy_news() {
        const Node* newest = newest_.load();
        const auto begin = static_cast<std::ptrdiff_t>(copied_.size());
        for (const Node* node = newest; node != last_copied_; node = node->older) {
            copied_.push_back(node->event);
        }
        std::reverse(copied_.begin() + begin, copied_.end());
        last_copied_ = newest;
    }

    std::pmr::vector<Event> copied_;
    const Node* last_copied_ = nullptr;
    typename Sync::template Atomic<const Node*> newest_{nullptr};
};

}  // namespace reckon
