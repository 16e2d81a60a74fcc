#include "core/recording/recover.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/log/effect.hpp"
#include "core/recording/setting_blocks.hpp"

namespace reckon {
namespace {

using Payload = std::span<const std::byte>;

/// visit(piece) for each of the pieces of this length that a payload consists of.
template <class Visit>
void each_piece(Payload payload, std::size_t bytes, Visit&& visit) {
    for (; !payload.empty(); payload = payload.subspan(bytes)) visit(payload.first(bytes));
}

bool is_kept(const Cut& kept, Payload observed) {
    ByteReader in{observed};
    return std::ranges::all_of(kept, [&](Version last) { return in.take<Version>() <= last; });
}

bool effect_is_kept(const Cut& kept, Payload effect) {
    ByteReader in{effect};
    const auto ship = in.take<ShipId>();
    return ship < kept.size() && in.take<Version>() <= kept[ship];
}

void drop_truth(IntactBlocks& intact) {
    intact.setting.has_truth = false;
    intact.truth_promised = 0;
    std::erase_if(intact.blocks, [](const IntactBlock& block) {
        return block.type == BlockType::truth || block.type == BlockType::observed;
    });
}

/// How many entries would be kept if there were no truth. In place: a setting can be large.
std::uint64_t kept_without_truth(IntactBlocks& intact) {
    intact.setting.has_truth = false;
    const auto kept = kept_cut(intact);
    intact.setting.has_truth = true;
    return kept ? kept->log : 0;
}

void count_dropped(Recovery& found) {
    const Cut& cut = found.kept.cut;
    for (const IntactBlock& block : found.intact.blocks) {
        if (block.type == BlockType::log) found.log_dropped += block.things;
        if (block.type == BlockType::truth) found.truth_dropped += block.things;
    }
    found.log_dropped -= found.kept.log;
    found.truth_dropped -= found.kept.truth;
    found.intact.each(BlockType::observed, [&](Payload payload, const IntactBlock&) {
        each_piece(payload, cut.size() * sizeof(Version), [&](Payload observed) {
            ++(is_kept(cut, observed) ? found.observed_kept : found.observed_dropped);
        });
    });
    found.intact.each(BlockType::effects, [&](Payload payload, const IntactBlock&) {
        each_piece(payload, sizeof(Effect), [&](Payload effect) {
            if (!effect_is_kept(cut, effect)) ++found.effects_dropped;
        });
    });
    for (ShipId ship = 0; ship < cut.size(); ++ship) {
        const Version last = found.kept.seen[ship];
        if (last > cut[ship]) found.versions.push_back({ship, cut[ship] + 1, last});
    }
}

std::string words(const Recovery& recovery, const DroppedVersions& dropped) {
    const auto& name = recovery.intact.setting.scenario.ships[dropped.ship].name;
    if (dropped.first == dropped.last) return fmt::format("{}@{}", name, dropped.first);
    return fmt::format("{}@{} to {}", name, dropped.first, dropped.last);
}

class Writer {
public:
    Writer(BlockWriter& blocks, const Recovery& recovery)
        : blocks_{blocks}, intact_{recovery.intact}, cut_{recovery.kept.cut} {}

    void write() {
        entries(BlockType::log);
        if (intact_.setting.has_truth) entries(BlockType::truth);
        pieces(BlockType::observed, cut_.size() * sizeof(Version), is_kept);
        pieces(BlockType::effects, sizeof(Effect), effect_is_kept);
    }

private:
    void entries(BlockType type) {
        static_cast<void>(each_kept(intact_, type, cut_, [&](const Entry& entry) {
            put(type, {entry.begin(), entry.bytes()});
        }));
        end(type);
    }

    template <class IsKept>
    void pieces(BlockType type, std::size_t bytes, IsKept&& is_kept_in) {
        intact_.each(type, [&](Payload payload, const IntactBlock&) {
            each_piece(payload, bytes, [&](Payload piece) {
                if (is_kept_in(cut_, piece)) put(type, piece);
            });
        });
        end(type);
    }

    void put(BlockType type, Payload thing) {
        draft_.put(thing);
        draft_.count();
        if (draft_.size() >= block_bytes) blocks_.write(type, draft_);
    }

    void end(BlockType type) {
        if (!draft_.empty()) blocks_.write(type, draft_);
    }

    BlockWriter& blocks_;
    const IntactBlocks& intact_;
    const Cut& cut_;
    BlockDraft draft_;
};

}  // namespace

std::string Recovery::sentence() const {
    constexpr std::size_t ships_told = 8;
    if (whole()) return "";
    std::vector<std::string> parts{fmt::format("dropped: {} entries of the log and {} of the truth",
                                               log_dropped, truth_dropped)};
    for (std::size_t i = 0; i < std::min(versions.size(), ships_told); ++i) {
        parts.push_back(words(*this, versions[i]));
    }
    if (versions.size() > ships_told) {
        parts.push_back(fmt::format("and versions of {} more ships", versions.size() - ships_told));
    }
    if (observed_dropped > 0) parts.push_back(fmt::format("{} observed states", observed_dropped));
    if (effects_dropped > 0) parts.push_back(fmt::format("{} effects", effects_dropped));
    parts.push_back(fmt::format("{} bytes that were no intact block", intact.damaged_bytes));
    return fmt::format("the file was {}; {}", damaged() ? "damaged" : "torn or damaged",
                       fmt::join(parts, ", "));
}

Result<Recovery> look_over(std::span<const std::byte> file, TruthKept truth) {
    auto intact = find_intact(file);
    if (!intact) return fail(intact.error());
    std::uint64_t log_alone = 0;
    if (!intact->whole && intact->setting.has_truth) {
        log_alone = kept_without_truth(*intact);
        if (truth == TruthKept::no) drop_truth(*intact);
    }
    auto kept = kept_cut(*intact);
    if (!kept) return fail(kept.error());
    Recovery found{.intact = std::move(*intact), .kept = std::move(*kept)};
    if (log_alone > found.kept.log) found.log_alone = log_alone;
    count_dropped(found);
    return found;
}

std::optional<Error> write_recovered(Output& output, const Recovery& recovery) {
    constexpr int usual_level = 3;
    const IntactBlocks& intact = recovery.intact;
    const bool packed = std::ranges::any_of(intact.blocks, &IntactBlock::packed);
    BlockWriter blocks{output, packed ? usual_level : 0};
    RunOrigin origin = intact.setting.origin;
    if (!recovery.whole()) {
        if (!origin.recovered.empty()) origin.recovered += "; ";
        origin.recovered += recovery.sentence();
    }
    if (auto error = write_setting(blocks, origin, intact.setting.scenario)) return error;
    write_shape(blocks, intact.setting.shape, intact.setting.has_truth);
    Writer{blocks, recovery}.write();
    blocks.finish();
    output.sync();
    return output.error();
}

}  // namespace reckon
