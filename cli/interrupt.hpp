#pragma once
/// Ctrl-C, for a command that has something to say before it goes.

#include <csignal>

namespace reckon {

/// As long as it lives, the first signal ends no process, and cuts short whoever waits. A second
/// does what it did before: who waits for long work to end need not.
///
/// Threads  One at a time.
class Interrupt {
public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    /// Whether it came.
    [[nodiscard]] static bool came();

private:
    struct sigaction before_ {};
};

}  // namespace reckon
