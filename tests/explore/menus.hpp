#pragma once
/// Small scenarios that decide what a strategy can claim on each class.

#include "tests/model/small_runs.hpp"

namespace reckon {

using model::Dish;

inline constexpr Dish depart{.kind = OrderKind::depart};
inline constexpr Dish load{.kind = OrderKind::load};
inline constexpr Dish follow{.kind = OrderKind::follow};
inline constexpr Dish hail{.kind = OrderKind::hail};
inline constexpr Dish hail_to_follow{.kind = OrderKind::hail, .sent = OrderKind::follow};
inline constexpr Dish meet{.kind = OrderKind::rendezvous};

/// An order names the next ship, a meeting the next two.
inline std::vector<Scenario> menus() {
    const std::vector<std::vector<std::vector<Dish>>> dishes{
        // solo
        {{depart}, {depart}},
        {{depart, load}, {depart}},
        // hail
        {{hail}, {}},
        {{}, {hail}},
        {{hail}, {hail}},
        {{hail}, {depart}},
        // convoy
        {{follow}, {depart}},
        {{depart}, {follow}},
        {{follow}, {follow}},
        {{follow}, {depart, load}},
        {{hail_to_follow}, {depart}},
        {{follow}, {hail}},
        // rendezvous
        {{meet}, {load}, {depart}},
        {{depart}, {meet}, {load}},
        {{meet}, {load}, {{.kind = OrderKind::follow, .first = 2}}},
    };
    std::vector<Scenario> scenarios;
    for (const auto& each : dishes) scenarios.push_back(model::serve(each));
    return scenarios;
}

inline Scenario convoy_2() {
    return model::serve({{follow}, {depart}});
}

}  // namespace reckon
