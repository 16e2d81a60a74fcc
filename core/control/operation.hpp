#pragma once
/// Visible operations: those whose order between tasks can matter.

#include <cstdint>
#include <string_view>

#include "core/log/schedule.hpp"

namespace reckon {

/// Objects are counted in the order in which they are made, which is the same in every run.
using ObjectId = std::uint32_t;

enum class OperationKind : std::uint8_t {
    load,
    store,
    exchange,  ///< Compare-and-swap or fetch-and-add.
    lock,
    unlock,
    push,
    pop,
    send,
    receive,
    read_clock,
};

[[nodiscard]] constexpr std::string_view word(OperationKind kind) {
    switch (kind) {
        case OperationKind::load: return "load";
        case OperationKind::store: return "store";
        case OperationKind::exchange: return "exchange";
        case OperationKind::lock: return "lock";
        case OperationKind::unlock: return "unlock";
        case OperationKind::push: return "push";
        case OperationKind::pop: return "pop";
        case OperationKind::send: return "send";
        case OperationKind::receive: return "receive";
        case OperationKind::read_clock: return "read the clock";
    }
    return "?";
}

/// An operation that a task stands before, or has made.
///
/// Shape  ready(subject) says whether it can be made now; null: always.
struct Operation {
    OperationKind kind = OperationKind::load;
    ObjectId object = 0;
    bool (*ready)(const void*) = nullptr;
    const void* subject = nullptr;

    [[nodiscard]] bool is_ready() const { return ready == nullptr || ready(subject); }
};

/// An operation as it was made.
struct Made {
    TaskId task;
    OperationKind kind;
    ObjectId object;

    friend bool operator==(const Made&, const Made&) = default;
};

}  // namespace reckon
