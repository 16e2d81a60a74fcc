#pragma once
/// A cut: one version per ship, by ShipId. With its states, a global state.

#include <vector>

#include "core/log/event.hpp"

namespace reckon {

using Cut = std::vector<Version>;

}  // namespace reckon
