#pragma once
/// Which visible operations can be told apart by their order.

#include "core/control/operation.hpp"

namespace reckon {

/// Two operations of different tasks are dependent if, where both can be made, the order in which
/// they are made can show in what they return or leave behind. What merely makes another one
/// possible (a send the receive, an unlock the lock) is no choice, and is not meant here.
///
/// A receive takes the oldest letter, whatever is sent meanwhile; so does a pop, of which a queue
/// has one task's alone. A poll can find nothing, so it depends on all that goes on at its queue. A
/// ring's offer and take depend, for the ring can be full. All readings of clocks depend, for there
/// is one time.
///
/// Shape  Symmetric. `publishes_depend`: the order of all publishes counts, as it does where strict
///        is judged.
[[nodiscard]] constexpr bool dependent(const Made& a, const Made& b, bool publishes_depend) {
    using Kind = OperationKind;
    const bool same = a.object == b.object;
    const auto both = [&](auto among) { return among(a.kind) && among(b.kind); };
    const auto either = [&](Kind kind) { return a.kind == kind || b.kind == kind; };
    if (both([](Kind k) { return k == Kind::publish; })) return same || publishes_depend;
    if (both([](Kind k) { return k == Kind::deref || k == Kind::publish; })) {
        return same && either(Kind::publish);
    }
    if (both([](Kind k) { return k == Kind::load || k == Kind::store || k == Kind::exchange; })) {
        return same && (a.kind != Kind::load || b.kind != Kind::load);
    }
    if (both([](Kind k) { return k == Kind::offer || k == Kind::take; })) return same;
    const auto of_queue = [](Kind k) {
        return k == Kind::push || k == Kind::pop || k == Kind::offer || k == Kind::take ||
               k == Kind::poll;
    };
    if (both(of_queue) && either(Kind::poll)) return same;
    if (both(reads_clock)) return true;
    const bool alike = a.kind == b.kind;
    const bool ordered = a.kind == Kind::send || a.kind == Kind::push || a.kind == Kind::lock;
    return alike && ordered && same;
}

/// The operation that must have come before, for one of this kind to be possible; itself if none.
[[nodiscard]] constexpr OperationKind enabled_by(OperationKind kind) {
    switch (kind) {
        case OperationKind::receive: return OperationKind::send;
        case OperationKind::pop: return OperationKind::push;
        case OperationKind::lock: return OperationKind::unlock;
        default: return kind;
    }
}

}  // namespace reckon
