#pragma once
/// Where the commands that work on a case get it from.

#include <optional>
#include <string>

#include "cli/command.hpp"
#include "core/control/strategy_record.hpp"
#include "core/explore/case.hpp"

namespace reckon {

/// What a file holds: a case, or a run in the wild that no order of operations explains.
///
/// Shape  The case's strategy is one of the list, which strategy_of finds, and its tasks are those
///        that the scenario has under it.
struct CaseSource {
    std::optional<Case> failure;
    std::string circle;     ///< Operations that wait for each other, if there is no case.
    bool recorded = false;  ///< It is a run in the wild, not a case that somebody made.
};

/// The case in a file, or that of the run in a recording, lifted.
///
/// Errors  As read_case, or read_recording and lift; a strategy that is not in the list, a drain
///         where the strategy has none or none where it has one. The file's name is before the
///         place.
[[nodiscard]] Result<CaseSource> case_from(const Session& session, const std::string& path);

/// Only of what case_from returned.
[[nodiscard]] const StrategyRecord& strategy_of(const Case& failure);

/// The error with the file's name before its place.
[[nodiscard]] Error in_file(const std::string& path, Error error);

/// That the run cannot be repeated under one order of operations, and why.
[[nodiscard]] std::string circle_text(const std::string& circle);
[[nodiscard]] Json circle_json(const std::string& path, const std::string& circle);

/// Says so: a finding about the run, which leaves what was asked for undecided.
ExitCode report_circle(const Session& session, std::string_view command, const std::string& path,
                       const std::string& circle);

}  // namespace reckon
