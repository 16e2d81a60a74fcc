#include "core/stream/ship_runs.hpp"

namespace reckon {

ShipRuns::ShipRuns(StoredRun& run, BlockType type, const Look& look)
    : run_{run},
      type_{type},
      shape_{type == BlockType::truth ? truth_shape : entry_shape(run.setting().shape)},
      ships_(run.scenario().ship_count()) {
    const std::size_t blocks = run.blocks(type).size();
    for (std::uint32_t block = 0; block < blocks; ++block) {
        const Payload payload = run.payload(type, block);
        for (std::uint32_t at = 0; at < payload.bytes.size();) {
            const Entry entry{shape_, payload.bytes.data() + at};
            if (look) look(entry);
            const auto end = at + static_cast<std::uint32_t>(entry.bytes());
            add(entry.dot().ship, {block, at, end});
            at = end;
        }
    }
}

std::optional<Entry> ShipRuns::next(ShipId ship) {
    Cursor& cursor = ships_[ship];
    if (cursor.left.empty()) {
        if (cursor.next_piece == cursor.pieces.size()) return std::nullopt;
        const Piece piece = cursor.pieces[cursor.next_piece++];
        const Payload payload = run_.payload(type_, piece.block);
        cursor.left = payload.bytes.subspan(piece.begin, piece.end - piece.begin);
        if (payload.unpacked) {
            cursor.copy.assign(cursor.left.begin(), cursor.left.end());
            cursor.left = cursor.copy;
        }
    }
    const Entry entry{shape_, cursor.left.data()};
    cursor.left = cursor.left.subspan(entry.bytes());
    return entry;
}

void ShipRuns::add(ShipId ship, Piece piece) {
    auto& pieces = ships_[ship].pieces;
    if (!pieces.empty()) {
        Piece& last = pieces.back();
        const bool beside = last.block == piece.block && last.end == piece.begin;
        if (beside && piece.end - last.begin <= piece_bytes_max) {
            last.end = piece.end;
            return;
        }
    }
    pieces.push_back(piece);
}

}  // namespace reckon
