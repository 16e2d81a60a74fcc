#include "core/stream/stream_replay.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace reckon {

std::uint32_t Window::versions(ShipId ships) const {
    const std::uint64_t each = bytes / sizeof(State) / std::max<ShipId>(ships, 1);
    return static_cast<std::uint32_t>(std::clamp<std::uint64_t>(each, versions_min, 1U << 20));
}

StreamReplay::StreamReplay(const Setting& setting, const Window& window)
    : scenario_{setting.scenario},
      shape_{setting.shape},
      versions_{window.versions(scenario_.ship_count())},
      done_(scenario_.ships.size()),
      begun_at_(scenario_.ships.size()) {
    const std::size_t ships = done_.size();
    if (shape_.order == OrderCode::unrecorded) {
        error_ = Error{"log", "nothing", "a recorded log"};
        return;
    }
    if (shape_.order == OrderCode::by_clock) {
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
    if (!shape_.names_reads && clocks_.empty()) versions_ = 1;
    states_.resize(ships * versions_);
    for (ShipId ship = 0; ship < ships; ++ship) {
        states_[slot({ship, 0})] = scenario_.ships[ship].initial;
    }
}

void StreamReplay::begin_at(const Snapshot& snapshot) {
    if (error_) return;
    applied_ = snapshot.entries;
    done_ = snapshot.cut;
    begun_at_ = snapshot.cut;
    clocks_ = snapshot.clocks;
    old_ = {snapshot.old.begin(), snapshot.old.end()};
    for (ShipId ship = 0; ship < done_.size(); ++ship) {
        states_[slot({ship, done_[ship]})] = snapshot.states[ship];
    }
}

Snapshot StreamReplay::snapshot() const {
    Snapshot snapshot{
        .entries = applied_, .cut = done_, .states = {}, .clocks = clocks_, .old = {}};
    for (ShipId ship = 0; ship < done_.size(); ++ship) snapshot.states.push_back(state(ship));
    return snapshot;
}

const State& StreamReplay::at(Dot dot) const {
    return dot.version < begun_at_[dot.ship] ? old_.at(dot) : states_[slot(dot)];
}

bool StreamReplay::remembers(Dot dot) const {
    if (dot.version < begun_at_[dot.ship]) return old_.contains(dot);
    return done_[dot.ship] - dot.version < versions_;
}

std::optional<ReplayedStep> StreamReplay::apply(const Entry& entry) {
    if (error_) return std::nullopt;
    const Event event = entry.event();
    const ShipId ship = event.dot.ship;
    ReplayedStep step{.entry = entry, .event = event, .before = state(ship)};
    if (event.dot.version != done_[ship] + 1) {
        refuse(name(event.dot), name({ship, done_[ship] + 1}));
        return std::nullopt;
    }
    if (!follows_its_cause(event)) return std::nullopt;
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

/// A log by dependency has an event after the one that hailed it.
bool StreamReplay::follows_its_cause(const Event& event) {
    if (shape_.order != OrderCode::by_dependency || !event.cause.is_hail()) return true;
    const Dot sender = event.cause.sender();
    if (sender.version <= done_[sender.ship]) return true;
    refuse_open(event.dot, sender);
    return false;
}

/// Sets what changed in the ship's clock. False, with an error, if it counts what has not come.
bool StreamReplay::take_clock(const Entry& entry, Dot dot) {
    Version* clock = clocks_.data() + dot.ship * done_.size();
    ShipId next = 0;
    for (std::size_t i = 0; i < entry.dot_count(); ++i) {
        const Dot change = entry.dot(i);
        if (change.ship < next || change.ship == dot.ship) {
            refuse("a clock's changes out of order, or of its own ship", "changes ship by ship");
            return false;
        }
        if (change.version > done_[change.ship]) {
            refuse_open(dot, change);
            return false;
        }
        next = change.ship + 1;
        clock[change.ship] = change.version;
    }
    clock[dot.ship] = dot.version;
    return true;
}

/// What the order derefs. False, with an error, if that cannot be had.
bool StreamReplay::read(const Entry& entry, ReplayedStep& step, const Order& order,
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
        const bool there = read.version <= done_[read.ship];
        if (!there && shape_.order == OrderCode::by_dependency) {
            refuse_open(step.event.dot, read);
            return false;
        }
        if (!there) {
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

void StreamReplay::refuse(std::string value, std::string expected, Error::Kind kind) {
    error_ =
        Error{fmt::format("log entry {}", applied_), std::move(value), std::move(expected), kind};
}

void StreamReplay::refuse_open(Dot dot, Dot awaited) {
    refuse(fmt::format("{} before {}, which it waits for", name(dot), name(awaited)),
           "a file in which events follow what they wait for: this log can only be read whole",
           Error::Kind::bound);
}

std::string StreamReplay::name(Dot dot) const {
    return fmt::format("{}@{}", scenario_.ships[dot.ship].name, dot.version);
}

}  // namespace reckon
