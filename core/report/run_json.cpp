#include "core/report/run_json.hpp"

namespace reckon {

void add_free_run(Json& result, const StrategyRecord& strategy, const Scenario& scenario,
                  const FreeRunOptions& options, const Trial& trial) {
    add_scenario(result, scenario);
    result["workers"] = options.workers;
    result["policy"] = "free";
    result["publication"] = word(options.publication);
    result["history"] = options.keep_history;
    add_trial(result, strategy, scenario, trial);
}

}  // namespace reckon
