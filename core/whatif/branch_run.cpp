#include "core/whatif/branch_run.hpp"

#include <fmt/format.h>

#include <limits>
#include <map>

#include "core/replay/as_replayed.hpp"
#include "core/whatif/changed_scenario.hpp"
#include "core/world/scenario_json.hpp"

namespace reckon {
namespace {

/// A log by clock, as it is renumbered.
class Clocks {
public:
    Clocks(const ByClock& recorded, const Renumbering& renumbering, std::size_t ships)
        : recorded_{recorded}, renumbering_{renumbering}, owed_(ships), last_(ships) {}

    /// What the entry knew is known to its ship's next event in the branch.
    void owe(ShipId ship, std::uint32_t entry) {
        for (const Dot change : recorded_.changes_of(entry)) {
            const Dot now = renumbering_(change);
            if (now.version > 0) owed_[ship][now.ship] = now.version;
        }
    }

    void owe_all(ShipId ship) {
        for (ShipId other = 0; other < last_.size(); ++other) {
            if (other != ship && last_[other] > 0) owed_[ship][other] = last_[other];
        }
    }

    void put(Dot dot) {
        for (const auto& [ship, version] : owed_[dot.ship]) by_.changes.push_back({ship, version});
        owed_[dot.ship].clear();
        by_.ends.push_back(by_.changes.size());
        last_[dot.ship] = dot.version;
    }

    [[nodiscard]] bool too_many() const { return by_.changes.size() > Limits::events; }
    [[nodiscard]] ByClock take() && { return std::move(by_); }

private:
    const ByClock& recorded_;
    const Renumbering& renumbering_;
    std::vector<std::map<ShipId, Version>> owed_;  // By ship: changes of its next event.
    Cut last_;
    ByClock by_;
};

/// The same log, all of one ship and then all of the next, as joined lanes stand.
Log ship_by_ship(const Log& log, std::size_t ships) {
    std::vector<std::vector<std::uint32_t>> entries(ships);
    for (std::uint32_t i = 0; i < log.events.size(); ++i) {
        entries[log.events[i].dot.ship].push_back(i);
    }
    Log now{.events = {}, .order = ByDependency{}};
    ByStamp by_stamp;
    ByClock by_clock;
    if (log.named_reads) now.named_reads.emplace();
    const auto* stamped = std::get_if<ByStamp>(&log.order);
    const auto* clocks = std::get_if<ByClock>(&log.order);
    for (const auto& ship : entries) {
        for (const std::uint32_t entry : ship) {
            now.events.push_back(log.events[entry]);
            if (log.named_reads) now.named_reads->append(log.named_reads->of(entry));
            if (stamped != nullptr) by_stamp.stamps.push_back(stamped->stamps[entry]);
            if (clocks == nullptr) continue;
            const auto changes = clocks->changes_of(entry);
            by_clock.changes.insert(by_clock.changes.end(), changes.begin(), changes.end());
            by_clock.ends.push_back(by_clock.changes.size());
        }
    }
    if (stamped != nullptr) now.order = std::move(by_stamp);
    if (clocks != nullptr) now.order = std::move(by_clock);
    return now;
}

class LogOfBranch {
public:
    LogOfBranch(const Scenario& scenario, const Log& log, const Branch& branch,
                const ChangedScenario& changed)
        : scenario_{scenario}, log_{log}, branch_{branch}, changed_{changed} {
        if (const auto* clocks = std::get_if<ByClock>(&log.order)) {
            clocks_.emplace(*clocks, branch.renumbering, scenario.ships.size());
        }
        if (log.named_reads) now_.named_reads.emplace();
        const auto* stamped = std::get_if<ByStamp>(&log.order);
        if (stamped == nullptr || stamped->stamps.empty()) return;
        last_stamp_ = *std::ranges::max_element(stamped->stamps);
        // What lands comes after the last stamp, if there is room; else all are counted anew.
        const auto room = std::numeric_limits<std::uint64_t>::max() - last_stamp_;
        counted_ = room < branch.affected.size();
    }

    /// False if it would be too large.
    bool write() {
        const Change& change = branch_.change;
        for (const std::uint32_t entry : replay_order(scenario_, log_)) {
            const Event& event = log_.events[entry];
            const bool here = event.dot == change.at && change.kind != ChangeKind::drop;
            if (clocks_) clocks_->owe(event.dot.ship, entry);
            if (here) put_new(stamp(entry));
            if (here && change.kind == ChangeKind::replace) continue;
            if (!branch_.renumbering.removed(event.dot)) put(entry);
        }
        while (skip_to_new()) {
            if (clocks_) clocks_->owe_all(branch_.affected[next_].now.ship);
            put_new(++last_stamp_);
            if (clocks_ && clocks_->too_many()) return false;
        }
        return true;
    }

