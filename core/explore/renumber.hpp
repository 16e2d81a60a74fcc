#pragma once
/// What becomes of a script when a scenario loses orders, ships and sources.

#include "core/explore/script.hpp"
#include "core/log/history.hpp"
#include "core/world/scenario_edit.hpp"

namespace reckon {

/// The script without the operations of what is gone, by the new numbers of what is left. An event
/// that was hailed goes with the event that hailed it; later ones of its ship move up.
///
/// Shape  `history` is of the run that the script is of; `kept` as reduced() left it.
[[nodiscard]] Script renumbered(const Script& script, const History& history, const Kept& kept);

}  // namespace reckon
