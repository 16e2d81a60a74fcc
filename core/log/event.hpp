#pragma once
/// Events, their names and their causes.

#include <compare>
#include <cstdint>
#include <functional>
#include <type_traits>

#include "core/world/ids.hpp"

namespace reckon {

/// How many events a ship has had; 0 is its initial state.
using Version = std::uint32_t;

/// The name of an event, and of the state that it made.
struct Dot {
    ShipId ship = 0;
    Version version = 0;

    friend auto operator<=>(const Dot&, const Dot&) = default;
};

/// What brought an order to a ship.
class Cause {
public:
    /// Nothing: the initial state's cause.
    Cause() = default;

    [[nodiscard]] static Cause plan(std::uint32_t index) { return {plan_mark, index}; }
    [[nodiscard]] static Cause source(std::uint32_t source, std::uint32_t index) {
        return {source_mark + source, index};
    }
    /// An event sends at most one hail, so its dot names the hail.
    [[nodiscard]] static Cause hail(Dot sender) { return {sender.ship, sender.version}; }
    /// From who() and index(), for files; any two numbers are some cause.
    [[nodiscard]] static Cause from(std::uint32_t who, std::uint32_t index) { return {who, index}; }

    [[nodiscard]] bool is_none() const { return who_ == none_mark; }
    [[nodiscard]] bool is_plan() const { return who_ == plan_mark; }
    [[nodiscard]] bool is_hail() const { return who_ < source_mark; }
    [[nodiscard]] bool is_source() const { return who_ >= source_mark && who_ < plan_mark; }

    /// The event that hailed; only of a hail.
    [[nodiscard]] Dot sender() const { return {who_, index_}; }
    /// Only of a source.
    [[nodiscard]] std::uint32_t source_index() const { return who_ - source_mark; }
    /// Index in the plan or in the source's orders; of a hail its sender's version.
    [[nodiscard]] std::uint32_t index() const { return index_; }
    /// Of a hail its sender's ship, else a number above all ships: which kind, which source.
    [[nodiscard]] std::uint32_t who() const { return who_; }

    friend bool operator==(const Cause&, const Cause&) = default;

private:
    // Ships are counted below source_mark, so one number says what kind of cause this is.
    static constexpr std::uint32_t source_mark = 0x8000'0000U;
    static constexpr std::uint32_t plan_mark = 0xffff'fffeU;
    static constexpr std::uint32_t none_mark = 0xffff'ffffU;

    Cause(std::uint32_t who, std::uint32_t index) : who_{who}, index_{index} {}

    std::uint32_t who_ = none_mark;
    std::uint32_t index_ = 0;
};

/// One order applied to one ship.
struct Event {
    Dot dot;
    OrderId order = no_order;
    Cause cause;

    friend bool operator==(const Event&, const Event&) = default;
};

static_assert(std::is_trivially_copyable_v<Event> && sizeof(Event) == 20);

}  // namespace reckon
