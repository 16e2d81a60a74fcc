#pragma once
/// Which part of a long or broad story is worth showing.

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

/// Tasks to give a lane of their own where `rows` are shown, by number: those that have one of
/// the rows, the ships that an arrow joins with one, both ends of a broken edge; and where there
/// are few ships, all of them.
[[nodiscard]] std::vector<TaskId> shown_lanes(const Story& story,
                                              const std::vector<std::uint32_t>& rows);

/// How many ships have no lane among these.
[[nodiscard]] std::uint32_t ships_left_out(const Story& story, const std::vector<TaskId>& lanes);

}  // namespace reckon
