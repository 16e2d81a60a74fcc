#pragma once
/// A branch by definition: every state of it worked out anew, by recursion, from what each event
/// needs. Shares no code with core/whatif.

#include "core/replay/replay.hpp"
#include "core/whatif/change.hpp"

namespace reckon {

/// An event of the branch; `recorded` is its version in the log, 0 if it is new.
struct FullEvent {
    Version recorded = 0;
    OrderId order = no_order;
    State before;
    State after;
    bool same = false;  ///< Recorded, with the same order, and found what it found in the replay.
};

/// Shape  ships[s] are the ship's events in the branch, in order.
struct FullBranch {
    std::vector<std::vector<FullEvent>> ships;
    std::uint64_t cone = 0;  ///< How many events are not the same.
};

[[nodiscard]] FullBranch full_branch(const Scenario& scenario, const Log& log, const Replay& replay,
                                     const Change& change);

}  // namespace reckon
