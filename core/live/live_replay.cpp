#include "core/live/live_replay.hpp"

#include <fmt/format.h>

namespace reckon {

LiveReplay::LiveReplay(Setting setting, const Window& window)
    : setting_{std::move(setting)},
      tally_{setting_},
      replay_{setting_, window},
      sorted_later_{setting_.shape.order == OrderCode::by_stamp && !setting_.shape.names_reads},
      told_(setting_.scenario.ships.size(), true),
      told_count_{told_.size()} {
    if (setting_.shape.order == OrderCode::by_stamp) stamps_.resize(told_.size());
}

void LiveReplay::add(const ProjectionRecord& record) {
    shown_.push_back({&record, record.make(setting_.scenario)});
}

std::optional<Error> LiveReplay::take(const Block& block, Arrival arrived) {
    const auto things = tally_.count(block, [&](const Entry& entry) {
        if (block.type == BlockType::log && !stopped()) see(entry, arrived);
    });
    if (!things) return things.error();
    return std::nullopt;
}

void LiveReplay::see(const Entry& entry, Arrival arrived) {
    if (!stamps_.empty() && !stamps_rise(entry)) return;
    const auto step = replay_.apply(entry);
    if (!step) return;
    const ShipId ship = step->event.dot.ship;
    const Order& order = setting_.scenario.orders[step->event.order];
    const bool told_before = told_[ship];
    if (told_before && sorted_later_ && !derefs(order).empty()) {
        told_[ship] = false;
        --told_count_;
    }
    const LiveEvent seen{.event = step->event,
                         .order = order,
                         .before = told_before ? &step->before : nullptr,
                         .after = told_[ship] ? &step->after : nullptr,
                         .arrived = arrived};
    for (const Shown& each : shown_) each.projection->see(seen);
}

bool LiveReplay::stamps_rise(const Entry& entry) {
    const Dot dot = entry.dot();
    std::uint64_t& last = stamps_[dot.ship];
    if (entry.stamp() < last) {
        falls_ =
            Error{fmt::format("{}@{}", setting_.scenario.ships[dot.ship].name, dot.version),
                  fmt::format("stamp {} after {}", entry.stamp(), last),
                  "stamps that do not fall: this log can only be read whole", Error::Kind::bound};
        return false;
    }
    last = entry.stamp();
    return true;
}

}  // namespace reckon
