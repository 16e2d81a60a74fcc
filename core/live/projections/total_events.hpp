#pragma once

#include <array>

#include "core/live/projection.hpp"

namespace reckon {

/// How many events there were, and how many a second since the first came.
class TotalEvents {
public:
    static constexpr std::string_view name = "events";
    static constexpr std::string_view summary = "events, and events a second since the first came";
    static constexpr bool of_states = false;
    static constexpr std::array<std::string_view, 2> columns{"events", "events_per_s"};

    explicit TotalEvents(const Scenario&) {}

    void see(const LiveEvent& seen) {
        if (events_++ == 0) first_ = seen.arrived;
    }

    [[nodiscard]] std::vector<LiveRow> rows(Arrival now) const {
        const double seconds = std::chrono::duration<double>(now - first_).count();
        const bool any = events_ > 0 && seconds > 0;
        return {{events_, any ? static_cast<double>(events_) / seconds : 0.0}};
    }

private:
    std::int64_t events_ = 0;
    Arrival first_;
};

}  // namespace reckon
