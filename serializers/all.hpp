#pragma once
/// All strategies as types. A strategy is its header and its line here.

#include <cstddef>

#include "serializers/atom.hpp"
#include "serializers/controls/early_ticket.hpp"
#include "serializers/controls/late_lock.hpp"
#include "serializers/controls/lossy.hpp"
#include "serializers/controls/stepping_clock.hpp"
#include "serializers/deps.hpp"
#include "serializers/lamport.hpp"
#include "serializers/mpsc.hpp"
#include "serializers/mutex.hpp"
#include "serializers/none.hpp"
#include "serializers/timestamp.hpp"
#include "serializers/vector.hpp"

namespace reckon {

template <template <class Sync> class... S>
struct StrategyTypes {
    static constexpr std::size_t count = sizeof...(S);
};

// In the order in which tables show them.
using AllStrategies = StrategyTypes<  //
    None,                             //
    Mutex,                            //
    Mpsc,                             //
    Atom,                             //
    Lamport,                          //
    VectorClock,                      //
    Deps,                             //
    Timestamp,                        //
    LateLock,                         //
    EarlyTicket,                      //
    Lossy,                            //
    SteppingClock>;

}  // namespace reckon
