#pragma once
/// Bad input as a value: where it stood, what stood there, and what would have been accepted.

#include <string>
#include <tl/expected.hpp>

namespace reckon {

/// Threads  A plain value.
/// Shape    `place` is a JSON pointer, a file with line, or a command-line option.
struct Error {
    enum class Kind {
        input,  ///< What was given makes no sense: exit code 2.
        io,     ///< What was given could not be read or written: exit code 4.
        bound,  ///< What was asked for passes a bound: exit code 3.
    };

    std::string place;
    std::string value;
    std::string expected;
    Kind kind = Kind::input;

    /// One line: `/ships/0/at: "Atlantis": expected the name of a port …`.
    [[nodiscard]] std::string message() const {
        return place + ": " + value + ": expected " + expected;
    }
};

template <class T>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> fail(Error error) {
    return tl::unexpected<Error>{std::move(error)};
}

}  // namespace reckon
