#include "core/recording/kept_cut.hpp"

#include <algorithm>

namespace reckon {

bool ClosedPrefix::take(const Entry& entry, bool behind_hole) {
    if (all_ended_) return false;
    const Event event = entry.event();
    const ShipId ship = event.dot.ship;
    if (ended_[ship]) return false;
    if (event.dot.version > bound_[ship] || (in_sequence_ && behind_hole) ||
        (!in_sequence_ &&
         (event.dot.version != taken_[ship] + 1 || first_lacking(entry, event, taken_)))) {
        ended_[ship] = true;
        all_ended_ = in_sequence_;
        return false;
    }
    taken_[ship] = std::max(taken_[ship], event.dot.version);
    ++count_;
    return true;
}

namespace {

/// The last version of each ship that an entry is of.
Cut seen(const IntactBlocks& intact, std::size_t ships) {
    Cut last(ships);
    const auto look = [&](BlockType type, const EntryShape& shape) {
        intact.each(type, [&](std::span<const std::byte> payload, const IntactBlock&) {
            for (std::size_t at = 0; at < payload.size();) {
                const Entry entry{shape, payload.data() + at};
                const Dot dot = entry.dot();
                last[dot.ship] = std::max(last[dot.ship], dot.version);
                at += entry.bytes();
            }
        });
    };
    look(BlockType::log, intact.setting.log_bounds().shape);
    look(BlockType::truth, truth_shape);
    return last;
}

}  // namespace

Result<KeptCut> kept_cut(const IntactBlocks& intact) {
    // In a run that was, log and truth agree after two or three.
    constexpr int rounds_max = 100;
    const Setting& setting = intact.setting;
    const auto ignore = [](const Entry&) {};
    const std::size_t ships = setting.scenario.ships.size();
    // A log that was not recorded bounds nothing.
    const bool has_log = setting.shape.order != OrderCode::unrecorded;
    KeptCut kept{.cut = Cut(ships, UINT32_MAX), .seen = seen(intact, ships)};
    for (int round = 0; round < rounds_max; ++round) {
        if (has_log) {
            const auto log = each_kept(intact, BlockType::log, kept.cut, ignore);
            kept.cut = log.taken();
            kept.log = log.count();
        }
        if (!setting.has_truth) {
            if (!has_log) kept.cut.assign(ships, 0);
            return kept;
        }
        const auto truth = each_kept(intact, BlockType::truth, kept.cut, ignore);
        kept.truth = truth.count();
        const bool agreed = !has_log || truth.taken() == kept.cut;
        kept.cut = truth.taken();
        if (agreed) return kept;
    }
    return fail({"log", "contradicts the truth beside it, over and over",
                 "a log and a truth of one run", Error::Kind::bound});
}

}  // namespace reckon
