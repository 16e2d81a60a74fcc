#pragma once
/// Which part of a long story is worth showing.

#include <cstdint>
#include <vector>

#include "core/report/story.hpp"

namespace reckon {

/// Rows to show, in order: all, if there are `most` or fewer; else those around the rows where
/// something is broken (a line diverges, a broken arrow begins or ends), and if nothing is, around
/// the first and the last.
///
/// Shape  Never more than `most`; the first broken row is always among them.
/// Cost   Rows × log rows.
[[nodiscard]] std::vector<std::uint32_t> shown_rows(const Story& story, std::uint32_t most,
                                                    bool with_both_ends);

}  // namespace reckon
