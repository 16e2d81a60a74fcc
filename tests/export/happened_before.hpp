#pragma once
/// Happens-before closed by brute force.

#include <set>

#include "core/export/happens_before.hpp"

namespace reckon {

/// The event and all that comes before it.
inline std::set<Dot> past_of(const History& run, Dot dot) {
    std::set<Dot> past;
    std::vector<Dot> open{dot};
    while (!open.empty()) {
        const Dot next = open.back();
        open.pop_back();
        if (!past.insert(next).second) continue;
        each_edge_to(run, next, [&](EdgeKind, Dot from) { open.push_back(from); });
    }
    return past;
}

}  // namespace reckon
