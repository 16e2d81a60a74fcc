#pragma once
/// A log that lies ready in memory, ship by ship, as a strategy's lanes hold it: for whoever
/// follows a run to be measured without one.

#include <vector>

#include "core/log/cut.hpp"
#include "core/log/log_tap.hpp"

namespace reckon::bench {

/// Of each lane, how many of its bytes there are by now.
using Shown = std::vector<std::size_t>;

class ReadyLog {
public:
    /// Of a log that is no sequence and in which every version that is named was made.
    ReadyLog(const Log& log, std::uint32_t ships)
        : shape_{shape_of(log)}, lanes_(ships), count_{log.events.size()} {
        const auto* stamps = std::get_if<ByStamp>(&log.order);
        const auto* clocks = std::get_if<ByClock>(&log.order);
        std::vector<EntryBytes> entries(ships, EntryBytes{entry_shape(shape_)});
        for (std::size_t i = 0; i < count_; ++i) {
            std::span<const Dot> dots;
            if (log.named_reads) dots = log.named_reads->of(i);
            if (clocks != nullptr) dots = clocks->changes_of(i);
            entries[log.events[i].dot.ship].append(
                log.events[i], stamps == nullptr ? 0 : stamps->stamps[i], nullptr, dots);
        }
        for (std::uint32_t lane = 0; lane < ships; ++lane) {
            lanes_[lane].assign(entries[lane].bytes().begin(), entries[lane].bytes().end());
        }
    }

    [[nodiscard]] LogShape shape() const { return shape_; }
    [[nodiscard]] std::size_t entries() const { return count_; }
    [[nodiscard]] std::uint32_t lanes() const { return static_cast<std::uint32_t>(lanes_.size()); }
    [[nodiscard]] std::span<const std::byte> lane(std::uint32_t lane) const { return lanes_[lane]; }

    [[nodiscard]] Shown all() const {
        Shown shown;
        for (const auto& lane : lanes_) shown.push_back(lane.size());
        return shown;
    }

    /// As the first `entries` come, then the next, and so on, each a part of a run that could have
    /// been: what an entry names has come before it. Ends when `most` have come.
    [[nodiscard]] std::vector<Shown> portions(std::size_t entries, std::size_t most) const {
        std::vector<Shown> portions;
        Shown shown(lanes_.size());
        Cut cut(lanes_.size());
        std::size_t came = 0;
        for (std::uint32_t lane = 0; came < std::min(most, count_);
             lane = (lane + 1) % static_cast<std::uint32_t>(lanes_.size())) {
            if (shown[lane] == lanes_[lane].size()) continue;
            const Entry entry{entry_shape(shape_), lanes_[lane].data() + shown[lane]};
            if (first_lacking(entry, entry.event(), cut)) continue;
            shown[lane] += entry.bytes();
            ++cut[lane];
            if (++came % entries == 0) portions.push_back(shown);
        }
        if (came % entries != 0) portions.push_back(shown);
        return portions;
    }

private:
    LogShape shape_;
    std::vector<std::vector<std::byte>> lanes_;
    std::size_t count_;
};

/// Of which so much is there as was shown: all, to begin with. Nothing is copied.
///
/// Shape  The log outlives it.
class ReadyTap final : public Tap {
public:
    explicit ReadyTap(const ReadyLog& log)
        : Tap{log.shape()}, log_{log}, shown_{log.all()}, taken_(log.lanes()) {}

    void show(const Shown& shown) { shown_ = shown; }

    [[nodiscard]] std::uint32_t lanes() const override { return log_.lanes(); }

    [[nodiscard]] std::span<const std::byte> pending(std::uint32_t lane) override {
        return log_.lane(lane).subspan(taken_[lane], shown_[lane] - taken_[lane]);
    }

    void take(std::uint32_t lane, std::size_t bytes, std::size_t) override {
        taken_[lane] += bytes;
    }

private:
    const ReadyLog& log_;
    Shown shown_;
    std::vector<std::size_t> taken_;
};

}  // namespace reckon::bench
