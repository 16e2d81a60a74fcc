#pragma once
/// Ships as agents: each with a published version that anyone may deref, a plan, a mailbox, and
/// one step at a time, which the strategy runs.

#include <cassert>
#include <functional>
#include <memory>

#include "core/log/history.hpp"
#include "core/run/free_run_options.hpp"
#include "core/run/gateway.hpp"
#include "core/run/lane.hpp"
#include "core/run/strategy.hpp"
#include "core/run/sync.hpp"
#include "core/world/scenario.hpp"

namespace reckon {

/// An immutable version of a ship: its state, with the event that produced it as metadata.
template <class Stamp>
struct Published {
    State state;
    Event event;  ///< At version 0: the dot (ship, 0), and neither order nor cause.
    [[no_unique_address]] Stamp stamp;
};

/// Threads  sail: one at a time for a ship, any number of ships at once. issue, deref: any number.
///          watch: before the first ship sails. The rest: after the last has stopped.
/// Shape    Versions are never freed while the fleet lives, so that a deref is one load and no
///          reader has to announce itself; the bounds of the scenario say how many there will be.
/// Cost     No allocation, lock or system call in a step; one store to publish, one load a deref.
template <class Sync, Strategy S>
class Fleet {
public:
    using Stamp = typename S::Stamp;
    using PublishedVersion = Published<Stamp>;
    /// Called in the ship's order, on the thread that runs the step. Must not throw.
    using Watcher = std::function<void(const State& before, const PublishedVersion& after)>;

    struct Options {
        Publication publication = Publication::sequential;
        bool keep_history = true;
        Gateway* gateway = nullptr;
        std::pmr::memory_resource* memory = std::pmr::get_default_resource();
    };

    Fleet(const Scenario& scenario, const Bounds& bounds, S& strategy, Options options)
        : scenario_{scenario},
          strategy_{strategy},
          options_{options},
          ships_(scenario.ships.size(), options.memory) {
        for (ShipId id = 0; id < scenario.ship_count(); ++id) {
            Ship& ship = ships_[id];
            ship.plan = scenario.ships[id].plan;
            ship.versions.reserve(bounds.events[id] + std::size_t{1}, options.memory);
            ship.mailbox.reserve(bounds.mail[id], options.memory);
            if (options.keep_history) ship.reads.reserve(bounds.derefs[id], options.memory);
            if (options.gateway) ship.effects.reserve(bounds.events[id], options.memory);
            ship.published.store(&ship.versions.append(
                {.state = scenario.ships[id].initial, .event = {.dot = {id, 0}}, .stamp = {}}));
        }
    }

    [[nodiscard]] const PublishedVersion& deref(ShipId ship) const {
        const auto& published = ships_[ship].published;
        return options_.publication == Publication::sequential
                   ? *published.load(std::memory_order_seq_cst)
                   : *published.load(std::memory_order_acquire);
    }

    [[nodiscard]] ShipId ship_count() const { return static_cast<ShipId>(ships_.size()); }

    void watch(Watcher watcher) { watchers_.push_back(std::move(watcher)); }

    /// Carries out the ship's next order: first its plan, then its mail in order of arrival.
    /// After a hail has been put into a mailbox, calls posted(its ship).
    ///
    /// Errors  False if there is none.
    template <class Posted>
    bool sail(ShipId id, Posted&& posted) {
        Ship& ship = ships_[id];
        Letter letter;
        if (ship.planned < ship.plan.size()) {
            letter = {ship.plan[ship.planned], Cause::plan(ship.planned), {}};
            ++ship.planned;
        } else if (!ship.mailbox.receive(letter)) {
            return false;
        }
        Step step{*this, id, letter};
        strategy_.run(id, step);
        step.release(posted);
        return true;
    }

