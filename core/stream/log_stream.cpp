#include "core/stream/log_stream.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace reckon {
namespace {

/// What a ship's last entry was, while its entries are looked at as they stand.
struct Last {
    std::uint64_t stamp = 0;
    Version version = 0;
};

}  // namespace

LogStream::LogStream(StoredRun& run) : run_{run}, shape_{entry_shape(run.setting().shape)} {
    if (run.setting().shape.order == OrderCode::by_stamp) begin_by_stamp();
}

std::optional<Entry> LogStream::next() {
    if (error_) return std::nullopt;
    return runs_ ? next_by_stamp() : next_as_it_stands();
}

std::optional<Entry> LogStream::next_as_it_stands() {
    while (left_.empty()) {
        if (block_ == run_.blocks(BlockType::log).size()) return std::nullopt;
        payload_ = run_.payload(BlockType::log, block_++);
        left_ = payload_.bytes;
    }
    const Entry entry{shape_, left_.data()};
    left_ = left_.subspan(entry.bytes());
    return entry;
}

std::optional<Entry> LogStream::next_by_stamp() {
    // Only now: the entry handed out lies where its ship's next one will.
    if (given_) push(*given_);
    given_.reset();
    if (heap_.empty()) return std::nullopt;
    std::ranges::pop_heap(heap_, &Head::after);
    const Head head = heap_.back();
    heap_.pop_back();
    given_ = head.ship;
    return head.entry;
}

/// A merge of the ships is the order by stamp and dot if each ship stands in that order itself.
void LogStream::begin_by_stamp() {
    std::vector<Last> lasts(run_.scenario().ships.size());
    runs_ = std::make_unique<ShipRuns>(run_, BlockType::log, [&](const Entry& entry) {
        const Dot dot = entry.dot();
        Last& last = lasts[dot.ship];
        const Last now{entry.stamp(), dot.version};
        const bool falls =
            now.stamp < last.stamp || (now.stamp == last.stamp && now.version < last.version);
        const bool refused = falls && now.version > last.version;
        // What no order can mend is worth more than what one might.
        if (falls && (!error_ || (refused && error_->kind == Error::Kind::bound))) {
            error_ = Error{fmt::format("{}@{}", run_.scenario().ships[dot.ship].name, dot.version),
                           fmt::format("stamp {} after {}", now.stamp, last.stamp),
                           refused ? "stamps that do not fall"
                                   : "a ship's entries in the order of their stamps: this log can "
                                     "only be read whole",
                           refused ? Error::Kind::input : Error::Kind::bound};
        }
        last = now;
    });
    if (error_) return;
    for (ShipId ship = 0; ship < run_.scenario().ship_count(); ++ship) push(ship);
}

void LogStream::push(ShipId ship) {
    const auto entry = runs_->next(ship);
    if (!entry) return;
    heap_.push_back({entry->stamp(), ship, *entry});
    std::ranges::push_heap(heap_, &Head::after);
}

}  // namespace reckon
