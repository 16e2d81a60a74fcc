#include "serializers/list.hpp"

#include <algorithm>
#include <array>

#include "core/control/controlled_run.hpp"
#include "core/control/strategy_record.hpp"
#include "core/run/free_run.hpp"
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
namespace {

template <template <class Sync> class S>
constexpr StrategyRecord record() {
    using Real = S<RealSync>;
    using Controlled = S<ControlledSync>;
    static_assert(Strategy<Real> && Strategy<Controlled>);
    return {.name = Real::name,
            .summary = Real::summary,
            .claims = Real::claims,
            .role = role_of<Real>(),
            .caught_on = caught_on<Real>(),
            .stamps_tell_time = stamps_tell_time<Real>(),
            .has_drain = HasDrain<Real>,
            .free_run = &free_run<Real>,
            .controlled = &controlled_runner<Controlled>};
}

// A strategy is its header and its line here.
constexpr std::array list{
    record<None>(),     record<Mutex>(),       record<Mpsc>(),  record<Atom>(),
    record<Lamport>(),  record<VectorClock>(), record<Deps>(),  record<Timestamp>(),
    record<LateLock>(), record<EarlyTicket>(), record<Lossy>(), record<SteppingClock>(),
};

}  // namespace

std::span<const StrategyRecord> strategies() {
    return list;
}

const StrategyRecord* find_strategy(std::string_view name) {
    const auto* found = std::ranges::find(list, name, &StrategyRecord::name);
    return found == list.end() ? nullptr : found;
}

}  // namespace reckon
