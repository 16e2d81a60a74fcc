#include "core/stream/log_stream.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace reckon {

LogStream::LogStream(StoredRun& run) : run_{run}, shape_{entry_shape(run.setting().shape)} {
    if (run.setting().shape.order != OrderCode::by_stamp) return;
    runs_ = std::make_unique<ShipRuns>(run, BlockType::log);
    for (ShipId ship = 0; ship < run.scenario().ship_count(); ++ship) push(ship, 0);
}

std::optional<Entry> LogStream::next() {
    if (error_) return std::nullopt;
    return runs_ ? next_by_stamp() : next_as_it_stands();
}

std::optional<Entry> LogStream::next_as_it_stands() {
    while (left_.empty()) {
        if (block_ == run_.blocks(BlockType::log).size()) return std::nullopt;
        left_ = run_.payload(BlockType::log, block_++);
    }
    const Entry entry{shape_, left_.data()};
    left_ = left_.subspan(entry.bytes());
    return entry;
}

std::optional<Entry> LogStream::next_by_stamp() {
    // Only now: the entry handed out lies where its ship's next one will.
    if (given_) push(given_->ship, given_->stamp);
    given_.reset();
    if (error_ || heap_.empty()) return std::nullopt;
    std::ranges::pop_heap(heap_, &Head::after);
    given_ = heap_.back();
    heap_.pop_back();
    return given_->entry;
}

void LogStream::push(ShipId ship, std::uint64_t after) {
    const auto entry = runs_->next(ship);
    if (!entry) return;
    if (entry->stamp() < after) {
        const Dot dot = entry->dot();
        error_ =
            Error{fmt::format("{}@{}", run_.scenario().ships[ship].name, dot.version),
                  fmt::format("stamp {} after {}", entry->stamp(), after),
                  "stamps that do not fall: this log can only be read whole", Error::Kind::bound};
        return;
    }
    heap_.push_back({entry->stamp(), ship, *entry});
    std::ranges::push_heap(heap_, &Head::after);
}

}  // namespace reckon
