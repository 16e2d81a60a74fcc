#include "serializers/list.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/control/controlled_run.hpp"
#include "core/control/strategy_record.hpp"
#include "core/run/free_run.hpp"
#include "serializers/all.hpp"
#include "serializers/pausing.hpp"

namespace reckon {
namespace {

template <template <class Sync> class S, std::size_t index>
constexpr StrategyRecord record() {
    using Real = S<RealSync>;
    using Controlled = S<ControlledSync>;
    static_assert(Strategy<Real> && Strategy<Controlled>);
    return {.name = Real::name,
            .summary = Real::summary,
            .claims = Real::claims,
            .role = role_of<Real>(),
            .caught_on = caught_on<Real>(),
            .time_of_stamp = time_of_stamp<Real>(),
            .has_drain = HasDrain<Real>,
            .free_run_plain = &free_run<RealSync, Real>,
            .free_run_pausing =
                [](const Scenario& scenario, const Bounds& bounds, const FreeRunOptions& options) {
                    return pausing_run(index, scenario, bounds, options);
                },
            .controlled = &controlled_runner<Controlled>};
}

template <template <class Sync> class... S, std::size_t... index>
constexpr auto records(StrategyTypes<S...>, std::index_sequence<index...>) {
    return std::array{record<S, index>()...};
}

constexpr std::array list =
    records(AllStrategies{}, std::make_index_sequence<AllStrategies::count>{});

}  // namespace

std::span<const StrategyRecord> strategies() {
    return list;
}

const StrategyRecord* find_strategy(std::string_view name) {
    const auto* found = std::ranges::find(list, name, &StrategyRecord::name);
    return found == list.end() ? nullptr : found;
}

}  // namespace reckon
