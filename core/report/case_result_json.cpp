#include "core/report/case_result_json.hpp"

#include "core/explore/case_json.hpp"
#include "core/explore/exploration.hpp"
#include "core/explore/task_words.hpp"

namespace reckon {
namespace {

Json or_null(const std::string& text) {
    return text.empty() ? Json() : Json(text);
}

Json size_of(const Case& one, std::size_t orders) {
    return {{"ships", one.scenario.ships.size()},
            {"sources", one.scenario.sources.size()},
            {"orders", orders},
            {"switches", one.schedule.switches.size()},
            {"readings", one.schedule.clock.size()}};
}

}  // namespace

void add_case(Json& result, const StrategyRecord& strategy, const Case& failure) {
    add_scenario(result, failure.scenario);
    result["strategy"] = strategy.name;
    result["claim"] = word(strategy.claims.on(interaction_class(failure.scenario)));
    result["policy"] = word(Policy::repeat);
    result["schedule"] = one_line(failure.schedule, failure.tasks());
}

void add_reproduced(Json& result, const StrategyRecord& strategy, const Case& failure,
                    const Repetition& repetition) {
    add_case(result, strategy, failure);
    const ControlledRecording& run = repetition.reproduced.run;
    const Case met = case_of(strategy, failure.scenario, failure.schedule, repetition.reproduced);
    const auto check = telling_check(repetition.reproduced.verdict);
    result["events"] = run.history.event_count();
    result["operations"] = met.expect.operations;
    result["operations_hash"] = met.expect.operations_hash;
    result["end"] = word(run.end);
    result["deadlock"] = or_null(waiting_words(failure.scenario, run.waiting));
    result["times"] = repetition.times;
    result["lenient"] = repetition.skipped.has_value();
    result["skipped"] = repetition.skipped ? Json(*repetition.skipped) : Json(0);
    result["check"] = check ? Json(word(*check)) : Json();
    result["witness"] = or_null(met.expect.divergence);
    add_verdict(result, repetition.reproduced.verdict);
}

void add_shrunk(Json& result, const StrategyRecord& strategy, const Case& before,
                const Shrunk& shrunk) {
    add_case(result, strategy, shrunk.smallest);
    result["minimal"] = shrunk.minimal;
    result["before"] = size_of(before, shrunk.orders_before);
    result["after"] = size_of(shrunk.smallest, shrunk.orders_after);
    result["attempts"] = shrunk.attempts;
    result["seconds"] = shrunk.seconds;
    result["witness"] = or_null(shrunk.smallest.expect.divergence);
    result["smallest"] = Json::parse(to_json(shrunk.smallest));
}

}  // namespace reckon
