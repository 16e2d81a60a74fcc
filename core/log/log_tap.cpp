#include "core/log/log_tap.hpp"

#include <algorithm>

namespace reckon {
namespace {

constexpr std::size_t at_once = 128;

}  // namespace

LogShape shape_of(const Log& log) {
    struct Order {
        OrderCode operator()(const Unrecorded&) const { return OrderCode::unrecorded; }
        OrderCode operator()(const InSequence&) const { return OrderCode::in_sequence; }
        OrderCode operator()(const ByStamp&) const { return OrderCode::by_stamp; }
        OrderCode operator()(const ByDependency&) const { return OrderCode::by_dependency; }
        OrderCode operator()(const ByClock&) const { return OrderCode::by_clock; }
    };
    return {std::visit(Order{}, log.order), log.named_reads.has_value()};
}

LogTap::LogTap(const Log& log, std::uint32_t ships)
    : Tap{shape_of(log)},
      log_{log},
      stamps_{std::get_if<ByStamp>(&log.order)},
      clocks_{std::get_if<ByClock>(&log.order)},
      entries_{entry_shape(shape())} {
    if (shape().order == OrderCode::in_sequence || in_closed_order(ships)) {
        taken_.resize(1);
        return;
    }
    entries_of_.resize(ships);
    taken_.resize(ships);
    for (std::uint32_t entry = 0; entry < log.events.size(); ++entry) {
        entries_of_[log.events[entry].dot.ship].push_back(entry);
    }
}

std::uint32_t LogTap::lanes() const {
    return static_cast<std::uint32_t>(taken_.size());
}

std::span<const std::byte> LogTap::pending(std::uint32_t lane) {
    entries_.clear();
    const std::size_t begin = taken_[lane];
    const std::size_t there = entries_of_.empty() ? log_.events.size() : entries_of_[lane].size();
    for (std::size_t i = begin; i < std::min(there, begin + at_once); ++i) {
        append(entries_of_.empty() ? static_cast<std::uint32_t>(i) : entries_of_[lane][i]);
    }
    return entries_.bytes();
}

void LogTap::take(std::uint32_t lane, std::size_t, std::size_t entries) {
    taken_[lane] += entries;
}

bool LogTap::in_closed_order(std::uint32_t ships) {
    Cut done(ships);
    for (std::uint32_t at = 0; at < log_.events.size(); ++at) {
        entries_.clear();
        append(at);
        const Entry entry{entry_shape(shape()), entries_.bytes().data()};
        const Event& event = log_.events[at];
        if (first_lacking(entry, event, done)) return false;
        if (event.dot.version != ++done[event.dot.ship]) return false;
    }
    return true;
}

void LogTap::append(std::uint32_t entry) {
    std::span<const Dot> dots;
    if (log_.named_reads) dots = log_.named_reads->of(entry);
    if (clocks_ != nullptr) dots = clocks_->changes_of(entry);
    entries_.append(log_.events[entry], stamps_ == nullptr ? 0 : stamps_->stamps[entry], nullptr,
                    dots);
}

HistoryTap::HistoryTap(const History& history) : history_{history}, taken_(history.ships.size()) {}

std::uint32_t HistoryTap::lanes() const {
    return static_cast<std::uint32_t>(taken_.size());
}

std::span<const std::byte> HistoryTap::pending(std::uint32_t lane) {
    entries_.clear();
    const ShipHistory& ship = history_.ships[lane];
    const std::size_t end = std::min<std::size_t>(ship.last(), taken_[lane] + at_once);
    for (std::size_t i = taken_[lane]; i < end; ++i) {
        const auto version = static_cast<Version>(i + 1);
        entries_.append(ship.event(version), 0, &ship.states[version], ship.reads_of(version));
    }
    return entries_.bytes();
}

void HistoryTap::take(std::uint32_t lane, std::size_t, std::size_t entries) {
    taken_[lane] += entries;
}

}  // namespace reckon
