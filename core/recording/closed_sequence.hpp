#pragma once
/// Up to where a log in sequence is closed under what the truth of its events names.

#include <array>
#include <cstdint>
#include <deque>
#include <vector>

#include "core/log/cut.hpp"
#include "core/log/entry.hpp"

namespace reckon {

/// A sequence may have an effect before its cause, where a strategy lets one overtake the other. It
/// is closed wherever all that the events so far read, and all that hailed them, stands before.
///
/// Threads  One.
/// Order    An event's truth is seen before its entry in the log.
/// Shape    Where the log lacks an event of a ship, or has one twice, it is never closed again.
/// Cost     28 bytes for each event that the truth is ahead of the log, and 8 a ship.
class ClosedSequence {
public:
    explicit ClosedSequence(std::uint32_t ships) : names_(ships), cut_(ships), needed_(ships) {}

    void see_truth(const Entry& entry) {
        const Event event = entry.event();
        Names names;
        if (event.cause.is_hail()) names.dots[names.count++] = event.cause.sender();
        for (std::size_t i = 0; i < entry.dot_count(); ++i) {
            names.dots[names.count++] = entry.dot(i);
        }
        names_[event.dot.ship].push_back(names);
    }

    void see_log(Dot dot) {
        ++entries_;
        std::deque<Names>& names = names_[dot.ship];
        if (broken_ || dot.version != cut_[dot.ship] + 1 || names.empty()) {
            broken_ = true;
            return;
        }
        if (needed_[dot.ship] == dot.version) --open_;
        cut_[dot.ship] = dot.version;
        for (std::size_t i = 0; i < names.front().count; ++i) need(names.front().dots[i]);
        names.pop_front();
        if (open_ == 0) closed_ = entries_;
    }

    /// How many entries of the log, from the first on, are closed.
    [[nodiscard]] std::uint64_t closed() const { return closed_; }

private:
    static constexpr std::size_t names_max = 3;  // Two derefs and a hail.

    struct Names {
        std::uint32_t count = 0;
        std::array<Dot, names_max> dots;
    };

    void need(Dot dot) {
        if (dot.version <= cut_[dot.ship] || dot.version <= needed_[dot.ship]) return;
        if (needed_[dot.ship] <= cut_[dot.ship]) ++open_;
        needed_[dot.ship] = dot.version;
    }

    std::vector<std::deque<Names>> names_;  // By ship: of events that are not in the log yet.
    Cut cut_;                               // Of the log.
    Cut needed_;                            // By ship: the last version that is named.
    std::uint32_t open_ = 0;                // Ships of which more is needed than there is.
    std::uint64_t entries_ = 0;
    std::uint64_t closed_ = 0;
    bool broken_ = false;
};

}  // namespace reckon
