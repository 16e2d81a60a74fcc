#include "tests/recording/sailed.hpp"

#include <fmt/format.h>

#include <cassert>

#include "core/control/strategy_record.hpp"
#include "core/world/scenario_json.hpp"
#include "serializers/list.hpp"
#include "tests/copy_of_log.hpp"

namespace reckon {
namespace {

bool same_order(const Ordering& a, const Ordering& b) {
    if (a.index() != b.index()) return false;
    if (const auto* stamped = std::get_if<ByStamp>(&a)) {
        return stamped->stamps == std::get<ByStamp>(b).stamps;
    }
    if (const auto* clocks = std::get_if<ByClock>(&a)) {
        const auto& others = std::get<ByClock>(b);
        return clocks->ends == others.ends && clocks->changes == others.changes;
    }
    return true;
}

bool same_reads(const std::optional<NamedReads>& a, const std::optional<NamedReads>& b) {
    if (!a || !b) return a.has_value() == b.has_value();
    return a->ends == b->ends && a->reads == b->reads;
}

}  // namespace

RecordedRun sailed(std::string_view strategy, Scenario scenario) {
    const auto bounds = bounds_of(scenario);
    assert(bounds);
    const auto recording = find_strategy(strategy)->free_run(
        scenario, *bounds, {.workers = 2, .batch = 2, .observe_every_us = 1});
    assert(recording && recording->history);
    return {.origin = {std::string{strategy}, "seq_cst", "reckon run", "0123abc"},
            .scenario = std::move(scenario),
            .log = copy_of(recording->log),
            .history = *recording->history};
}

Scenario small(std::string_view preset, std::uint32_t sources, std::uint32_t orders) {
    Knobs knobs = find_preset(preset)->knobs();
    knobs.ships = 4;
    knobs.orders = orders;
    knobs.sources = sources;
    knobs.source_orders = 5;
    knobs.work_ns = 300;
    auto scenario = generate(knobs);
    assert(scenario);
    return std::move(*scenario);
}

Scenario with_another_table(const Scenario& scenario) {
    Scenario other = scenario;
    const auto count = static_cast<OrderId>(scenario.orders.size());
    // Each stands at two places, and is known now by the one, now by the other.
    const auto first_place = [&](OrderId id) { return 2 * (count - 1 - id); };
    const auto moved = [&](OrderId id) {
        return id == no_order ? no_order : first_place(id) + id % 2;
    };
    other.orders.assign(2 * count + 1, Order{.kind = OrderKind::load, .tons = 4711});
    for (OrderId id = 0; id < count; ++id) {
        Order order = scenario.orders[id];
        order.sent = moved(order.sent);
        other.orders[first_place(id)] = order;
        other.orders[first_place(id) + 1] = order;
    }
    for (ShipSetup& ship : other.ships) {
        for (OrderId& id : ship.plan) id = moved(id);
    }
    for (auto& source : other.sources) {
        for (Issue& issue : source) issue.order = moved(issue.order);
    }
    return other;
}

RunToWrite to_write(const RecordedRun& run) {
    return {run.origin, run.scenario, run.log, run.history ? &*run.history : nullptr, run.effects};
}

std::vector<std::byte> file_of(const RecordedRun& run, const RecorderOptions& options) {
    auto bytes = encode_recording(to_write(run), options);
    return bytes ? std::move(*bytes) : std::vector<std::byte>{};
}

namespace {

std::string difference(const Log& a, const Log& b) {
    if (a.events != b.events) return "events of the log";
    if (!same_order(a.order, b.order)) return "order of the log";
    return same_reads(a.named_reads, b.named_reads) ? "" : "named reads";
}

std::string difference(const History& a, const History& b) {
    if (a.ships.size() != b.ships.size()) return "number of ships";
    for (std::size_t i = 0; i < a.ships.size(); ++i) {
        const ShipHistory& x = a.ships[i];
        const ShipHistory& y = b.ships[i];
        if (x.states != y.states) return fmt::format("states of ship {}", i);
        if (x.events != y.events) return fmt::format("events of ship {}", i);
        if (x.reads_end != y.reads_end || x.reads != y.reads) {
            return fmt::format("reads of ship {}", i);
        }
    }
    return a.observed == b.observed ? "" : "observed states";
}

}  // namespace

std::string difference(const RecordedRun& a, const RecordedRun& b) {
    if (a.origin != b.origin) return "origin";
    if (to_json(a.scenario) != to_json(b.scenario)) return "scenario";
    if (a.scenario.orders != b.scenario.orders) return "table of orders";
    if (a.effects != b.effects) return "effects";
    if (a.history.has_value() != b.history.has_value()) return "a history missing";
    auto found = difference(ship_by_ship(a.log), ship_by_ship(b.log));
    if (found.empty() && a.history) found = difference(*a.history, *b.history);
    return found;
}

}  // namespace reckon
