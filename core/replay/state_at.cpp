#include "core/replay/state_at.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>

namespace reckon {
namespace {

/// States carried on from a global state, all kept.
class Line {
public:
    explicit Line(const GlobalState& start) : start_{&start}, states_(start.cut.size()) {
        for (ShipId ship = 0; ship < states_.size(); ++ship) {
            states_[ship] = {start.states[ship]};
        }
    }

    [[nodiscard]] Version first(ShipId ship) const { return start_->cut[ship]; }
    [[nodiscard]] Version done(ShipId ship) const {
        return first(ship) + static_cast<Version>(states_[ship].size()) - 1;
    }
    [[nodiscard]] const State& at(Dot dot) const {
        return states_[dot.ship][dot.version - first(dot.ship)];
    }
    void append(ShipId ship, const State& state) { states_[ship].push_back(state); }

private:
    const GlobalState* start_;
    std::vector<std::vector<State>> states_;
};

/// Carries ships on as far as they are asked for, each event after those that it reads.
class Carrying {
public:
    Carrying(const Scenario& scenario, const DotIndex& log, const GlobalState& start)
        : scenario_{scenario}, log_{log}, late_{start} {}

    void carry_to(Dot dot) {
        goals_.push_back({&late_, dot});
        while (!goals_.empty()) {
            const Goal goal = goals_.back();
            const ShipId ship = goal.dot.ship;
            if (goal.line->done(ship) >= goal.dot.version) {
                goals_.pop_back();
                continue;
            }
            const Dot next{ship, goal.line->done(ship) + 1};
            if (const auto read = unready(*goal.line, next)) {
                goals_.push_back(*read);
            } else {
                carry_out(*goal.line, next);
            }
        }
    }

    [[nodiscard]] const State& at(Dot dot) const { return late_.at(dot); }
    [[nodiscard]] std::uint64_t applied() const { return applied_; }

private:
    struct Goal {
        Line* line;
        Dot dot;
    };

    /// Where an event finds what it reads. What the start had replaced is on the early line; so is
    /// all that is read there, which is older still.
    Line& line_of(Line& reader, Dot read) {
        if (&reader == &late_ && read.version >= late_.first(read.ship)) return late_;
        if (!early_) early_.emplace(origin_ = initial_state(scenario_));
        return *early_;
    }

    std::optional<Goal> unready(Line& line, Dot dot) {
        for (const Dot read : log_.reads(dot)) {
            Line& found = line_of(line, read);
            if (found.done(read.ship) < read.version) return Goal{&found, read};
        }
        return std::nullopt;
    }

    void carry_out(Line& line, Dot dot) {
        std::array<State, derefs_max> states;
        const auto reads = log_.reads(dot);
        for (std::size_t k = 0; k < reads.size(); ++k) {
            states[k] = line_of(line, reads[k]).at(reads[k]);
        }
        const Order& order = scenario_.orders[log_.event(dot).order];
        const State& before = line.at({dot.ship, dot.version - 1});
        line.append(dot.ship, apply(before, order, std::span{states}.first(reads.size())));
        ++applied_;
    }

    const Scenario& scenario_;
    const DotIndex& log_;
    Line late_;
    GlobalState origin_;
    std::optional<Line> early_;
    std::vector<Goal> goals_;
    std::uint64_t applied_ = 0;
};

std::optional<Error> no_cut(const Scenario& scenario, const DotIndex& log, const Cut& cut) {
    if (cut.size() != log.ship_count()) {
        return Error{"cut", fmt::format("versions of {} ships", cut.size()),
                     fmt::format("one of each of the {} ships", log.ship_count())};
    }
    for (ShipId ship = 0; ship < cut.size(); ++ship) {
        if (cut[ship] <= log.last(ship)) continue;
        return Error{"cut", fmt::format("{}@{}", scenario.ships[ship].name, cut[ship]),
                     fmt::format("a version up to {}, the ship's last", log.last(ship))};
    }
    return std::nullopt;
}

}  // namespace

GlobalState initial_state(const Scenario& scenario) {
    GlobalState initial{Cut(scenario.ships.size()), {}};
    initial.states.reserve(scenario.ships.size());
    for (const ShipSetup& ship : scenario.ships) initial.states.push_back(ship.initial);
    return initial;
}

Result<StateAt> state_at(const Scenario& scenario, const DotIndex& log, const Cut& cut,
                         const GlobalState& start) {
    if (auto error = no_cut(scenario, log, cut)) return fail(std::move(*error));
    assert(std::ranges::equal(start.cut, cut, std::ranges::less_equal{}) &&
           "a start is below the cut");
    if (const auto broken = broken_edge(log, cut, start.cut)) {
        return fail({"cut", text(scenario, *broken), "a consistent cut"});
    }
    Carrying carrying{scenario, log, start};
    StateAt reached{{cut, std::vector<State>(cut.size())}, 0};
    for (ShipId ship = 0; ship < cut.size(); ++ship) {
        carrying.carry_to({ship, cut[ship]});
        reached.state.states[ship] = carrying.at({ship, cut[ship]});
    }
    reached.applied = carrying.applied();
    return reached;
}

}  // namespace reckon
