#pragma once
/// A run as its recording file has it: all that the other commands need, in ordinary memory.

#include <optional>
#include <string>
#include <string_view>

#include "core/log/effect.hpp"
#include "core/log/history.hpp"
#include "core/log/log.hpp"
#include "core/world/scenario.hpp"

namespace reckon {

/// By which a run was made.
///
/// Shape  `publication` is "seq_cst" or "release"; where the run comes from may be empty.
///        `recovered` says what was lost of the file that this is the rest of; empty if it is
///        whole.
struct RunOrigin {
    std::string strategy;
    std::string publication;
    std::string command_line;
    std::string commit;
    std::string recovered{};

    friend bool operator==(const RunOrigin&, const RunOrigin&) = default;
};

struct RecordedRun {
    RunOrigin origin;
    Scenario scenario;
    Log log;
    std::optional<History> history;  ///< With the global states observed; none if none was kept.
    std::vector<Effect> effects;  ///< Of a run with a gateway: ship by ship, each ship's in order.
};

/// What makes the three no scenario, log and history of one run: the first thing found; none if
/// they may be. A history may be missing.
///
/// The history, if any, must be one that the scenario can have: every order told by its cause,
/// every read of a version that was, every state what the order makes of the state before and the
/// states read. Of the log it asks only that what it names can be looked up: what it says is the
/// judge's to doubt. An effect must be of an arrival that took place, each of another.
///
/// Errors  The place is "log", "log entry N", "history of SHIP, version N", "observed state N" or
///         "effect N".
/// Cost    Linear in events and reads; in observed states times ships.
[[nodiscard]] std::optional<Error> contradiction(const Scenario& scenario, const Log& log,
                                                 const History* history,
                                                 std::span<const Effect> effects = {});

}  // namespace reckon
