#include "serializers/pausing.hpp"

#include <array>

#include "core/run/free_run.hpp"
#include "core/run/pausing_sync.hpp"
#include "serializers/all.hpp"

namespace reckon {
namespace {

using Run = Result<Recording> (*)(const Scenario&, const Bounds&, const FreeRunOptions&);

template <template <class Sync> class... S>
constexpr std::array<Run, sizeof...(S)> runs_of(StrategyTypes<S...>) {
    return {&free_run<PausingSync, S<PausingSync>>...};
}

}  // namespace

Result<Recording> pausing_run(std::size_t strategy, const Scenario& scenario, const Bounds& bounds,
                              const FreeRunOptions& options) {
    static constexpr auto runs = runs_of(AllStrategies{});
    return runs[strategy](scenario, bounds, options);
}

}  // namespace reckon
