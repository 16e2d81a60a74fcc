#pragma once

#include <array>

#include "core/live/projection.hpp"

namespace reckon {

/// How many orders made no sense when they came.
class RefusedOrders {
public:
    static constexpr std::string_view name = "refused";
    static constexpr std::string_view summary = "orders that were refused, and carried out";
    static constexpr bool of_states = true;
    static constexpr std::array<std::string_view, 3> columns{"refused", "carried_out", "not_told"};

    explicit RefusedOrders(const Scenario&) {}

    void see(const LiveEvent& seen) {
        if (seen.before == nullptr || seen.after == nullptr) {
            ++not_told_;
        } else if (seen.after->refused > seen.before->refused) {
            ++refused_;
        } else {
            ++carried_out_;
        }
    }

    [[nodiscard]] std::vector<LiveRow> rows(Arrival) const {
        return {{refused_, carried_out_, not_told_}};
    }

private:
    std::int64_t refused_ = 0;
    std::int64_t carried_out_ = 0;
    std::int64_t not_told_ = 0;
};

}  // namespace reckon
