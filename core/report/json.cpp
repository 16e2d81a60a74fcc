#include "core/report/json.hpp"

#include "core/check/words.hpp"
#include "core/report/provenance.hpp"

namespace reckon {

Json results_head(std::string_view command, std::string_view command_line) {
    const Provenance& known = provenance();
    return {{"command", command},       {"version", known.version},
            {"schema", results_schema}, {"command_line", command_line},
            {"commit", known.commit},   {"compiler", known.compiler},
            {"flags", known.flags},     {"build_type", known.build_type},
            {"host", known.host},       {"cpu", known.cpu},
            {"cores", known.cores}};
}

Json to_json(const Claims& claims) {
    Json json = Json::object();
    for (const InteractionClass c : interaction_classes) {
        json[std::string{word(c)}] = word(claims.on(c));
    }
    return json;
}

Json to_json(const StrategyRecord& strategy) {
    Json caught = Json::array();
    for (const InteractionClass c : interaction_classes) {
        if (strategy.caught_on[static_cast<std::size_t>(c)]) caught.push_back(word(c));
    }
    return {{"strategy", strategy.name},
            {"summary", strategy.summary},
            {"role", word(strategy.role)},
            {"claims", to_json(strategy.claims)},
            {"caught_on", std::move(caught)}};
}

Json checks_json(const Verdict& verdict) {
    Json json = Json::object();
    for (const Check check : all_checks) {
        Json finding{{"result", word(verdict[check].outcome)}};
        if (!verdict[check].witness.empty()) finding["witness"] = verdict[check].witness;
        json[std::string{word(check)}] = std::move(finding);
    }
    return json;
}

Json to_json(const Matrix& matrix) {
    Json cells = Json::array();
    for (const Cell& cell : matrix.cells) {
        const Finding* failure = telling_failure(cell.verdict);
        cells.push_back({{"strategy", cell.strategy->name},
                         {"class", word(cell.interaction)},
                         {"claim", word(cell.claim)},
                         {"grade", word(grade_of(cell.verdict))},
                         {"promise", word(cell.promise)},
                         {"checks", checks_json(cell.verdict)},
                         {"runs", cell.runs},
                         {"failed_runs", cell.failed_runs},
                         {"not_serializable", cell.not_serializable},
                         {"observed_cuts", cell.verdict.observed},
                         {"witness", failure == nullptr ? Json() : Json(failure->witness)}});
    }
    const auto number = [](std::optional<double> value) { return value ? Json(*value) : Json(); };
    const auto rows = [&](const std::vector<CostRow>& costs) {
        Json json = Json::array();
        for (const CostRow& row : costs) {
            json.push_back({{"strategy", row.name},
                            {"ns_per_event", row.ns_per_event},
                            {"spread", number(row.spread)},
                            {"ratio_to_none", row.ratio_to_none},
                            {"ratio_spread", number(row.ratio_spread)},
                            {"finish_ns_per_event", row.finish_ns_per_event},
                            {"bytes_per_event", row.bytes_per_event}});
        }
        return json;
    };
    return {{"cells", std::move(cells)},
            {"costs", rows(matrix.costs)},
            {"runtime", rows(matrix.runtime)},
            {"cost_events", matrix.cost_events}};
}

void add_scenario(Json& result, const Scenario& scenario) {
    result["scenario"] = scenario.name;
    result["class"] = word(interaction_class(scenario));
    result["seed"] = scenario.seed;
    result["ships"] = scenario.ships.size();
    result["sources"] = scenario.sources.size();
    result["work_ns"] = scenario.work_ns;
}

void add_verdict(Json& result, const Verdict& verdict) {
    result["grade"] = is_graded(verdict) ? Json(word(grade_of(verdict))) : Json();
    result["faithful"] = word(faithfulness(verdict));
    result["checks"] = checks_json(verdict);
    const Outcome serializable = verdict.serializable.outcome;
    result["serializable"] =
        serializable == Outcome::undecided ? Json() : Json(serializable == Outcome::holds);
    const std::string& cycle = verdict.serializable.cycle;
    result["cycle"] = cycle.empty() ? Json() : Json(cycle);
    result["observed_cuts"] = verdict.observed;
}

void add_hunt(Json& result, const Hunt& hunt, Required required) {
    result["required"] = word(required);
    result["runs"] = hunt.runs;
    result["events"] = hunt.events;
    result["seconds"] = static_cast<double>(hunt.elapsed_ns) * 1e-9;
    result["found"] = hunt.caught.has_value();
    if (hunt.caught) result["seed"] = hunt.caught->seed;
    const Verdict& verdict = hunt.caught ? *hunt.caught->trial.verdict : hunt.verdict;
    result["witness"] = hunt.caught ? Json(failure(verdict, required).witness) : Json();
    add_verdict(result, verdict);
}

void add_judged(Json& result, const StrategyRecord& strategy, const Scenario& scenario,
                const Trial& trial) {
    result["strategy"] = strategy.name;
    result["events"] = trial.recording.cost.events;
    result["claim"] = word(strategy.claims.on(interaction_class(scenario)));
    if (trial.verdict) {
        add_verdict(result, *trial.verdict);
        result["replay_ns"] = trial.replay_ns;
        result["judge_ns"] = trial.judge_ns;
        result["unsent_hails"] = trial.unsent_count;
    } else {
        result["grade"] = nullptr;
    }
}

void add_trial(Json& result, const StrategyRecord& strategy, const Scenario& scenario,
               const Trial& trial) {
    add_judged(result, strategy, scenario, trial);
    const Cost& cost = trial.recording.cost;
    result["elapsed_ns"] = cost.elapsed_ns;
    result["finish_ns"] = cost.finish_ns;
    result["ns_per_event"] = cost.ns_per_event();
    result["bytes_per_event"] = cost.bytes_per_event();
    result["snapshots_tried"] = trial.recording.snapshots.tried;
    result["snapshots_got"] = trial.recording.snapshots.got;
}

}  // namespace reckon
