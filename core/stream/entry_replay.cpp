#include "core/stream/entry_replay.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace reckon {

std::uint32_t Window::versions(ShipId ships) const {
    const std::uint64_t each = bytes / sizeof(State) / std::max<ShipId>(ships, 1);
    return static_cast<std::uint32_t>(std::clamp<std::uint64_t>(each, versions_min, 1U << 20));
}

EntryReplay::EntryReplay(const Scenario& scenario, LogShape shape, const Window& window)
    : scenario_{scenario},
      shape_{shape},
      versions_{window.versions(scenario.ship_count())},
      done_(scenario.ships.size()),
      begun_at_(scenario.ships.size()) {
    const std::size_t ships = done_.size();
    if (shape.order == OrderCode::unrecorded) {
        error_ = Error{"log", "nothing", "a recorded log"};
        return;
    }
    if (shape.order == OrderCode::by_clock) {
        if (ships > Window::clocks_max) {
            error_ =
                Error{"log", fmt::format("clocks of {} ships", ships),
                      fmt::format("at most {} where they are not read whole", Window::clocks_max),
                      Error::Kind::bound};
            return;
        }
        clocks_.resize(ships * ships);
    }
    // A log without reads derefs what is: one state a ship is all.
    if (!shape.names_reads && clocks_.empty()) versions_ = 1;
    states_.resize(ships * versions_);
    for (ShipId ship = 0; ship < ships; ++ship) {
        states_[slot({ship, 0})] = scenario.ships[ship].initial;
    }
}

void EntryReplay::begin_at(const Snapshot& snapshot) {
    if (error_) return;
    applied_ = snapshot.entries;
    done_ = snapshot.cut;
    begun_at_ = snapshot.cut;
    clocks_ = snapshot.clocks;
    old_.clear();
    old_.insert(snapshot.old.begin(), snapshot.old.end());
    for (ShipId ship = 0; ship < done_.size(); ++ship) {
        states_[slot({ship, done_[ship]})] = snapshot.states[ship];
    }
}

Snapshot EntryReplay::snapshot() const {
    Snapshot snapshot{
        .entries = applied_, .cut = done_, .states = {}, .clocks = clocks_, .old = {}};
    for (ShipId ship = 0; ship < done_.size(); ++ship) snapshot.states.push_back(state(ship));
    return snapshot;
}

const State& EntryReplay::at(Dot dot) const {
    if (dot.version < begun_at_[dot.ship]) return old_.at(dot);
    return states_[slot(dot)];
}

std::optional<ReplayedStep> EntryReplay::apply(const Entry& entry) {
    if (error_) return std::nullopt;
    const Event event = entry.event();
    const ShipId ship = event.dot.ship;
    if (event.dot.version != done_[ship] + 1) {
        refuse(name(event.dot), name({ship, done_[ship] + 1}));
        return std::nullopt;
    }
    ReplayedStep step{.entry = entry, .event = event, .before = state(ship)};
    if (!clocks_.empty() && !take_clock(entry, event.dot)) return std::nullopt;
    const Order& order = scenario_.orders[event.order];
    std::array<State, derefs_max> states;
    if (!read(entry, step, order, states)) return std::nullopt;
    step.after = reckon::apply(step.before, order, std::span{states}.first(step.read_count));
    ++done_[ship];
    states_[slot({ship, done_[ship]})] = step.after;
    ++applied_;
    return step;
}

bool EntryReplay::remembers(Dot dot) const {
    if (dot.version < begun_at_[dot.ship]) return old_.contains(dot);
    return done_[dot.ship] - dot.version < versions_;
}

/// Sets what changed in the ship's clock. False, with an error, if it counts what has not come.
bool EntryReplay::take_clock(const Entry& entry, Dot dot) {
    Version* clock = clocks_.data() + dot.ship * done_.size();
    ShipId next = 0;
    for (std::size_t i = 0; i < entry.dot_count(); ++i) {
        const Dot change = entry.dot(i);
        if (change.ship < next || change.ship == dot.ship) {
            refuse("a clock's changes out of order, or of its own ship", "changes ship by ship");
            return false;
        }
        if (change.version > done_[change.ship]) {
            refuse(fmt::format("{} waits for {}, which has not come", name(dot), name(change)),
                   "a file in closed order");
            return false;
        }
        next = change.ship + 1;
        clock[change.ship] = change.version;
    }
    clock[dot.ship] = dot.version;
    return true;
}

/// What the order derefs. False, with an error, if that cannot be had.
bool EntryReplay::read(const Entry& entry, ReplayedStep& step, const Order& order,
                       std::array<State, derefs_max>& states) {
    const auto asked = derefs(order);
    step.read_count = static_cast<std::uint32_t>(asked.size());
    if (shape_.names_reads && entry.dot_count() != asked.size()) {
        refuse(fmt::format("{} named reads", entry.dot_count()),
               fmt::format("a read of each of the {} ships that the order derefs", asked.size()));
        return false;
    }
    for (std::size_t k = 0; k < asked.size(); ++k) {
        Dot read{asked[k], done_[asked[k]]};
        if (!clocks_.empty()) read.version = counted(step.event.dot.ship, asked[k]);
        if (shape_.names_reads) read = entry.dot(k);
        if (read.ship != asked[k]) {
            refuse("a read of " + name(read), "one of " + scenario_.ships[asked[k]].name);
            return false;
        }
        if (read.version > done_[read.ship]) {
            refuse("a deref of " + name(read), fmt::format("a version up to {}, which has happened "
                                                           "by then",
                                                           name({read.ship, done_[read.ship]})));
            return false;
        }
        if (!remembers(read)) {
            refuse(fmt::format("a deref of {}, which is {} versions back", name(read),
                               done_[read.ship] - read.version),
                   fmt::format("at most {}: a larger --window", versions_ - 1), Error::Kind::bound);
            return false;
        }
        step.reads[k] = read;
        states[k] = at(read);
    }
    return true;
}

void EntryReplay::refuse(std::string value, std::string expected, Error::Kind kind) {
    error_ =
        Error{fmt::format("log entry {}", applied_), std::move(value), std::move(expected), kind};
}

std::string EntryReplay::name(Dot dot) const {
    return fmt::format("{}@{}", scenario_.ships[dot.ship].name, dot.version);
}

}  // namespace reckon
