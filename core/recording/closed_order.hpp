#pragma once
/// An order of entries in which each stands after all that it names.

#include <algorithm>
#include <utility>
#include <vector>

#include "core/log/tap.hpp"

namespace reckon {

/// Takes from a tap what may be taken: an entry follows the one before it of its ship, and the
/// event that hailed, the versions read and those that its clock counts. What has been taken is
/// then, at any moment, a cut that is closed under all that it names.
///
/// Threads  One.
/// Shape    Of a tap with one lane entries are taken as they stand.
/// Cost     A look at all that an entry names; 16 bytes a ship.
class ClosedOrder {
public:
    ClosedOrder(EntryShape shape, bool as_they_stand, std::uint32_t ships)
        : shape_{shape},
          as_they_stand_{as_they_stand},
          taken_(ships),
          wakes_at_(ships, never),
          first_waiting_(ships, nobody),
          next_waiting_(ships, nobody),
          waits_(ships) {}

    /// Takes what there is and may be taken by now: put(bytes of whole entries, how many). Returns
    /// how many.
    template <class Put>
    std::size_t take(Tap& tap, Put&& put) {
        std::size_t count = 0;
        for (std::uint32_t lane = 0; lane < tap.lanes(); ++lane) {
            if (as_they_stand_ || !waits_[lane]) ready_.push_back(lane);
        }
        while (!ready_.empty()) {
            std::swap(ready_, turn_);
            for (const std::uint32_t lane : turn_) count += take_lane(tap, lane, put);
            turn_.clear();
        }
        return count;
    }

    /// Takes all that is left, once nothing more will come: entries that name what never came.
    template <class Put>
    std::size_t take_rest(Tap& tap, Put&& put) {
        std::size_t count = 0;
        for (std::uint32_t lane = 0; lane < tap.lanes(); ++lane) {
            for (auto rest = tap.pending(lane); !rest.empty(); rest = tap.pending(lane)) {
                std::size_t entries = 0;
                for (std::size_t at = 0; at < rest.size(); ++entries) {
                    at += Entry{shape_, rest.data() + at}.bytes();
                }
                put(rest, entries);
                tap.take(lane, rest.size(), entries);
                count += entries;
            }
        }
        return count;
    }

    /// How many of each ship's events have been taken.
    [[nodiscard]] std::span<const Version> cut() const { return taken_; }

private:
    static constexpr Version never = 0xffff'ffffU;
    static constexpr std::uint32_t nobody = 0xffff'ffffU;

    /// So much of one lane at a time: who reads the file from its beginning shall find all ships
    /// about equally far.
    static constexpr std::size_t bytes_in_a_row = 4U << 10;

    template <class Put>
    std::size_t take_lane(Tap& tap, std::uint32_t lane, Put&& put) {
        const auto pending = tap.pending(lane);
        std::size_t entries = 0;
        const std::size_t taken = may_take(lane, pending, entries);
        if (taken == 0) return 0;
        put(pending.first(taken), entries);
        tap.take(lane, taken, entries);
        if (as_they_stand_ || !waits_[lane]) ready_.push_back(lane);
        return entries;
    }

    /// How many bytes of these entries may be taken now.
    std::size_t may_take(std::uint32_t lane, std::span<const std::byte> pending,
                         std::size_t& entries) {
        std::size_t at = 0;
        while (at < std::min(pending.size(), bytes_in_a_row)) {
            const Entry entry{shape_, pending.data() + at};
            if (!as_they_stand_ && !closed(lane, entry)) break;
            at += entry.bytes();
            ++entries;
            if (as_they_stand_) continue;
            const Version version = ++taken_[lane];
            if (version >= wakes_at_[lane]) wake(lane);
        }
        return at;
    }

    [[nodiscard]] bool closed(std::uint32_t lane, const Entry& entry) {
        const Event event = entry.event();
        if (event.dot != Dot{lane, taken_[lane] + 1}) return wait_for_ever(lane);
        const auto lacking = first_lacking(entry, event, taken_);
        return !lacking || wait_for(lane, *lacking);
    }

    [[nodiscard]] bool wait_for(std::uint32_t lane, Dot dot) {
        if (dot.ship >= taken_.size()) return wait_for_ever(lane);
        waits_[lane] = true;
        next_waiting_[lane] = std::exchange(first_waiting_[dot.ship], lane);
        wakes_at_[dot.ship] = std::min(wakes_at_[dot.ship], dot.version);
        return false;
    }

    [[nodiscard]] bool wait_for_ever(std::uint32_t lane) {
        waits_[lane] = true;
        return false;
    }

    /// All that wait for this ship look again: few wait, and most of them for the same version.
    void wake(std::uint32_t ship) {
        wakes_at_[ship] = never;
        std::uint32_t lane = std::exchange(first_waiting_[ship], nobody);
        for (; lane != nobody; lane = next_waiting_[lane]) {
            waits_[lane] = false;
            ready_.push_back(lane);
        }
    }

    EntryShape shape_;
    bool as_they_stand_;
    std::vector<Version> taken_;
    std::vector<Version> wakes_at_;             // By ship: the least version that is waited for.
    std::vector<std::uint32_t> first_waiting_;  // By ship.
    std::vector<std::uint32_t> next_waiting_;   // By lane.
    std::vector<bool> waits_;                   // By lane.
    std::vector<std::uint32_t> ready_;
    std::vector<std::uint32_t> turn_;
};

}  // namespace reckon
