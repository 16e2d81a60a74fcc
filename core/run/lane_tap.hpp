#pragma once
/// Following lanes while they are written.

#include <memory>

#include "core/log/tap.hpp"
#include "core/run/lane.hpp"

namespace reckon {

/// Lanes whose records lie as entries do: nothing is copied.
template <class Ships, class T>
class LaneTap final : public Tap {
public:
    LaneTap(LogShape shape, const Ships& ships, Lane<T> Ships::value_type::*lane)
        : Tap{shape}, ships_{ships}, lane_{lane}, taken_(ships.size()) {}

    [[nodiscard]] std::uint32_t lanes() const override {
        return static_cast<std::uint32_t>(ships_.size());
    }

    [[nodiscard]] std::span<const std::byte> pending(std::uint32_t lane) override {
        const Lane<T>& records = ships_[lane].*lane_;
        return std::as_bytes(std::span{records.begin() + taken_[lane], records.end()});
    }

    void take(std::uint32_t lane, std::size_t bytes, std::size_t) override {
        taken_[lane] += bytes / sizeof(T);
    }

private:
    const Ships& ships_;
    Lane<T> Ships::value_type::*lane_;
    std::vector<std::size_t> taken_;
};

template <class Ships, class T>
std::unique_ptr<Tap> lane_tap(LogShape shape, const Ships& ships,
                              Lane<T> Ships::value_type::*lane) {
    return std::make_unique<LaneTap<Ships, T>>(shape, ships, lane);
}

/// Entries that are made when they are asked for: count(lane) says how many there are by now, and
/// make(lane, i, entries) appends the i-th, counted from 0.
template <class Count, class Make>
class MadeEntries final : public Tap {
public:
    MadeEntries(LogShape shape, std::size_t lanes, Count count, Make make)
        : Tap{shape},
          count_{std::move(count)},
          make_{std::move(make)},
          entries_{entry_shape(shape)},
          taken_(lanes) {}

    [[nodiscard]] std::uint32_t lanes() const override {
        return static_cast<std::uint32_t>(taken_.size());
    }

    [[nodiscard]] std::span<const std::byte> pending(std::uint32_t lane) override {
        entries_.clear();
        const std::size_t end = std::min<std::size_t>(count_(lane), taken_[lane] + at_once);
        for (std::size_t i = taken_[lane]; i < end; ++i) make_(lane, i, entries_);
        return entries_.bytes();
    }

    void take(std::uint32_t lane, std::size_t, std::size_t entries) override {
        taken_[lane] += entries;
    }

private:
    static constexpr std::size_t at_once = 128;

    Count count_;
    Make make_;
    EntryBytes entries_;
    std::vector<std::size_t> taken_;
};

template <class Count, class Make>
std::unique_ptr<Tap> made_entries(LogShape shape, std::size_t lanes, Count count, Make make) {
    return std::make_unique<MadeEntries<Count, Make>>(shape, lanes, std::move(count),
                                                      std::move(make));
}

/// Of a log in sequence that stands in one place; `log` has size() and [].
template <class Events>
std::unique_ptr<Tap> sequence_tap(const Events& log) {
    return made_entries(
        {OrderCode::in_sequence, false}, 1, [&log](std::uint32_t) { return log.size(); },
        [&log](std::uint32_t, std::size_t i, EntryBytes& entries) {
            entries.append(log[i], 0, nullptr, {});
        });
}

}  // namespace reckon
