#pragma once
/// All strategies as types. A strategy is its header and its line here.

#include <cstddef>

#include "serializers/atom.hpp"
#include "serializers/controls/early_ticket.hpp"
#include "serializers/controls/late_lock.hpp"
#include "serializers/controls/lossy.hpp"
#include "serializers/controls/stepping_clock.hpp"
#include "serializers/deps.hpp"
#include "serializers/deps_strict.hpp"
#include "serializers/hybrid.hpp"
#include "serializers/lamport.hpp"
#include "serializers/mpsc.hpp"
#include "serializers/mutex.hpp"
#include "serializers/none.hpp"
#include "serializers/optimistic.hpp"
#include "serializers/ticket.hpp"
#include "serializers/timestamp.hpp"
#include "serializers/tree.hpp"
#include "serializers/vector.hpp"
#include "serializers/vector_delta.hpp"

namespace reckon {

template <template <class Sync> class... S>
struct StrategyTypes {
    static constexpr std::size_t count = sizeof...(S);
};

// In the order in which tables show them.
using AllStrategies = StrategyTypes<  //
    None,                             //
    Mutex,                            //
    Optimistic,                       //
    Mpsc,                             //
    Ticket,                           //
    Atom,                             //
    Lamport,                          //
    Hybrid,                           //
    VectorClock,                      //
    VectorDelta,                      //
    TreeClock,                        //
    Deps,                             //
    DepsStrict,                       //
    Timestamp,                        //
    LateLock,                         //
    EarlyTicket,                      //
    Lossy,                            //
    SteppingClock>;

}  // namespace reckon
