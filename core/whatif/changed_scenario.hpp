#pragma once
/// The scenario of a branch: the changed order stands in it where it comes from.

#include "core/log/event.hpp"
#include "core/whatif/change.hpp"
#include "core/world/scenario.hpp"

namespace reckon {

/// A dropped order is taken out of the plan or source that brought it. An order put in among a
/// ship's plan, or at its end, is one of the plan; later it comes from a further source. A replaced
/// one stands where the old one stood. One that came by a hail stands nowhere itself: its sender
/// stays, and what comes in its place comes from a further source.
///
/// Shape  `told` is what brought the event at the change; none at a ship's end.
class ChangedScenario {
public:
    /// Errors  An event that no order of the scenario brought. A source too many, or more events
    ///         than there may be: of kind bound.
    [[nodiscard]] static Result<ChangedScenario> make(const Scenario& scenario,
                                                      const Change& change, Cause told);

    /// What brings the new order.
    [[nodiscard]] Cause cause() const { return cause_; }

    /// What brought a recorded event of this ship, as the branch's scenario counts it; of what a
    /// hail brought, the same.
    [[nodiscard]] Cause cause(ShipId ship, Cause recorded) const;

    [[nodiscard]] Scenario scenario() && { return std::move(scenario_); }

private:
    ChangedScenario(const Scenario& scenario, const Change& change, Cause told)
        : scenario_{scenario}, change_{change}, told_{told} {}

    std::optional<Error> issue();

    Scenario scenario_;
    Change change_;
    Cause told_;
    Cause cause_;
};

}  // namespace reckon