    /// Puts the order of a source into its ship's mailbox, then calls posted(ship).
    template <class Posted>
    void issue(std::uint32_t source, std::uint32_t index, Posted&& posted) {
        const Issue& issue = scenario_.sources[source][index];
        Sync::step_begins(index + 1);
        ships_[issue.ship].mailbox.send({issue.order, Cause::source(source, index), {}});
        posted(issue.ship);
    }

    [[nodiscard]] std::uint64_t event_count() const {
        std::uint64_t count = 0;
        for (ShipId ship = 0; ship < ship_count(); ++ship) count += deref(ship).event.dot.version;
        return count;
    }

    /// What happened, as plain values, but for what was observed. Only if the history was kept.
    void tell(History& history) const {
        assert(options_.keep_history);
        history.ships.resize(ships_.size());
        for (ShipId id = 0; id < ship_count(); ++id) {
            ShipHistory& told = history.ships[id];
            told.clear();
            const Dot* read = ships_[id].reads.begin();
            const auto last =
                deref(id).event.dot.version;  // What was not published never happened.
            for (const PublishedVersion& version : ships_[id].versions) {
                if (version.event.dot.version > last) break;
                if (version.event.dot.version == 0) {
                    told.states.push_back(version.state);
                    continue;
                }
                const auto count = reads_of(version.event);
                told.append(version.event, version.state, {read, count});
                read += count;
            }
        }
    }

    /// What happens, as it happens. Only if the history is kept.
    ///
    /// Threads  The tap: one, beside those that sail.
    [[nodiscard]] std::unique_ptr<Tap> truth_tap() const {
        assert(options_.keep_history);
        return std::make_unique<TruthTap>(*this);
    }

    [[nodiscard]] History history() const {
        History history;
        tell(history);
        return history;
    }

    /// What the gateway answered, ship by ship.
    [[nodiscard]] std::vector<Effect> effects() const {
        std::vector<Effect> all;
        for (const Ship& ship : ships_) {
            all.insert(all.end(), ship.effects.begin(), ship.effects.end());
        }
        return all;
    }

private:
    class TruthTap final : public Tap {
    public:
        explicit TruthTap(const Fleet& fleet) : fleet_{fleet}, taken_(fleet.ship_count()) {}

        [[nodiscard]] std::uint32_t lanes() const override { return fleet_.ship_count(); }

        [[nodiscard]] std::span<const std::byte> pending(std::uint32_t lane) override {
            constexpr Version at_once = 256;
            const Ship& ship = fleet_.ships_[lane];
            const Taken& taken = taken_[lane];
            // What was not published never happened.
            const Version last =
                std::min(fleet_.deref(lane).event.dot.version, taken.events + at_once);
            const Dot* read = ship.reads.begin() + taken.reads;
            entries_.clear();
            for (Version v = taken.events + 1; v <= last; ++v) {
                const PublishedVersion& version = ship.versions[v];
                const std::size_t count = fleet_.reads_of(version.event);
                entries_.append(version.event, 0, &version.state, {read, count});
                read += count;
            }
            return entries_.bytes();
        }

        void take(std::uint32_t lane, std::size_t, std::size_t entries) override {
            Taken& taken = taken_[lane];
            for (; entries > 0; --entries) {
                taken.reads += fleet_.reads_of(fleet_.ships_[lane].versions[++taken.events].event);
            }
        }

    private:
        struct Taken {
            Version events = 0;
            std::size_t reads = 0;
        };

        const Fleet& fleet_;
        std::vector<Taken> taken_;
        EntryBytes entries_{truth_shape};
    };

    [[nodiscard]] std::size_t reads_of(const Event& event) const {
        return derefs(scenario_.orders[event.order]).size();
    }

    /// An order on its way to a ship, with the stamp of the event that hailed.
    struct Letter {
        OrderId order = no_order;
        Cause cause;
        [[no_unique_address]] Stamp stamp{};
    };

