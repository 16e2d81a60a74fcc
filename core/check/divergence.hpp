#pragma once
/// Where a replay first departs from the run, as data: what witnesses and explanations are made of.

#include <optional>

#include "core/check/log_order.hpp"
#include "core/check/verdict.hpp"
#include "core/replay/replay.hpp"

namespace reckon {

/// The edges of the dependency graph.
enum class EdgeKind : std::uint8_t {
    program,  ///< An earlier event of the same ship.
    message,  ///< From the event that hailed.
    wr,       ///< From the event that made what a deref returned.
    rw,       ///< From a deref to the event that replaced what it returned.
};

[[nodiscard]] constexpr std::string_view word(EdgeKind kind) {
    switch (kind) {
        case EdgeKind::program: return "program order";
        case EdgeKind::message: return "message";
        case EdgeKind::wr: return "wr";
        case EdgeKind::rw: return "rw";
    }
    return "?";
}

struct DependencyEdge {
    EdgeKind kind = EdgeKind::program;
    Dot from;
    Dot to;
};

/// A deref that returned one version in the run and another in the replay.
struct OtherReading {
    Dot event;
    Dot was;
    Dot is;

    /// The edge that the replay does not keep: what was read too new had not been replaced, what
    /// was read too old had been written.
    [[nodiscard]] DependencyEdge edge() const {
        if (is.version > was.version) {
            return {EdgeKind::rw, event, {was.ship, was.version + 1}};
        }
        return {EdgeKind::wr, was, event};
    }
};

/// The first, in the order of a replay by one thread. Of a complete log.
///
/// Cost  A comparison of all reads; only if they differ, the order of the replay.
[[nodiscard]] std::optional<OtherReading> first_other_reading(const Scenario& scenario,
                                                              const History& run, const Log& log,
                                                              const Replay& replayed);

/// An edge of happens-before, other than program order, that the log's order does not contain, or,
/// past its bound of work, is not known to.
struct UnkeptEdge {
    DependencyEdge edge;
    bool known = true;
};

/// The first, ship by ship. Of a complete log.
[[nodiscard]] std::optional<UnkeptEdge> first_unkept_edge(const History& run, LogOrder& order);

}  // namespace reckon
