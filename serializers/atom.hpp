#pragma once

#include <algorithm>
#include <memory>
#include <tuple>
#include <utility>

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

    explicit Atom(const Roster& roster) : memory_{roster.memory} {}
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

    Log finish() && {
        std::pmr::vector<Event> events{memory_};
        for (const Node* node = newest_.load(); node != nullptr; node = node->older) {
            events.push_back(node->event);
        }
        std::ranges::reverse(events);
        return {std::move(events), InSequence{}, {}};
    }

private:
    struct Node {
        Node(const Node* before, const Event& appended) : older{before}, event{appended} {}

        const Node* older;
        Event event;
    };

    std::pmr::memory_resource* memory_;
    typename Sync::template Atomic<const Node*> newest_{nullptr};
};

}  // namespace reckon
