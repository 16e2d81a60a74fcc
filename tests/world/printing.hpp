#pragma once
/// How the world's types read in a failed assertion.

#include "core/world/port.hpp"
#include "core/world/scenario.hpp"
#include "tests/catch.hpp"

namespace Catch {

template <>
struct StringMaker<reckon::State> {
    static std::string convert(const reckon::State& state) {
        if (state.heading() >= reckon::port_count) return "a state without a port";
        return reckon::text(state);
    }
};

template <>
struct StringMaker<reckon::InteractionClass> {
    static std::string convert(reckon::InteractionClass c) { return std::string{word(c)}; }
};

template <>
struct StringMaker<reckon::OrderKind> {
    static std::string convert(reckon::OrderKind kind) { return std::string{word(kind)}; }
};

}  // namespace Catch