    struct Ship {
        // What others read stands on a line of its own.
        alignas(cache_line)
            typename Sync::template Published<const PublishedVersion*> published{nullptr};
        alignas(cache_line) std::span<const OrderId> plan;
        std::uint32_t planned = 0;  // How many orders of the plan have been taken.
        std::atomic<bool> in_step{false};
        Lane<PublishedVersion> versions;
        Lane<Dot> reads;
        Lane<Effect> effects;
        typename Sync::template Mailbox<Letter> mailbox;
    };

    /// One order of one ship, from its derefs to its hails.
    class Step {
    public:
        Step(Fleet& fleet, ShipId id, const Letter& letter)
            : fleet_{fleet}, ship_{fleet.ships_[id]}, letter_{letter} {
            // No read-modify-write: it would cost more than the step. Seen often enough in tests.
            assert(!ship_.in_step.load(std::memory_order_relaxed) && "steps of one ship overlap");
            ship_.in_step.store(true, std::memory_order_relaxed);
            before_ = &ship_.versions[ship_.versions.size() - 1];
            next_.event = {{id, before_->event.dot.version + 1}, letter.order, letter.cause};
            Sync::step_begins(next_.event.dot.version);
        }

        template <class Observe>
        void decide(Observe&& observe) {
            assert(!done_ && "decide after publish");
            const Order& order = fleet_.scenario_.orders[letter_.order];
            if (letter_.cause.is_hail()) {
                observe(Seen<Stamp>{SeenKind::hail, letter_.cause.sender(), letter_.stamp});
            }
            std::array<State, derefs_max> states;
            read_count_ = 0;
            for (const ShipId other : derefs(order)) {
                const PublishedVersion& version = fleet_.deref(other);
                states[read_count_] = version.state;
                read_[read_count_] = version.event.dot;
                ++read_count_;
                observe(Seen<Stamp>{SeenKind::deref, version.event.dot, version.stamp});
            }
            Sync::work(fleet_.scenario_.work_ns);
            next_.state = apply(before_->state, order, std::span{states}.first(read_count_));
        }

        void publish(const Stamp& stamp) {
            assert(!done_ && "publish twice");
            done_ = true;
            next_.stamp = stamp;
            const PublishedVersion& version = ship_.versions.append(next_);
            if (fleet_.options_.keep_history) {
                for (std::size_t i = 0; i < read_count_; ++i) ship_.reads.append(read_[i]);
            }
            if (fleet_.options_.publication == Publication::sequential) {
                ship_.published.store(&version, std::memory_order_seq_cst);
            } else {
                ship_.published.store(&version, std::memory_order_release);
            }
            for (const Watcher& watcher : fleet_.watchers_) watcher(before_->state, version);
        }

        [[nodiscard]] const Event& event() const { return next_.event; }

        template <class Posted>
        void release(Posted&& posted) {
            assert(done_ && "a strategy must publish each step");
            if (fleet_.options_.gateway != nullptr) ask_gateway();
            const auto hail = hail_of(before_->state, fleet_.scenario_.orders[letter_.order]);
            if (hail) {
                const Letter letter{hail->order, Cause::hail(next_.event.dot), next_.stamp};
                fleet_.ships_[hail->to].mailbox.send(letter);
                posted(hail->to);
            }
            ship_.in_step.store(false, std::memory_order_relaxed);
        }

    private:
        /// Once a step, however often it was decided.
        void ask_gateway() {
            const Order& order = fleet_.scenario_.orders[letter_.order];
            const auto port = arrival_of(before_->state, order);
            if (!port) return;
            const Dot dot = next_.event.dot;
            ship_.effects.append({dot, fleet_.options_.gateway->arrived(dot, *port)});
        }

        Fleet& fleet_;
        Ship& ship_;
        const Letter& letter_;
        const PublishedVersion* before_;
        PublishedVersion next_{};
        std::array<Dot, derefs_max> read_;
        std::size_t read_count_ = 0;
        bool done_ = false;
    };

    const Scenario& scenario_;
    S& strategy_;
    Options options_;
    std::vector<Watcher> watchers_;
    std::pmr::vector<Ship> ships_;
};

}  // namespace reckon
