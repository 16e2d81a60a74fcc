#pragma once
/// Judging logs with vector clocks that others wrote.

#include <string>

#include "cli/command.hpp"

namespace reckon {

/// Prints whether each execution of the log is causally sound.
///
/// Errors  As the format's reader; an unknown format.
ExitCode check_foreign(const Session& session, const std::string& file, const std::string& format);

}  // namespace reckon
