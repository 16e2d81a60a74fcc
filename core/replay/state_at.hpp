#pragma once
/// A global state of the past: the states at a cut, without a replay of the whole log.

#include "core/replay/consistent_cut.hpp"

namespace reckon {

/// A consistent cut and its states, by ship.
struct GlobalState {
    Cut cut;
    std::vector<State> states;

    friend bool operator==(const GlobalState&, const GlobalState&) = default;
};

[[nodiscard]] GlobalState initial_state(const Scenario& scenario);

struct StateAt {
    GlobalState state;
    std::uint64_t applied = 0;  ///< Events carried out again to get there.
};

/// The global state at a cut, begun from one that is known: the initial one, or a snapshot.
///
/// Carries out what lies between the start and the cut, and nothing beyond. What is read there of a
/// version that the start has already replaced is not in the start: it and its causal past are
/// carried out from the beginning.
///
/// Threads  Any; a pure function.
/// Shape    `start` is at or below the cut, ship by ship, and what the same log makes of its cut.
/// Errors   A cut of another fleet or beyond the log, or one that is not consistent: the value says
///          which edge it breaks.
/// Cost     Linear in the events carried out and in ships; 24 bytes for each of both.
[[nodiscard]] Result<StateAt> state_at(const Scenario& scenario, const DotIndex& log,
                                       const Cut& cut, const GlobalState& start);

}  // namespace reckon
