#include "core/report/changed_past.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/check/words.hpp"

namespace reckon {
namespace {

/// Only the event at the change has another order than it has in the branch.
OrderId order_at(const Log& log, Dot at) {
    const auto found = std::ranges::find(log.events, at, &Event::dot);
    return found == log.events.end() ? no_order : found->order;
}

}  // namespace

std::string change_words(const ChangedPast& past) {
    const auto& [kind, at, order] = past.branch.change;
    const Scenario& scenario = past.scenario;
    const std::string dot = name(scenario, at);
    if (kind == ChangeKind::insert) {
        return fmt::format("{} inserted: {}", dot, text(scenario, order));
    }
    const std::string was = text(scenario, order_at(past.log, at));
    if (kind == ChangeKind::drop) return fmt::format("{} dropped ({})", dot, was);
    return fmt::format("{} replaced ({}): {}", dot, was, text(scenario, order));
}

const State* recorded_after(const ChangedPast& past, const Affected& one) {
    if (one.recorded.version == 0) return nullptr;
    return &past.replay.states[one.recorded.ship][one.recorded.version];
}

OrderId recorded_order(const ChangedPast& past, const Affected& one) {
    if (one.recorded.version == 0) return no_order;
    return one.fate == Fate::replaced ? order_at(past.log, one.recorded) : one.order;
}

}  // namespace reckon
