#pragma once

#include <array>

#include "core/live/projection.hpp"

namespace reckon {

/// How many orders of each kind were carried out.
class OrdersByKind {
public:
    static constexpr std::string_view name = "orders";
    static constexpr std::string_view summary = "events by the kind of their orders";
    static constexpr bool of_states = false;
    static constexpr std::array<std::string_view, 2> columns{"kind", "events"};

    explicit OrdersByKind(const Scenario&) {}

    void see(const LiveEvent& seen) { ++events_[static_cast<std::size_t>(seen.order.kind)]; }

    [[nodiscard]] std::vector<LiveRow> rows(Arrival) const {
        std::vector<LiveRow> rows;
        for (std::size_t kind = 0; kind < events_.size(); ++kind) {
            rows.push_back({std::string{order_words[kind]}, events_[kind]});
        }
        return rows;
    }

private:
    std::array<std::int64_t, order_kind_count> events_{};
};

}  // namespace reckon
