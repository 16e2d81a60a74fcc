#pragma once
/// Visible operations: those whose order between tasks can matter.

#include <cstdint>
#include <string_view>

#include "core/log/schedule.hpp"

namespace reckon {

/// Objects of one family are counted in the order in which they are made, which is the same in
/// every run. What ships publish and their mailboxes are counted as the ships are.
using ObjectId = std::uint32_t;

enum class ObjectFamily : std::uint8_t { published, mailbox, shared };

inline constexpr std::size_t object_family_count = 3;

/// Cases know operations by a hash over these numbers: a new kind goes last.
enum class OperationKind : std::uint8_t {
    deref,    ///< A load of what a ship published.
    publish,  ///< The store of it.
    send,     ///< Into a mailbox.
    receive,  ///< From it; waits for a letter.
    load,     ///< Of an atomic that a strategy shares.
    store,
    exchange,  ///< Compare-and-swap or fetch-and-add.
    lock,      ///< Waits until the lock is free.
    unlock,
    push,                 ///< On a queue without bound.
    pop,                  ///< From it; waits for an item.
    offer,                ///< To a ring, which may be full.
    take,                 ///< From it; waits for an item.
    read_clock,           ///< Of a clock that never steps back.
    read_stepping_clock,  ///< Of one that may.
    poll,                 ///< Of a queue or ring, by a task that does not wait.
};

[[nodiscard]] constexpr std::string_view word(OperationKind kind) {
    switch (kind) {
        case OperationKind::deref: return "deref";
        case OperationKind::publish: return "publish";
        case OperationKind::send: return "send";
        case OperationKind::receive: return "receive";
        case OperationKind::load: return "load";
        case OperationKind::store: return "store";
        case OperationKind::exchange: return "exchange";
        case OperationKind::lock: return "lock";
        case OperationKind::unlock: return "unlock";
        case OperationKind::push: return "push";
        case OperationKind::pop: return "pop";
        case OperationKind::offer: return "offer";
        case OperationKind::take: return "take";
        case OperationKind::poll: return "poll";
        case OperationKind::read_clock: return "read the clock";
        case OperationKind::read_stepping_clock: return "read the stepping clock";
    }
    return "?";
}

[[nodiscard]] constexpr bool reads_clock(OperationKind kind) {
    return kind == OperationKind::read_clock || kind == OperationKind::read_stepping_clock;
}

/// A task that waits to make one of these has finished once nothing more can come.
[[nodiscard]] constexpr bool waits_for_more(OperationKind kind) {
    return kind == OperationKind::receive || kind == OperationKind::pop ||
           kind == OperationKind::take;
}

/// An operation that a task stands before.
///
/// Shape  ready(subject) says whether it can be made now; null: always.
struct Operation {
    OperationKind kind = OperationKind::deref;
    ObjectId object = 0;
    bool (*ready)(const void*) = nullptr;
    const void* subject = nullptr;

    [[nodiscard]] bool is_ready() const { return ready == nullptr || ready(subject); }
};

/// An operation as it was made.
///
/// Shape  step is the version that the operation belongs to, of the ship that the task is; of a
///        source, the order that it issues, counted from 1; of the drain, 0.
struct Made {
    TaskId task = 0;
    OperationKind kind = OperationKind::deref;
    ObjectId object = 0;
    std::uint32_t step = 0;

    friend bool operator==(const Made&, const Made&) = default;
};

}  // namespace reckon