    [[nodiscard]] Log take() && {
        if (std::holds_alternative<InSequence>(log_.order)) {
            now_.order = InSequence{};
            return std::move(now_);
        }
        if (clocks_) now_.order = std::move(*clocks_).take();
        if (std::holds_alternative<ByStamp>(log_.order)) now_.order = std::move(by_stamp_);
        return ship_by_ship(now_, scenario_.ships.size());
    }

private:
    [[nodiscard]] std::uint64_t stamp(std::uint32_t entry) const {
        const auto* stamped = std::get_if<ByStamp>(&log_.order);
        return stamped == nullptr ? 0 : stamped->stamps[entry];
    }

    bool skip_to_new() {
        while (next_ < branch_.affected.size() && !branch_.affected[next_].is_new()) ++next_;
        return next_ < branch_.affected.size();
    }

    void put(std::uint32_t entry) {
        const Event& event = log_.events[entry];
        const auto& renumbered = branch_.renumbering;
        const Cause cause = event.cause.is_hail() ? Cause::hail(renumbered(event.cause.sender()))
                                                  : changed_.cause(event.dot.ship, event.cause);
        std::array<Dot, derefs_max> reads;
        std::size_t count = 0;
        if (log_.named_reads) {
            for (const Dot read : log_.named_reads->of(entry)) reads[count++] = renumbered(read);
        }
        put({renumbered(event.dot), event.order, cause}, stamp(entry),
            std::span{reads}.first(count));
    }

    void put_new(std::uint64_t stamp) {
        if (!skip_to_new()) return;
        const Affected& one = branch_.affected[next_++];
        const auto count = derefs(scenario_.orders[one.order]).size();
        const auto reads = std::span{branch_.reads}.subspan(read_, count);
        read_ += count;
        const Cause cause = one.sender.version > 0 ? Cause::hail(one.sender) : changed_.cause();
        put({one.now, one.order, cause}, stamp, reads);
    }

    void put(const Event& event, std::uint64_t stamp, std::span<const Dot> reads) {
        if (std::holds_alternative<ByStamp>(log_.order)) {
            by_stamp_.stamps.push_back(counted_ ? now_.events.size() : stamp);
        }
        now_.events.push_back(event);
        if (now_.named_reads) now_.named_reads->append(reads);
        if (clocks_) clocks_->put(event.dot);
    }

    const Scenario& scenario_;
    const Log& log_;
    const Branch& branch_;
    const ChangedScenario& changed_;
    std::optional<Clocks> clocks_;
    ByStamp by_stamp_;
    Log now_;
    std::uint64_t last_stamp_ = 0;
    bool counted_ = false;
    std::size_t next_ = 0;  // In Branch::affected.
    std::size_t read_ = 0;  // In Branch::reads.
};

/// Orders numbered as the scenario's reader numbers them, so that lines of JSON, which have no
/// table of orders, mean the same. What no plan and no source has is left out.
void number_as_read(Scenario& scenario, Log& log) {
    const std::vector<OrderId> as_read = orders_as_read(scenario);
    const auto in_none = [&](const Event& event) { return as_read[event.order] == no_order; };
    if (std::ranges::any_of(log.events, in_none)) return;  // No run that can be: told below.
    std::vector<Order> orders;
    for (OrderId id = 0; id < as_read.size(); ++id) {
        if (as_read[id] == no_order) continue;
        if (as_read[id] >= orders.size()) orders.resize(as_read[id] + 1);
        Order& order = orders[as_read[id]] = scenario.orders[id];
        if (order.sent != no_order) order.sent = as_read[order.sent];
    }
    scenario.orders = std::move(orders);
    for (ShipSetup& ship : scenario.ships) {
        for (OrderId& id : ship.plan) id = as_read[id];
    }
    for (auto& source : scenario.sources) {
        for (Issue& issue : source) issue.order = as_read[issue.order];
    }
    for (Event& event : log.events) event.order = as_read[event.order];
}

Cause told_at(const Log& log, Dot at) {
    const auto found = std::ranges::find(log.events, at, &Event::dot);
    return found == log.events.end() ? Cause{} : found->cause;
}

}  // namespace

Result<RecordedRun> branch_run(const RunOrigin& origin, const Scenario& scenario, const Log& log,
                               const Branch& branch) {
    auto changed = ChangedScenario::make(scenario, branch.change, told_at(log, branch.change.at));
    if (!changed) return fail(std::move(changed.error()));
    LogOfBranch writer{scenario, log, branch, *changed};
    if (!writer.write()) {
        return fail({"the branch", "clocks of what landed, of this fleet",
                     fmt::format("at most {} changes of clocks", Limits::events),
                     Error::Kind::bound});
    }
    RecordedRun run{.origin = origin,
                    .scenario = std::move(*changed).scenario(),
                    .log = std::move(writer).take(),
                    .history = {}};
    number_as_read(run.scenario, run.log);
    const auto replayed = replay(run.scenario, run.log);
    if (!replayed) return fail(replayed.error());
    run.history = as_replayed(run.scenario, run.log, *replayed);
    if (auto error = contradiction(run.scenario, run.log, &*run.history)) {
        error->place.insert(0, "the branch: ");
        return fail(std::move(*error));
    }
    return run;
}

}  // namespace reckon
