#pragma once
/// An order of entries in which each stands after all that it names.

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "core/log/tap.hpp"

namespace reckon {

/// Entries of the events of a run, from a tap with a lane for each ship.
struct EntrySource {
    Tap* tap;
    EntryShape shape;
};

/// What is taken of a tap at a time, before somebody else has a turn. Units: bytes.
inline constexpr std::size_t taken_at_once = 1U << 20;

/// So much of one lane at a time, and one entry more, of whichever source has the longer ones: who
/// reads the file from its beginning shall find all ships about equally far. Units: bytes.
inline constexpr std::size_t taken_in_a_row = 4U << 10;

/// Takes from taps of one run, its truth and its log, what may be taken: an event that all of them
/// have, behind the one before it of its ship, the event that hailed, the versions read and those
/// that its clock counts. What has been taken is then, at any moment, a cut that is closed under
/// all that any of them names, and the same of each.
///
/// Threads  One.
/// Cost     A look at all that an entry names; 17 bytes a ship.
class ClosedOrder {
public:
    static constexpr std::size_t sources_max = 2;

    explicit ClosedOrder(std::uint32_t ships)
        : taken_(ships),
          wakes_at_(ships, never),
          first_waiting_(ships, nobody),
          next_waiting_(ships, nobody),
          lanes_(ships, Lane::idle) {}

    /// Takes some of what there is and may be taken by now: put(source, bytes of whole entries, how
    /// many), source by source for the same events. Returns how many events; none if there were
    /// none.
    template <class Put>
    std::size_t take(std::span<const EntrySource> sources, Put&& put) {
        for (std::uint32_t lane = 0; lane < lanes_.size(); ++lane) {
            if (lanes_[lane] == Lane::idle) make_ready(lane);
        }
        std::size_t events = 0;
        for (std::size_t bytes = 0; bytes < taken_at_once;) {
            if (next_ == turn_.size()) {
                turn_.clear();
                next_ = 0;
                std::swap(turn_, ready_);
                if (turn_.empty()) break;
            }
            events += take_lane(sources, turn_[next_++], bytes, put);
        }
        return events;
    }

    /// How many of each ship's events have been taken.
    [[nodiscard]] std::span<const Version> cut() const { return taken_; }

private:
    enum class Lane : std::uint8_t {
        idle,     // Had nothing that may be taken when it was looked at.
        ready,    // In line.
        waiting,  // For an event of another ship, or for ever.
    };

    static constexpr Version never = 0xffff'ffffU;
    static constexpr std::uint32_t nobody = 0xffff'ffffU;

    using Ends = std::array<std::size_t, sources_max>;
    using Pending = std::array<std::span<const std::byte>, sources_max>;

    template <class Put>
    std::size_t take_lane(std::span<const EntrySource> sources, std::uint32_t lane,
                          std::size_t& bytes, Put& put) {
        lanes_[lane] = Lane::idle;
        Pending pending;
        for (std::size_t i = 0; i < sources.size(); ++i) {
            pending[i] = sources[i].tap->pending(lane);
        }
        Ends ends{};
        const std::size_t events = may_take(sources, lane, pending, ends);
        if (events == 0) return 0;
        for (std::size_t i = 0; i < sources.size(); ++i) {
            put(i, pending[i].first(ends[i]), events);
            sources[i].tap->take(lane, ends[i], events);
            bytes += ends[i];
        }
        if (lanes_[lane] == Lane::idle) make_ready(lane);
        return events;
    }

    /// How many of these entries may be taken now, and where they end.
    std::size_t may_take(std::span<const EntrySource> sources, std::uint32_t lane,
                         const Pending& pending, Ends& ends) {
        std::size_t events = 0;
        while (std::ranges::max(ends) < taken_in_a_row) {
            Ends next = ends;
            for (std::size_t i = 0; i < sources.size(); ++i) {
                if (ends[i] == pending[i].size()) return events;
                const Entry entry{sources[i].shape, pending[i].data() + ends[i]};
                if (!closed(lane, entry)) return events;
                next[i] += entry.bytes();
            }
            ends = next;
            ++events;
            if (++taken_[lane] >= wakes_at_[lane]) wake(lane);
        }
        return events;
    }

    [[nodiscard]] bool closed(std::uint32_t lane, const Entry& entry) {
        const Event event = entry.event();
        if (event.dot != Dot{lane, taken_[lane] + 1}) return wait_for_ever(lane);
        const auto lacking = first_lacking(entry, event, taken_);
        return !lacking || wait_for(lane, *lacking);
    }

    [[nodiscard]] bool wait_for(std::uint32_t lane, Dot dot) {
        if (dot.ship >= taken_.size()) return wait_for_ever(lane);
        lanes_[lane] = Lane::waiting;
        next_waiting_[lane] = std::exchange(first_waiting_[dot.ship], lane);
        wakes_at_[dot.ship] = std::min(wakes_at_[dot.ship], dot.version);
        return false;
    }

    [[nodiscard]] bool wait_for_ever(std::uint32_t lane) {
        lanes_[lane] = Lane::waiting;
        return false;
    }

    /// All that wait for this ship look again: few wait, and most of them for the same version.
    void wake(std::uint32_t ship) {
        wakes_at_[ship] = never;
        std::uint32_t lane = std::exchange(first_waiting_[ship], nobody);
        for (; lane != nobody; lane = next_waiting_[lane]) make_ready(lane);
    }

    void make_ready(std::uint32_t lane) {
        lanes_[lane] = Lane::ready;
        ready_.push_back(lane);
    }

    std::vector<Version> taken_;
    std::vector<Version> wakes_at_;             // By ship: the least version that is waited for.
    std::vector<std::uint32_t> first_waiting_;  // By ship.
    std::vector<std::uint32_t> next_waiting_;   // By lane.
    std::vector<Lane> lanes_;
    std::vector<std::uint32_t> turn_;  // From next_ on, those that are looked at now.
    std::size_t next_ = 0;
    std::vector<std::uint32_t> ready_;  // Those that are looked at then.
};

/// Takes some of what a tap of one lane has, as it stands, up to the first event that a cut lacks:
/// put(bytes of whole entries, how many). Returns how many.
template <class Put>
std::size_t take_as_it_stands(EntrySource source, std::optional<std::span<const Version>> bound,
                              Put&& put) {
    constexpr std::uint32_t lane = 0;
    std::size_t events = 0;
    for (std::size_t bytes = 0; bytes < taken_at_once;) {
        const auto pending = source.tap->pending(lane);
        std::size_t end = 0;
        std::size_t count = 0;
        for (; end < std::min(pending.size(), taken_in_a_row); ++count) {
            const Entry entry{source.shape, pending.data() + end};
            const Dot dot = entry.dot();
            if (bound && dot.version > (*bound)[dot.ship]) break;
            end += entry.bytes();
        }
        if (count == 0) break;
        put(pending.first(end), count);
        source.tap->take(lane, end, count);
        bytes += end;
        events += count;
    }
    return events;
}

/// Takes some of what is left of a lane, once nothing more will come: entries that name what never
/// came. False if nothing is left.
template <class Put>
bool take_rest_of_lane(EntrySource source, std::uint32_t lane, Put&& put) {
    const auto pending = source.tap->pending(lane);
    std::size_t end = 0;
    std::size_t count = 0;
    for (; end < std::min(pending.size(), taken_in_a_row); ++count) {
        end += Entry{source.shape, pending.data() + end}.bytes();
    }
    if (count == 0) return false;
    put(pending.first(end), count);
    source.tap->take(lane, end, count);
    return true;
}

}  // namespace reckon
