#pragma once
/// Some of a run's events, and who knows of whom among them.

#include <span>
#include <unordered_map>
#include <vector>

#include "core/export/line_up.hpp"
#include "core/export/told_run.hpp"

namespace reckon {

/// Events in an order, of each ship those from some version up to another.
class Slice {
public:
    /// Shape  Each ship's events in the order of versions, none left out between two.
    explicit Slice(std::vector<Dot> events);

    [[nodiscard]] const std::vector<Dot>& events() const { return events_; }

    /// Those that have events here, by number.
    [[nodiscard]] const std::vector<ShipId>& ships() const { return ships_; }

    /// Where a ship stands in ships(); nothing if it has no event here.
    [[nodiscard]] std::optional<std::size_t> place(ShipId ship) const;

    /// How many of a ship's events came before the slice; of a ship that is here.
    [[nodiscard]] Version before(ShipId ship) const { return versions_.at(ship).before; }
    /// The last of its versions here.
    [[nodiscard]] Version last(ShipId ship) const { return versions_.at(ship).last; }

    [[nodiscard]] bool has(Dot dot) const;

private:
    struct Versions {
        std::size_t place = 0;
        Version before = 0;
        Version last = 0;
    };

    std::vector<Dot> events_;
    std::vector<ShipId> ships_;
    std::unordered_map<ShipId, Versions> versions_;
};

/// What a picture of a part is to show.
struct SliceWish {
    std::optional<Dot> around;  ///< None: the first departure; if there is none, the beginning.
    std::uint32_t events = 0;   ///< At most so many.
};

/// The run's slice, in the order of its line-up: events that stand one after another, `around` as
/// near to the middle as may be.
///
/// Errors  As line_up.
[[nodiscard]] Result<Slice> slice_of(const ToldRun& told, const SliceWish& wish);

/// The slice's events that the replay has, in its order; nothing if there is no replay.
[[nodiscard]] std::optional<Slice> replayed_slice(const ToldRun& told, const Slice& slice);

/// Vector clocks within a slice.
///
/// Shape  By event of the slice, and in it by place of the ship: how many of the ship's events in
///        the slice come before the event or are it. An edge counts if it does not lead back in
///        the slice's order: in a replay, a hail may come after what it brought.
class SliceClocks {
public:
    /// Errors  Events times ships beyond entries_max: of kind bound.
    [[nodiscard]] static Result<SliceClocks> of(const History& run, const Slice& slice);

    [[nodiscard]] std::span<const Version> clock(std::size_t event) const {
        return std::span{counts_}.subspan(event * width_, width_);
    }

    /// The clock of a ship's event in the slice, by its place and its version less before().
    [[nodiscard]] std::span<const Version> clock(std::size_t place, Version nth) const {
        return clock(number_[first_[place] + nth - 1]);
    }

    static constexpr std::uint64_t entries_max = 1U << 27;

private:
    SliceClocks() = default;

    std::size_t width_ = 0;
    std::vector<Version> counts_;
    std::vector<std::uint32_t> number_;  // The events ship by ship, as places in the slice.
    std::vector<std::size_t> first_;     // By place: where the ship's begin.
};

}  // namespace reckon
