#pragma once
/// What the process returns; scripts rely on it.

#include "core/check/verdict.hpp"
#include "core/world/error.hpp"

namespace reckon {

enum class ExitCode : int {
    as_promised = 0,
    check_failed = 1,
    bad_input = 2,
    undecided = 3,  ///< Or a bound was hit.
    io_error = 4,
    internal_error = 70,  ///< As EX_SOFTWARE of sysexits.h: a fault of reckon's own.
};

[[nodiscard]] constexpr ExitCode exit_code(Outcome outcome) {
    switch (outcome) {
        case Outcome::holds: return ExitCode::as_promised;
        case Outcome::undecided: return ExitCode::undecided;
        case Outcome::fails: return ExitCode::check_failed;
    }
    return ExitCode::check_failed;
}

[[nodiscard]] constexpr ExitCode exit_code(Error::Kind kind) {
    switch (kind) {
        case Error::Kind::input: return ExitCode::bad_input;
        case Error::Kind::io: return ExitCode::io_error;
        case Error::Kind::bound: return ExitCode::undecided;
    }
    return ExitCode::bad_input;
}

}  // namespace reckon
