#pragma once
/// What it takes to hand a cache line from one core to another: a virtual machine's host may move
/// its processors closer together or further apart at any time, and contended rows follow.

namespace reckon::bench {

/// One way, between two threads that do nothing else: the best of a few short rallies, so that
/// other programs beside it hardly count.
///
/// Units  Nanoseconds.
/// Cost   Some milliseconds.
[[nodiscard]] double hand_over_ns();

}  // namespace reckon::bench
