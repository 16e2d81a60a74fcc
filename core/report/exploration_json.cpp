#include "core/report/exploration_json.hpp"

namespace reckon {
namespace {

Json counts(const std::array<std::uint64_t, 6>& by_check) {
    Json json = Json::object();
    for (const Check check : all_checks) {
        json[std::string{word(check)}] = by_check[static_cast<std::size_t>(check)];
    }
    return json;
}

Json required(const ExploreOptions& options) {
    Json json = Json::array();
    for (const Check check : all_checks) {
        if (options.required[static_cast<std::size_t>(check)]) json.push_back(word(check));
    }
    return json;
}

Json failure(const FailedSchedule& failed, const TaskCounts& tasks, const ExploreOptions& options) {
    const Check check = telling_check(failed, options);
    return {{"schedule", one_line(failed.deviations, tasks)},
            {"check", word(check)},
            {"checks", checks_json(failed.verdict)},
            {"grade", word(grade_of(failed.verdict))},
            {"witness", failed.verdict[check].witness},
            {"serializable", failed.verdict.serializable.outcome == Outcome::holds}};
}

}  // namespace

void add_exploration(Json& result, const StrategyRecord& strategy, const Scenario& scenario,
                     const ExploreOptions& options, const Exploration& found) {
    const bool searched = options.policy == Policy::exhaustive;
    const bool judged = strategy.role != Role::baseline && judged_any(found);
    result["strategy"] = strategy.name;
    result["claim"] = word(strategy.claims.on(interaction_class(scenario)));
    result["policy"] = word(options.policy);
    result["required_checks"] = required(options);
    result["schedules"] = found.schedules;
    result["pruned"] = found.pruned;
    result["finished"] = found.finished;
    result["exhausted"] = found.exhausted;
    result["outcomes"] = found.outcomes;
    result["logs"] = found.logs;
    result["grade"] = judged ? Json(word(grade_of(found))) : Json();
    result["fails"] = counts(found.fails);
    result["undecided"] = counts(found.undecided);
    result["not_serializable"] = found.not_serializable;
    result["deadlocks"] = found.deadlocks;
    result["first_deadlock"] = found.first_deadlock.empty() ? Json() : Json(found.first_deadlock);
    result["too_long"] = found.too_long;
    result["operations"] = found.operations;
    result["schedules_per_s"] = found.schedules_per_s();
    result["seconds"] = found.seconds;
    result["reduction"] = searched && options.reduce && !options.preemptions;
    result["preemptions"] = options.preemptions ? Json(*options.preemptions) : Json();
    Json stops = Json::array();
    const TaskCounts tasks = strategy.tasks(scenario);
    for (std::size_t i = 0; i < options.limits.stops.size(); ++i) {
        const Stop& stop = options.limits.stops[i];
        stops.push_back({{"task", short_name(stop.task, tasks)},
                         {"steps", stop.steps},
                         {"schedules", found.stopped[i]}});
    }
    result["stops"] = std::move(stops);
    result["shown"] = shown(found, options);
    result["failure"] =
        found.first_failure ? failure(*found.first_failure, tasks, options) : Json();
}

}  // namespace reckon
