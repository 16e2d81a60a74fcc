#pragma once
/// The contract between a serialization strategy and the fleet whose steps it runs.

#include <array>
#include <concepts>
#include <memory>
#include <memory_resource>
#include <numeric>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

#include "core/log/claims.hpp"
#include "core/log/log.hpp"
#include "core/log/tap.hpp"

namespace reckon {

/// What a step learned while it decided.
enum class SeenKind : std::uint8_t {
    deref,  ///< The state of another ship.
    hail,   ///< The event that hailed, when the order came by a hail.
};

/// Shape  The stamp with which that event was published; Stamp{} of version 0.
template <class Stamp>
struct Seen {
    SeenKind kind;
    Dot dot;
    Stamp stamp;
};

/// The stamp of a strategy that publishes none.
struct NoStamp {};

/// For a step whose observations do not matter to the strategy.
inline constexpr auto ignore_seen = [](const auto&) {};

/// What a strategy is built from: the fleet it will record, with the most that each ship can do.
///
/// Threads  `memory` may be used by any number of them.
struct Roster {
    std::span<const std::uint32_t> events;
    std::span<const std::uint32_t> derefs;
    std::pmr::memory_resource* memory = std::pmr::get_default_resource();

    [[nodiscard]] std::size_t ship_count() const { return events.size(); }

    [[nodiscard]] std::size_t total_events() const { return total(events); }
    [[nodiscard]] std::size_t total_derefs() const { return total(derefs); }

private:
    static std::size_t total(std::span<const std::uint32_t> bounds) {
        return std::accumulate(bounds.begin(), bounds.end(), std::size_t{0});
    }
};

enum class Role : std::uint8_t {
    baseline,  ///< Records nothing: what the others are priced against.
    strategy,
    control,  ///< Wrong on purpose, to show that the checks can say no.
};

[[nodiscard]] constexpr std::string_view word(Role role) {
    switch (role) {
        case Role::baseline: return "baseline";
        case Role::strategy: return "strategy";
        case Role::control: return "control";
    }
    return "?";
}

/// The interaction classes in which a control is caught, by InteractionClass.
using CaughtOn = std::array<bool, 4>;

/// The step as a strategy sees it; a stand-in by which the concept below states its shape.
template <class Stamp>
struct StepArchetype {
    /// Reads what the order asks for and computes the new state; nothing is visible yet. Calls
    /// observe(Seen<Stamp>) for the hail that brought the order, then for each deref, in order.
    /// May be repeated before publish: what was read and observed earlier is then discarded.
    template <class Observe>
    void decide(Observe&& observe) {
        observe(Seen<Stamp>{});
    }

    /// Makes the new version visible, with this stamp. Exactly once.
    void publish(const Stamp&) {}

    /// The event, from decide on.
    [[nodiscard]] const Event& event() const { return event_; }

private:
    Event event_;
};

/// A serialization strategy: it runs each step, and from what it recorded makes a log.
///
/// Threads  run: any number at once; the steps of one ship one after another, each seeing what the
///          ones before it wrote. drain: one thread. The rest: one, while no ship sails.
/// Order    Hails leave after run has returned, so what run recorded precedes their effects.
/// Shape    Stamp is trivially copyable; what it points to lives until finish.
///          `drain()`, optional, takes over what run has left for a consumer of the strategy's own;
///          it is called again and again while ships sail, and once more before finish. It pops
///          until there is nothing, holding no lock, and then returns at once.
///          `tap()`, optional, lets the log be followed while it is recorded; of a strategy without
///          one, a recording file has nothing until the ships have stopped.
///          A strategy whose stamps come of readings of its clock says of which, by a static
///          `time_of(stamp)`, so that a run in the wild can be repeated with the clock it had. A
///          baseline or a control has a `role`; a control also says where it is caught.
/// Errors   The roster bounds the events and derefs that can come. What takes more memory as it
///          goes may throw std::bad_alloc, holding no lock; the run then ends with an error.
template <class S>
concept Strategy = std::constructible_from<S, const Roster&> &&
    std::is_trivially_copyable_v<typename S::Stamp> &&
    requires(S& strategy, StepArchetype<typename S::Stamp>& step, ShipId ship) {
    { S::name } -> std::convertible_to<std::string_view>;
    { S::summary } -> std::convertible_to<std::string_view>;
    { S::claims } -> std::convertible_to<Claims>;
    strategy.run(ship, step);
    { std::move(strategy).finish() } -> std::same_as<Log>;
};

/// A strategy whose log can be followed while it is recorded: one thread may ask what `tap()`
/// returned, beside those that run steps, until finish.
template <class S>
concept HasTap = requires(S& strategy) {
    { strategy.tap() } -> std::convertible_to<std::unique_ptr<Tap>>;
};

template <class S>
concept HasDrain = requires(S& strategy) {
    strategy.drain();
};

template <class S>
constexpr Role role_of() {
    if constexpr (requires { S::role; }) {
        return S::role;
    } else {
        return Role::strategy;
    }
}

/// The reading of the clock, in milliseconds, that makes a step record this stamp.
using TimeOfStamp = std::uint64_t (*)(std::uint64_t stamp);

/// Null if the strategy's stamps have nothing to do with a clock.
template <class S>
constexpr TimeOfStamp time_of_stamp() {
    if constexpr (requires { &S::time_of; }) {
        return &S::time_of;
    } else {
        return nullptr;
    }
}

template <class S>
constexpr CaughtOn caught_on() {
    if constexpr (requires { S::caught_on; }) {
        return S::caught_on;
    } else {
        return {};
    }
}

}  // namespace reckon
