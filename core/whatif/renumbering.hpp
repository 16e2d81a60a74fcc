#pragma once
/// Where the events of a log stand in a branch of it, some of them taken out and one put in.

#include <algorithm>
#include <optional>
#include <vector>

#include "core/log/event.hpp"

namespace reckon {

/// Cost  A look among the events of the ship that were taken out; none for a ship that lost none.
class Renumbering {
public:
    explicit Renumbering(std::size_t ships) : removed_(ships) {}

    /// A ship's events are taken out first to last.
    void remove(Dot recorded) { removed_[recorded.ship].push_back(recorded.version); }

    /// A new event comes just before this one.
    void insert(Dot before) { inserted_ = before; }

    [[nodiscard]] bool removed(Dot recorded) const {
        const auto& gone = removed_[recorded.ship];
        return std::ranges::binary_search(gone, recorded.version);
    }

    /// The version in the branch after this event; if it was taken out, after the last event before
    /// it that was not.
    [[nodiscard]] Version version(Dot recorded) const {
        const auto& gone = removed_[recorded.ship];
        Version now = recorded.version;
        if (!gone.empty()) {
            const auto up_to =
                gone.back() <= now ? gone.end() : std::ranges::upper_bound(gone, now);
            now -= static_cast<Version>(up_to - gone.begin());
        }
        if (inserted_ && inserted_->ship == recorded.ship &&
            inserted_->version <= recorded.version) {
            ++now;
        }
        return now;
    }

    [[nodiscard]] Dot operator()(Dot recorded) const { return {recorded.ship, version(recorded)}; }

private:
    std::vector<std::vector<Version>> removed_;  // By ship.
    std::optional<Dot> inserted_;
};

}  // namespace reckon
