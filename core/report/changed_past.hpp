#pragma once
/// A change of the past and what came of it, as it is reported.

#include <optional>
#include <string>

#include "core/log/recorded_run.hpp"
#include "core/whatif/answers.hpp"

namespace reckon {

/// Shape  Refers to what it is made of. `scenario` is the run's, with the change's order in its
///        table.
struct ChangedPast {
    const RunOrigin& origin;
    const Scenario& scenario;
    const Log& log;
    const Replay& replay;
    const Branch& branch;
    std::optional<Answers> answers;  ///< None: the run had no gateway, as far as is known.
    /// Whether the log brings back the states of the run; none: the run's are not known.
    std::optional<bool> brings_back;
    std::string kept;  ///< The file that has the branch; empty if none has.
};

/// "Emma@17 replaced (load 3 t): depart for Oslo".
[[nodiscard]] std::string change_words(const ChangedPast& past);

/// What an event has as recorded: its state after; of one that the log does not have, null.
[[nodiscard]] const State* recorded_after(const ChangedPast& past, const Affected& one);

/// What it carried out as recorded; of one that the log does not have, no order.
[[nodiscard]] OrderId recorded_order(const ChangedPast& past, const Affected& one);

}  // namespace reckon
