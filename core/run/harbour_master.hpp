#pragma once
/// A gateway to see one by: berths, given out port by port.

#include <atomic>
#include <vector>

#include "core/run/gateway.hpp"
#include "core/world/port.hpp"

namespace reckon {

/// Answers with the number of a berth: 1 for the first ship that comes into a port, then 2, … Who
/// is first, the race decides; so another run has other answers.
///
/// Threads  As a gateway's. A counter a port, no lock.
class HarbourMaster final : public Gateway {
public:
    static constexpr std::string_view name = "berths";

    HarbourMaster() : given_(ports().size()) {}

    std::uint64_t arrived(Dot, PortId port) override {
        return given_[port].fetch_add(1, std::memory_order_relaxed) + 1;
    }

private:
    std::vector<std::atomic<std::uint64_t>> given_;  // By port.
};

}  // namespace reckon
