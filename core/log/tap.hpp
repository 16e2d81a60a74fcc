#pragma once
/// Following what is recorded while it is being recorded.

#include <cstdint>
#include <optional>
#include <span>

#include "core/log/cut.hpp"
#include "core/log/entry.hpp"
#include "core/world/error.hpp"

namespace reckon {

/// Entries, lane by lane, as they come.
///
/// Threads  One, beside those that record.
/// Shape    A log in sequence has one lane; so has one whose entries are to be taken as they stand.
///          Any other has a lane for each ship, by ShipId, with the ship's entries in their order.
class Tap {
public:
    explicit Tap(LogShape shape = {}) : shape_{shape} {}
    Tap(const Tap&) = delete;
    Tap& operator=(const Tap&) = delete;
    virtual ~Tap() = default;

    /// Of a log's tap: what its entries say.
    [[nodiscard]] LogShape shape() const { return shape_; }

    [[nodiscard]] virtual std::uint32_t lanes() const = 0;

    /// Whole entries of a lane that have not been taken: none if there are none by now, and not
    /// always all. They stay until the next call.
    [[nodiscard]] virtual std::span<const std::byte> pending(std::uint32_t lane) = 0;

    /// The first of those that pending returned last.
    virtual void take(std::uint32_t lane, std::size_t bytes, std::size_t entries) = 0;

private:
    LogShape shape_;
};

/// What a run shows to whoever follows it.
struct RunTaps {
    Tap* log = nullptr;             ///< Null: there will be a log only when the run has ended.
    Tap* truth = nullptr;           ///< Null: no history is kept.
    std::span<const Cut> observed;  ///< Since the last time.
};

/// Whoever follows a run.
///
/// Threads  One at a time.
class Follower {
public:
    Follower() = default;
    Follower(const Follower&) = delete;
    Follower& operator=(const Follower&) = delete;
    virtual ~Follower() = default;

    /// Takes what there is by now. False if there was nothing.
    virtual bool follow(const RunTaps& taps) = 0;

    /// Takes what there is, once all that there will be is there.
    virtual void follow_to_the_end(const RunTaps& taps) = 0;

    /// The first thing that went wrong: the run is to be ended.
    [[nodiscard]] virtual std::optional<Error> error() const = 0;
};

}  // namespace reckon
