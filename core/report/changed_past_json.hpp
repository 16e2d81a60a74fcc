#pragma once
/// A change of the past as JSON: all of it.

#include "core/report/changed_past.hpp"
#include "core/report/json.hpp"

namespace reckon {

void add_changed_past(Json& result, const ChangedPast& past);

}  // namespace reckon
