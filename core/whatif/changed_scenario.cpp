#include "core/whatif/changed_scenario.hpp"

#include <fmt/format.h>

namespace reckon {
namespace {

/// Whether there is the order that a cause names, in a plan or of a source.
bool stands(const Scenario& scenario, const Change& change, Cause told) {
    if (told.is_plan()) return told.index() < scenario.ships[change.at.ship].plan.size();
    return told.is_source() && told.source_index() < scenario.sources.size() &&
           told.index() < scenario.sources[told.source_index()].size();
}

}  // namespace

Result<ChangedScenario> ChangedScenario::make(const Scenario& scenario, const Change& change,
                                              Cause told) {
    if (change.kind != ChangeKind::insert && !told.is_hail() && !stands(scenario, change, told)) {
        return fail({"the change", "an event that no order of plan or source brought",
                     "an event of a run that the scenario can have"});
    }
    ChangedScenario changed{scenario, change, told};
    std::vector<OrderId>& plan = changed.scenario_.ships[change.at.ship].plan;
    std::optional<Error> error;
    if (change.kind == ChangeKind::insert) {
        const std::uint32_t index = change.at.version - 1;
        if (index <= plan.size()) {
            plan.insert(plan.begin() + index, change.order);
            changed.cause_ = Cause::plan(index);
        } else {
            error = changed.issue();
        }
    } else if (told.is_hail()) {
        if (change.kind == ChangeKind::replace) error = changed.issue();
    } else if (change.kind == ChangeKind::replace) {
        changed.cause_ = told;
        OrderId& order = told.is_plan()
                             ? plan[told.index()]
                             : changed.scenario_.sources[told.source_index()][told.index()].order;
        order = change.order;
    } else if (told.is_plan()) {
        plan.erase(plan.begin() + told.index());
    } else {
        auto& issues = changed.scenario_.sources[told.source_index()];
        issues.erase(issues.begin() + told.index());
    }
    if (error) return fail(std::move(*error));
    if (const auto bounds = bounds_of(changed.scenario_); !bounds) {
        Error beyond = bounds.error();
        beyond.kind = Error::Kind::bound;
        return fail(std::move(beyond));
    }
    return changed;
}

Cause ChangedScenario::cause(ShipId ship, Cause recorded) const {
    const Dot at = change_.at;
    if (change_.kind == ChangeKind::insert && cause_.is_plan()) {
        const bool moved =
            recorded.is_plan() && ship == at.ship && recorded.index() >= cause_.index();
        return moved ? Cause::plan(recorded.index() + 1) : recorded;
    }
    if (change_.kind != ChangeKind::drop || told_.is_hail()) return recorded;
    if (recorded.who() != told_.who() || recorded.index() <= told_.index()) return recorded;
    // Ships have plans of their own; a source's orders are counted through.
    if (recorded.is_plan() && ship != at.ship) return recorded;
    return Cause::from(recorded.who(), recorded.index() - 1);
}

std::optional<Error> ChangedScenario::issue() {
    auto& sources = scenario_.sources;
    if (sources.size() == Limits::sources) {
        return Error{"the change", fmt::format("a further source beside {}", sources.size()),
                     fmt::format("at most {} sources", Limits::sources), Error::Kind::bound};
    }
    cause_ = Cause::source(static_cast<std::uint32_t>(sources.size()), 0);
    sources.push_back({{change_.at.ship, change_.order}});
    return std::nullopt;
}

}  // namespace reckon
