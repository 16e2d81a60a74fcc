#pragma once
/// What a strategy promises, as data: a fidelity per interaction class.

#include <algorithm>

#include "core/world/scenario.hpp"

namespace reckon {

/// From least to most, but for causal and view, neither of which contains the other.
enum class Fidelity : std::uint8_t {
    nothing,   ///< Not even every event.
    complete,  ///< Each event once, each ship's in order.
    causal,    ///< And no effect before its cause.
    view,      ///< Complete, and every deref returns what it returned in the run.
    faithful,  ///< Causal and view.
    strict,    ///< Faithful, and through every global state of the run, in order.
};

struct Claims {
    Fidelity solo = Fidelity::nothing;
    Fidelity hail = Fidelity::nothing;
    Fidelity convoy = Fidelity::nothing;
    Fidelity rendezvous = Fidelity::nothing;

    [[nodiscard]] constexpr Fidelity on(InteractionClass c) const {
        switch (c) {
            case InteractionClass::solo: return solo;
            case InteractionClass::hail: return hail;
            case InteractionClass::convoy: return convoy;
            case InteractionClass::rendezvous: return rendezvous;
        }
        return Fidelity::nothing;
    }
};

[[nodiscard]] constexpr Claims always(Fidelity fidelity) {
    return {fidelity, fidelity, fidelity, fidelity};
}

/// Faithful as long as no order derefs, else complete: what an order of publishes is good for.
inline constexpr Claims faithful_without_derefs{.solo = Fidelity::faithful,
                                                .hail = Fidelity::faithful,
                                                .convoy = Fidelity::complete,
                                                .rendezvous = Fidelity::complete};

}  // namespace reckon
